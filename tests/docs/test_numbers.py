"""Numbers that a page takes from the knowledge are those of the knowledge, in the same words."""

import re
from pathlib import Path

import pytest

from restride.comeback.reasons import filled
from restride.explain.words import LEVELS, URGENCIES
from restride.knowledge.load import load
from restride.model.words import Urgency

ROOT = Path(__file__).parent.parent.parent
#: Page → what stands in it, with the place of each number; «|min» says seconds in minutes.
SAID = {
    "SAFETY.md": [
        "Under {engine/course_rules.adult_from} a guardian",
        "Under {engine/course_rules.child_from} the program",
    ],
    "docs/evaluation.md": ["the runner is under {engine/course_rules.child_from}."],
    "docs/comeback.md": [
        "at most {load_facts/session_cap.cap} % of the largest tolerated of {engine/comeback.tolerated_days} days",
        "{engine/comeback.rest_h} h between runs, at most {engine/comeback.runs_in_7_days} in any seven days before "
        "{engine/comeback.continuous_s|min} min",
        "at most {engine/comeback.week_share} % of the best tolerated seven of {engine/comeback.week_window_d} days",
        "up to {engine/comeback.gap_hold_d} days hold",
        "–{engine/comeback.gap_short_d} days {engine/comeback.gap_short_share} %",
        "–{engine/comeback.gap_long_d} days {engine/comeback.gap_long_share} %",
        "above {engine/comeback.overrun_share} % adds {engine/comeback.overrun_rest_h} h of rest",
        "never in bone and never above {engine/comeback.red_during}",
        "in a row, down to {engine/comeback.down_one_share} %",
        "Red (above {engine/comeback.red_during}, a limp",
        "stop for {engine/comeback.red_rest_h} h, down to {engine/comeback.down_two_share} %",
        "Two reds in {engine/comeback.reds_days} days: paused",
        "failed in the last {engine/comeback.belief_days} days",
        "in the next {engine/comeback.horizon_d} days",
    ],
    "docs/training.md": [
        "at least {engine/reading_runs.run_steps} steps/min **and** {engine/reading_runs.run_speed} m/s (majority over "
        "{engine/reading_runs.median_window} s; it takes {engine/reading_runs.run_steps_leave} and "
        "{engine/reading_runs.run_speed_leave} to go on)",
        "Stretches of at least {engine/reading_runs.bout} s",
        "a gap of more than {engine/reading_runs.pause_gap} s",
        "where the median is {engine/reading_runs.steps_not_strides} or more",
        "before {engine/reading_runs.oldest_year}",
        "followed by {load_facts/spike_categories.small_hazard}, {load_facts/spike_categories.moderate_hazard} and "
        "{load_facts/spike_categories.large_hazard} times",
        "**Breaks** of {engine/training_history.break_days} days",
        "it is reckoned with {engine/training_history.tissue_low}, {engine/training_history.tissue_middle} and "
        "{engine/training_history.tissue_high}",
        "by {engine/training_history.volume_rise_min} km a week",
        "{engine/training_history.fast_rise} min a week more, and {engine/training_history.rise_ratio} times, above "
        "{engine/training_history.fast_factor} times",
        "{engine/training_history.climb_rise} m of climb",
        "or {engine/run_matching.step_s} s",
        "the limit of the way back ({engine/comeback.overrun_share} %)",
        "(odds ratios {load_facts/acwr_criticism.or_fixed} and {load_facts/acwr_criticism.or_random},",
        "with the real one {load_facts/acwr_criticism.or_real})",
        "(c {load_facts/acwr_criticism.c_ratio})",
        "({load_facts/ten_percent_rule.graded} and {load_facts/ten_percent_rule.standard} % injured)",
    ],
    "docs/gait.md": [
        "feet {engine/gait_track.foot_cutoff} Hz, the rest {engine/gait_track.body_cutoff} Hz",
        "Gaps up to {engine/gait_track.gap_fill} s are filled",
        "from {engine/gait_events.impact_rate} frames a second",
        "fewer than {engine/gait_events.force_slow_below} samples a second",
        "a runner under {engine/gait_video.runner_smallest} pixels",
        "fewer than {engine/gait_track.video_steps_lowest} steps",
        "step rates of {engine/gait_retraining.cadence_first}, {engine/gait_retraining.cadence_next} and "
        "{engine/gait_retraining.cadence_most} %",
    ],
    "CHANGELOG.md": [
        "step-rate targets are {engine/gait_retraining.cadence_first}, {engine/gait_retraining.cadence_next} and "
        "{engine/gait_retraining.cadence_most} %",
    ],
}


@pytest.mark.parametrize("page", SAID)
def test_a_page_says_the_numbers_of_the_knowledge(page):
    text = " ".join((ROOT / page).read_text().split())
    assert [said for one in SAID[page] if (said := filled(one, load())) not in text] == []


def test_how_soon_is_said_as_the_facts_say():
    facts = load().engine["triage"].facts
    within, soon = facts["urgent_within_h"], facts["soon_within_d"].value
    assert URGENCIES[Urgency.URGENT] == f"Urgent, {within.low:g}–{within.high:g} h"
    assert URGENCIES[Urgency.SOON] == f"Soon, {soon / 7:g} weeks"


def test_the_glossary_uses_the_words_of_the_pages():
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE))
    how_soon = [re.sub(r", (.+)", r" (\1)", words) for words in URGENCIES.values()][:-1]
    assert rows["urgency"] == f"how soon: {', '.join(how_soon)}, None"
    assert rows["level"].endswith(": " + ", ".join(LEVELS.values()).lower())


def test_the_first_thing_a_change_log_tells_is_advice():
    heads = re.findall(r"^##+ (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    releases = [index for index, head in enumerate(heads) if head[0].isdigit()]
    assert releases
    assert all(heads[index + 1 : index + 3] == ["Advice", "Software"] for index in releases)
