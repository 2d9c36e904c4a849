"""The way back, step by step: each threshold below, at and above."""

import re
from datetime import timedelta

import pytest

import restride
from restride.cli import main
from restride.comeback import DiaryError, LadderError, comeback
from restride.comeback.course import Aim, Course, view_on
from restride.comeback.horizon import all_green
from restride.comeback.numbers import numbers
from restride.comeback.reasons import OTHERS, filled, reason
from restride.comeback.shield import RULES
from restride.explain.comeback_text import decision_plain, level_words, runner_text, therapist_text
from restride.knowledge.case_reader import convert_case
from restride.model.words import Tissue
from tests.comeback.diaries import KNOWLEDGE, day, document, followed, next_minutes, run, walk, way_back, with_diary

TENDON = numbers(KNOWLEDGE, Tissue.TENDON)


def test_a_perfect_responder_reaches_30_minutes_in_at_most_eleven_weeks():
    base = followed(document(ready=False), 77)
    done = way_back(base, day(77))
    assert done.mode == "BUILD"
    assert done.level.running_s >= 1800
    assert done.level.bout_s >= 1800


def test_the_first_run_waits_for_half_an_hour_of_walking():
    base = document(ready=False)
    assert way_back(base, day(0)).mode == "WALK"
    assert way_back(with_diary(base, walk(day(0), 29)), day(1)).mode == "WALK"
    assert way_back(with_diary(base, walk(day(0), 30)), day(1)).mode == "RUN_WALK"


def test_readiness_that_a_walk_answered_is_answered():
    missing = "Readiness is not answered in full."
    base = document(ready=False)
    assert missing in way_back(base, day(0)).read_first
    assert missing not in way_back(with_diary(base, walk(day(0), 30)), day(1)).read_first


@pytest.mark.parametrize("way", ["return", "modify"])
def test_nobody_runs_or_hops_while_a_bone_stress_injury_is_possible(way):
    base = document(way=way)
    base["complaints"][0]["running"] = "reduced"
    base = with_diary(base, run(day(0), 8, 1))
    assert way_back(base, day(2)).mode in ("RUN_WALK", "MODIFY")
    held = way_back(base, day(2), impact_locked=True)
    assert (held.mode, held.plain.split(",")[0]) == ("WALK", "Walk only")
    assert {one.kind for one in held.next_runs} <= {"walk"}
    assert "no running while a bone stress injury is possible" in held.says
    assert not {"hops", "jog_on_spot"} & {one.what for one in held.readiness}
    assert "impact" in {one.rule for one in held.because}
    # What was run before is judged as it was.
    assert held.decisions == way_back(base, day(2)).decisions


def test_what_nobody_asked_is_asked_first_and_frightens_no_runner():
    case = convert_case({**document(), "red_flags": {}}, KNOWLEDGE)
    held = comeback(case, restride.evaluate(case, today=day(0), facts=KNOWLEDGE), KNOWLEDGE, day(0))
    assert (held.mode, held.unlocks) == ("LOCKED", ())
    assert "cardiac_now" in held.ask_first
    assert "ask first: " in therapist_text(held, KNOWLEDGE)
    assert not any(name in runner_text(held) for name in ("cardiac", "Cardiac", "first:"))


def test_the_first_run_is_the_entry_dose_in_bouts_of_a_minute():
    assert next_minutes(document(), day(0)) == (8, 1)
    assert next_minutes(document(irritability="high"), day(0)) == (3, 1)
    assert next_minutes(document(irritability="moderate"), day(0)) == (5, 1)


@pytest.mark.parametrize(("pain", "colour"), [(3, "green"), (3.5, "amber"), (5, "amber"), (5.5, "red")])
def test_pain_in_a_tendon_while_running(pain, colour):
    base = with_diary(document(), run(day(0), 8, 1, during=pain))
    assert way_back(base, day(2)).decisions[-1].observation.colour == colour


@pytest.mark.parametrize(("morning", "colour"), [(0, "green"), (1, "amber"), (2, "red")])
def test_pain_the_next_morning(morning, colour):
    base = with_diary(document(), run(day(0), 8, 1, next_morning=morning, after_24_h=0))
    assert way_back(base, day(2)).decisions[-1].observation.colour == colour


@pytest.mark.parametrize(("tissue", "pain", "colour"), [
    ("joint", 2, "green"), ("joint", 3, "amber"), ("bone_low", 0, "green"), ("bone_low", 1, "red"),
    ("unknown", 1, "red"), ("muscle", 2, "green"), ("nerve", 1, "red"),
])  # fmt: skip
def test_each_tissue_has_its_own_limit(tissue, pain, colour):
    released = [{"by": "T", "on": day(0), "run_from": day(0)}]
    answers = dict.fromkeys(("no_bone_tenderness", "pain_free_walking_days", "energy_screen"), "yes")
    base = document(tissue=tissue, releases=released)
    base["comeback"]["readiness"].append({"on": day(0), "answers": answers})
    base = with_diary(base, run(day(0), 3, 1, during=pain))
    assert way_back(base, day(2)).decisions[-1].observation.colour == colour


def test_a_joint_that_still_hurts_an_hour_later_is_amber():
    base = with_diary(document(tissue="joint"), run(day(0), 5, 1, during=1, hour_later=1))
    assert way_back(base, day(2)).decisions[-1].observation.what == "hour_later"


def test_amber_repeats_and_a_second_amber_goes_down():
    base = followed(document(), 14)
    level = way_back(base, day(14)).level
    one = with_diary(base, run(day(14), level.running_s / 60, level.bout_s / 60, during=4))
    assert way_back(one, day(15)).level == level
    two = with_diary(one, run(day(16), level.running_s / 60, level.bout_s / 60, during=4))
    assert way_back(two, day(17)).level.running_s <= 0.8 * level.running_s
    [alert] = way_back(two, day(17)).alerts
    assert (alert.kind, alert.says.split(":")[0]) == ("two_ambers", f"{TENDON.ambers} ambers in a row")


def test_red_stops_for_72_hours_and_waits_for_a_walk():
    base = with_diary(followed(document(), 14), run(day(14), 10, 2, limped=True))
    after = way_back(base, day(15))
    assert after.mode == "WALK"
    walked = way_back(with_diary(base, walk(day(15))), day(16))
    assert walked.mode == "RUN_WALK"
    assert walked.next_runs[0].on == day(17)
    assert walked.next_runs[0].running_s <= 0.6 * way_back(followed(document(), 14), day(14)).level.running_s
    red = after.decisions[-1]
    assert red.not_before == day(14) + timedelta(hours=TENDON.red_rest_h)
    eased = f"no running before 19 March. Walk without pain first, then run {level_words(red.after)}."
    assert eased in decision_plain(red)


@pytest.mark.parametrize(("apart", "mode"), [(13, "PAUSED"), (14, "WALK"), (15, "WALK")])
def test_reds_are_counted_within_their_days(apart, mode):
    found = way_back(
        with_diary(document(), run(day(0), 8, 1, limped=True), walk(day(2)), run(day(apart), 5, 1, limped=True)),
        day(apart + 1),
    )
    assert found.mode == mode
    paused = [alert.says for alert in found.alerts if alert.kind == "two_reds"]
    assert [words.split(":")[0] for words in paused] == (["2 reds within 14 days"] if mode == "PAUSED" else [])
    assert (TENDON.reds, TENDON.reds_days) == (2, 14)


def test_two_reds_in_two_weeks_pause_until_a_therapist_releases():
    base = with_diary(
        document(), run(day(0), 8, 1, limped=True), walk(day(2)), run(day(3), 5, 1, limped=True), walk(day(5))
    )
    assert way_back(base, day(20)).mode == "PAUSED"
    assert not way_back(base, day(20)).next_runs
    release = {"by": "T", "on": day(19), "run_from": day(20), "what": "pause"}
    base["comeback"]["releases"] = [release]
    assert way_back(base, day(19)).mode == "PAUSED"
    assert way_back(base, day(20)).mode == "RUN_WALK"


def test_a_therapists_pause_holds_from_its_day_until_a_release_given_on_or_after_it():
    pauses = [{"by": "T. H.", "on": day(3), "reason": "fever"}]
    assert way_back(document(pauses=pauses), day(2)).mode == "RUN_WALK"
    paused = way_back(document(pauses=pauses), day(3))
    assert (paused.mode, paused.next_runs) == ("PAUSED", ())
    assert "fever" in paused.says
    for given, run_from, today, mode in [(2, 2, 9, "PAUSED"), (3, 3, 3, "RUN_WALK"), (5, 8, 7, "PAUSED"),
                                         (5, 8, 8, "RUN_WALK")]:  # fmt: skip
        release = {"by": "T. H.", "on": day(given), "run_from": day(run_from), "what": "pause"}
        assert way_back(document(pauses=pauses, releases=[release]), day(today)).mode == mode


def test_a_missing_log_holds():
    base = followed(document(), 16)
    planned = way_back(base, day(16)).next_runs[0]
    logged = with_diary(base, run(planned.on, planned.running_s / 60, planned.longest_bout_s / 60))
    silent = with_diary(
        base, run(planned.on, planned.running_s / 60, planned.longest_bout_s / 60, next_morning=None, after_24_h=None)
    )
    assert next_minutes(silent, day(18)) <= next_minutes(logged, day(18))
    assert way_back(silent, day(18)).decisions[-1].rules[0] == "H10"


@pytest.mark.parametrize(("gap", "share"), [(7, 1.0), (8, 0.7), (14, 0.7), (15, 0.5), (28, 0.5)])
def test_after_a_gap_less_is_run(gap, share):
    base = followed(document(), 41)
    known = way_back(base, day(41)).level
    last = max(entry["on"] for entry in base["diary"])
    back = way_back(base, day((last - day(0)).days + gap)).next_runs[0]
    assert back.running_s <= share * known.running_s
    assert back.rises == "none"


def test_after_more_than_four_weeks_everything_starts_anew():
    base = followed(document(), 41)
    last = max(entry["on"] for entry in base["diary"])
    assert next_minutes(base, day((last - day(0)).days + 29)) == (8, 1)


@pytest.mark.parametrize(("factor", "over"), [(1.3, False), (1.31, True)])
def test_an_overrun_adds_a_day_and_lifts_nothing(factor, over):
    base = followed(document(), 16)
    planned = way_back(base, day(16)).next_runs[0]
    ran = with_diary(base, run(planned.on, planned.running_s / 60 * factor, planned.longest_bout_s / 60))
    after = way_back(ran, day((planned.on - day(0)).days + 1))
    assert any(alert.kind == "overrun" for alert in after.alerts) is over
    assert (after.next_runs[0].on - planned.on).days == (3 if over else 2)
    assert after.next_runs[0].running_s <= 1.1 * planned.running_s + 60


def test_a_red_flag_of_the_diary_locks_until_it_is_released():
    flag = sorted(document()["red_flags"])[0]
    base = with_diary(document(), run(day(0), 8, 1, flags=[flag]))
    assert way_back(base, day(5)).mode == "LOCKED"
    assert not way_back(base, day(5)).next_runs
    base["comeback"]["releases"] = [{"by": "T", "on": day(4), "run_from": day(5), "what": flag}]
    assert way_back(base, day(5)).mode == "RUN_WALK"


@pytest.mark.parametrize("tissue", ["bone_high", "bone_low", "vascular", "systemic"])
def test_tissues_of_high_risk_wait_for_a_dated_release(tissue):
    base = document(tissue=tissue)
    assert way_back(base, day(30)).mode == "LOCKED"
    base["comeback"]["releases"] = [{"by": "T", "on": day(0), "run_from": day(30)}]
    assert way_back(base, day(29)).mode == "LOCKED"
    assert way_back(base, day(30)).mode != "LOCKED"


def test_a_therapists_limit_tightens_and_only_a_signed_one_loosens_the_pain_limit():
    base = document(limits=[{"by": "T", "on": day(0), "running_max": "4 min", "pain_during_max": 5}])
    assert next_minutes(base, day(0)) == (4, 1)
    assert way_back(base, day(0)).pain_rule.during_max_nrs == 3
    base["comeback"]["limits"][0]["signed"] = True
    assert way_back(base, day(0)).pain_rule.during_max_nrs == 5
    bone = document(tissue="unknown", limits=[{"by": "T", "on": day(0), "pain_during_max": 5, "signed": True}])
    assert way_back(bone, day(0)).pain_rule.during_max_nrs == 0


def test_an_illness_means_two_free_days_and_less_than_before():
    base = followed(document(), 30)
    known = way_back(base, day(30)).level
    base["comeback"]["breaks"] = [{"first": day(30), "last": day(33), "why": "illness"}]
    back = way_back(base, day(34)).next_runs[0]
    assert back.on >= day(36)
    assert back.running_s <= 0.7 * known.running_s


def test_a_changed_week_moves_the_days():
    base = {**document(), "availability": {"run_days": ["tue", "sat"], "days": ["mon", "tue", "sat"]}}
    assert {one.on.strftime("%a") for one in way_back(base, day(0)).next_runs} == {"Tue", "Sat"}


def test_days_already_published_are_kept_where_they_may():
    base = document(published=[{"on": day(1), "running": "8 min"}, {"on": day(3), "running": "8 min"}])
    assert [one.on for one in way_back(base, day(0)).next_runs][:2] == [day(1), day(3)]


def test_somebody_who_still_runs_is_capped_below_the_longest_run():
    base = document(way="modify", irritability="moderate")
    now = way_back(base, day(0))
    assert now.mode == "MODIFY"
    assert 0 < now.next_runs[0].running_s <= 0.6 * 14 * 340
    assert way_back(document(way="modify", tissue="bone_low"), day(0)).mode == "LOCKED"


def test_a_published_ladder_is_followed_under_the_shield():
    base = followed(document(ladder="nhs_c25k"), 30)
    now = way_back(base, day(30))
    assert now.ladder.id == "nhs_c25k"
    assert now.next_runs[0].running_s <= 16 * 60
    red = way_back(with_diary(base, run(day(30), 10, 2, limped=True)), day(31))
    assert red.ladder.stage == now.ladder.stage - TENDON.stages_red
    with pytest.raises(LadderError, match="cannot be followed"):
        way_back(document(ladder="stress_fracture_22d"), day(0))


def test_a_race_too_early_is_called_so_with_what_could_be():
    base = {**document(), "goals": [{"what": "race", "distance": "21.1 km", "on": day(40)}]}
    goal = way_back(base, day(0)).goal
    assert goal.feasible is False
    assert 0 < goal.instead_km < 21.1
    assert goal.soonest > day(40)


def test_pain_logged_for_tomorrow_is_refused():
    with pytest.raises(DiaryError, match="after today"):
        way_back(with_diary(document(), run(day(1), 8, 1)), day(0))


def test_two_diaries_in_conflict_are_refused():
    at = "2026-03-02T18:00:00+01:00"
    base = with_diary(document(), run(day(0), 8, 1, at=at), run(day(0), 20, 1, at=at))
    with pytest.raises(DiaryError, match="keep the one that is right"):
        way_back(base, day(1))


def test_the_command_prints_words_json_and_writes_exports(repository, tmp_path, capsys):
    case = str(repository / "examples" / "achilles_way_back.yaml")
    assert main(["comeback", case, "--today", "2026-11-08"]) == 0
    assert "Caps for the next run" in capsys.readouterr().out
    assert main(["comeback", case, "--today", "2026-11-08", "--json"]) == 0
    assert '"restride/comeback/1"' in capsys.readouterr().out
    assert main(["comeback", case, "--today", "2026-10-08"]) == 2
    assert "after today" in capsys.readouterr().err
    assert main(["comeback", case, "--today", "2026-11-08", "--out", str(tmp_path)]) == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".fit", ".txt", ".ics"}


@pytest.mark.parametrize("rule", [*(rule.id for rule in RULES), *OTHERS])
def test_every_rule_names_facts_that_exist_and_says_how_sure_it_is(rule):
    why = reason(KNOWLEDGE, rule)
    assert why.says
    assert "{" not in why.says
    assert why.certainty is not None


def test_a_number_in_the_words_of_a_rule_is_one_of_its_facts():
    shield = [(rule.id, rule.says, rule.facts) for rule in RULES]
    for name, says, facts in [*shield, *((name, *other) for name, other in OTHERS.items())]:
        assert set(re.findall(r"\{([^|}]+)", says)) <= set(facts), name
    assert "110 %" in reason(KNOWLEDGE, "H1").says
    assert filled("{load_facts/impact_preparation.hops_low}, {engine/comeback.continuous_s|min}", KNOWLEDGE) == (
        "10 to 15, 30"
    )
    for no_number in ("{load_facts/start_gate_general}", "{engine/comeback.nothing}"):
        with pytest.raises(KeyError):
            filled(no_number, KNOWLEDGE)


def test_the_clock_of_a_run_gives_the_clock_of_the_next():
    base = with_diary(document(), run(day(0), 8, 1, at="2026-03-02T18:00:00+01:00"))
    first = way_back(base, day(1)).next_runs[0]
    assert (first.on, first.not_before) == (day(2), "14:13")
    late = with_diary(document(), run(day(0), 8, 1, at="2026-03-02T03:00:00+01:00"))
    assert way_back(late, day(1)).next_runs[0].on == day(1)


def test_a_run_nobody_planned_loads_and_lifts_nothing():
    base = followed(document(), 10)
    last = max(entry["on"] for entry in base["diary"])
    extra = with_diary(base, run(last + timedelta(1), 5, 1))
    known, after = way_back(base, day(12)), way_back(extra, day(12))
    assert after.level.running_s <= known.level.running_s
    assert after.next_runs[0].on >= last + timedelta(4)
    assert "overrun" in {alert.kind for alert in after.alerts}


def test_what_if_gives_each_way_the_next_run_may_go():
    base = followed(document(), 15)
    found = {one.event: one for one in way_back(base, day(15)).what_if}
    assert found["red"].direction == "stop"
    assert found["red"].running_s < found["amber"].running_s <= found["green"].running_s
    assert found["gap_10_days"].running_s < found["green"].running_s
    assert found["overrun"].next_on > found["green"].next_on


def test_frequency_rises_by_one_run_a_week_after_30_minutes():
    course = Course(numbers(KNOWLEDGE, Tissue.TENDON, "low"), 480, Aim(6, 3600, 6 * 2400))
    course.ready = True
    days = [one.day for one in all_green(course, lambda at, on: view_on(at, on), 0, 140, frozenset(range(7)))]
    weeks = [sum(end - 7 < on <= end for on in days) for end in range(62, 140)]
    assert max(weeks) == 6
    for first in range(len(weeks) - 7):
        assert max(weeks[first : first + 7]) <= max(4, max(weeks[: first + 1])) + 1
    assert not any({on + 1, on + 2, on + 3} <= set(days) for on in days)


def test_after_amber_at_a_new_level_the_same_run_comes_again():
    base = followed(document(), 36)
    planned = way_back(base, day(36)).next_runs[0]
    assert planned.rises == "dose"
    amber = with_diary(base, run(planned.on, planned.running_s / 60, planned.longest_bout_s / 60, during=4))
    again = way_back(amber, planned.on + timedelta(1)).next_runs[0]
    assert (again.running_s, again.longest_bout_s) == (planned.running_s, planned.longest_bout_s)
