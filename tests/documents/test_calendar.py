"""The calendar file: reads back, repeats until the review, and a later version replaces what it must."""

from collections import Counter
from datetime import date, datetime, timedelta

import icalendar
import msgspec
import pytest

from restride.adapters.calendar import plan_calendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def events(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def by_uid(content):
    return {str(one["uid"]): one for one in events(content)}


@pytest.fixture(scope="module")
def plan(samples):
    return samples["heel"].plan


def days_of(event, last):
    """Every date of an event, from its rule."""
    day, until = event.decoded("dtstart"), event["rrule"]["until"][0] if "rrule" in event else event.decoded("dtstart")
    assert until <= last
    while day <= until:
        yield day
        day += timedelta(weeks=1)


def test_writing_what_was_read_gives_the_same_file(plan):
    content = plan_calendar(plan)
    assert icalendar.Calendar.from_ical(content).to_ical() == content


def test_the_dates_are_the_days_of_the_plan_until_the_review(plan):
    found = Counter()
    for event in events(plan_calendar(plan)):
        for day in days_of(event, plan.review.on):
            found[day, str(event["summary"]).split(",")[0]] += 1
    expected = Counter({(plan.review.on, "Review with your therapist"): 1})
    day = plan.today
    names = {"home": "Exercises", "run": "Run", "walk_run": "Walk and run", "walk": "Walk"}
    while day <= plan.review.on:
        here = next(one for one in plan.week.days if one.day == DAYS[day.weekday()])
        expected.update((day, names[entry.kind]) for entry in here.entries if entry.kind in names)
        day += timedelta(days=1)
    assert found == expected


def test_entries_take_the_whole_day_and_have_no_time_zone(plan):
    for event in events(plan_calendar(plan)):
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert not isinstance(start, datetime)
        assert end - start == timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"


def test_the_same_plan_gives_the_same_bytes_and_its_own_date(plan):
    content = plan_calendar(plan)
    assert content == plan_calendar(plan)
    assert {one.decoded("dtstamp").date() for one in events(content)} == {plan.today}


def test_every_event_has_its_own_stable_name(plan):
    first = [str(one["uid"]) for one in events(plan_calendar(plan, series="episode-7"))]
    later = msgspec.structs.replace(plan, today=plan.today + timedelta(days=3))
    assert len(set(first)) == len(first)
    assert set(first) == set(by_uid(plan_calendar(later, series="episode-7", version=2)))
    assert not set(first) & set(by_uid(plan_calendar(plan, series="episode-8")))


def test_two_runners_without_a_case_id_do_not_share_events(samples):
    plans = [msgspec.structs.replace(samples[name].plan, case=None) for name in ("heel", "prevention")]
    first, second = (set(by_uid(plan_calendar(one))) for one in plans)
    assert not first & second


def test_a_later_version_raises_the_sequence_and_cancels_what_is_gone(plan):
    shorter = msgspec.structs.replace(plan.week, days=plan.week.days[:3])
    later = msgspec.structs.replace(plan, week=shorter)
    before = by_uid(plan_calendar(plan, series="s", signed=True))
    after = by_uid(plan_calendar(later, series="s", version=2, signed=True, replaces=plan))
    assert set(before) == set(after)
    gone = {uid for uid in after if after[uid]["status"] == "CANCELLED"}
    kept = set(by_uid(plan_calendar(later, series="s")))
    assert gone == set(before) - kept
    assert gone
    assert {int(one["sequence"]) for one in after.values()} == {1}
    assert {int(one["sequence"]) for one in before.values()} == {0}


def test_an_unsigned_plan_is_tentative_and_says_so(plan):
    draft = events(plan_calendar(plan))
    assert {one["status"] for one in draft} == {"TENTATIVE"}
    assert all("Draft" in one["description"] for one in draft if "description" in one)
    signed = plan_calendar(plan, signed=True)
    assert {one["status"] for one in events(signed)} == {"CONFIRMED"}
    assert b"Draft" not in signed


def test_an_exercise_day_says_what_to_do_and_the_pain_rule(plan):
    bodies = [str(one["description"]) for one in events(plan_calendar(plan)) if "Exercises" in one["summary"]]
    assert any(plan.home[0].plain[1:] in body for body in bodies)
    assert all(plan.pain_rule.plain in body for body in bodies)


def test_text_cannot_add_a_property(plan):
    nasty = "line\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil;,\\ ü 膝"
    home = tuple(msgspec.structs.replace(item, plain=nasty) for item in plan.home)
    content = plan_calendar(msgspec.structs.replace(plan, home=home))
    assert len(events(content)) == len(events(plan_calendar(plan)))
    assert not any("evil" in str(one["summary"]) for one in events(content))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_day_before_the_plan_is_never_written(plan):
    assert all(one.decoded("dtstart") >= date(2026, 11, 21) for one in events(plan_calendar(plan)))
