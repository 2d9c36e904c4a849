"""Ids of the way back in the therapist's words."""

from __future__ import annotations

from restride.explain.comeback_text import level_words, minutes, observation_words, ran_words
from restride.explain.dates import day_and_month
from restride.model.comeback import Cap, Decision, Mode, WhatIf

MODES: dict[Mode, tuple[str, str, str]] = {
    "LOCKED": ("Locked", "stop", "lock"),
    "WALK": ("Walking first", "warn", "clock"),
    "RUN_WALK": ("Run and walk", "info", "stairs"),
    "CONTINUOUS": ("30 min in one go", "info", "stairs"),
    "BUILD": ("Building up", "info", "up"),
    "MODIFY": ("Still running, capped", "info", "same"),
    "PAUSED": ("Paused", "stop", "stop"),
    "DONE": ("Back", "ok", "ok"),
}
COLOURS = {
    "green": ("Green", "ok", "ok"),
    "amber": ("Amber", "warn", "warn"),
    "red": ("Red", "stop", "stop"),
    "open": ("Open", "", "dash"),
}
DIRECTIONS = {
    "up": ("Up", "ok", "up"),
    "same": ("Held", "", "same"),
    "down": ("Lower", "info", "dn"),
    "stop": ("Stop", "stop", "stop"),
}
RISES = {
    "dose": "running time", "bout": "longest bout", "pace": "speed", "grade": "hills", "frequency": "runs a week",
    "none": "",
}  # fmt: skip
SURFACES = {"flat": "flat", "rolling": "rolling", "hills": "hills"}
EVENTS = {
    "green": "The next run stays inside the limits",
    "amber": "The next run is amber",
    "red": "Pain above the red limit, a limp, or clearly worse next morning",
    "gap_10_days": "10 days are missed",
    "overrun": "Twice as much is run anyway",
    "no_log": "Nothing is logged",
}
#: What a rule of the transitions did, before the level it led to.
_DID = {
    "green": "Counts",
    "amber": "Hold",
    "two_ambers": "Step down",
    "red": "Stop, then step down",
    "two_reds": "Pause until re-examined",
    "H9": "Locked",
    "H10": "Hold",
    "H12": "Hold after more than planned",
    "walk_green": "Walk tolerated",
    "walk_open": "Walk does not count",
    "walk_amber": "Repeat the walk",
    "walk_red": "No run before a walk without pain",
}
PAIN_WORDS = {
    "during": "while running", "right_after": "right after", "hour_later": "after an hour", "walking": "walking",
    "at_night": "at night", "next_morning": "next morning", "after_24_h": "after 24 h",
}  # fmt: skip


def headline(decision: Decision) -> str:
    """«Hold: repeat 3 × 5 min, because of pain while running 3 of 10, limit 2»."""
    did = _DID.get(decision.rules[0], decision.rules[0])
    seen = observation_words(decision.observation)
    if decision.ran is None:
        return f"{did}: {seen}"
    if decision.rules[0] == "green":
        return f"{did}: {ran_words(decision.ran)}; {seen}"
    again = "repeat " if decision.rules[0] in ("amber", "H10") else ""
    return f"{did}: {again}{level_words(decision.after)}, because of {seen}"


def cap_parts(cap: Cap) -> tuple[str, str, str]:
    """What is capped, at how much, and what that rests on."""
    value, of = cap.value or 0.0, cap.of
    if cap.what == "running":
        return "Running minutes, at most", minutes(value), _from(of, "from the largest tolerated, {}", cap.rule)
    if cap.what == "bout":
        return "Longest bout, at most", f"{minutes(value)} min", _from(of, "one step above {}", cap.rule)
    if cap.what == "rest":
        return "Rest between runs", f"{value:g} h", f"house rule, {cap.rule}"
    if cap.what == "week":
        best = f"best tolerated week {minutes(of)} min" if of else "first week"
        return "Left in these seven days", f"{minutes(value)} min", f"{best}, {cap.rule}"
    return "May rise", "one variable" if value else "nothing", f"after {of or 0:g} green runs of a level, {cap.rule}"


def _from(of: float | None, words: str, rule: str) -> str:
    return f"{words.format(minutes(of)) if of else 'first session'}, {rule}"


def then_words(one: WhatIf) -> str:
    """What the run after that would be."""
    if one.next_on is None:
        return "No run until a therapist says so." if one.mode in ("PAUSED", "LOCKED") else "No run within two weeks."
    walk = "Stop, a walk without pain, then " if one.direction == "stop" else ""
    level = f"{minutes(one.running_s)} min, longest bout {minutes(one.bout_s)}"
    when = f"{one.next_on:%A} {day_and_month(one.next_on)}"
    return f"{walk}{level}, {'not before' if walk else 'on'} {when}."
