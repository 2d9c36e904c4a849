"""What a recording says in short: outside and within what is usual, or what changed; and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from restride.explain.gait_words import (
    KEY_FIGURES,
    SIDES,
    STATES,
    change_words,
    key_ids,
    listed,
    metric_name,
    missing_by_reason,
    unmoved_words,
)
from restride.model.gait import Change, GaitComparison, GaitReport, Recording
from restride.model.words import Side, State

#: So many measures without a number are named; more are counted, the table names them.
_NAMED = 3
#: So many changes are said in the short of it; the table has the rest.
_MOST_CHANGES = 5
_LED_BY = {"better": "Better: ", "worse": "Worse: ", "changed": "Neither better nor worse: "}
_SMALL = "Small differences are error until shown otherwise."


def in_short(report: GaitReport, comparison: GaitComparison | None = None) -> list[tuple[str, str, str]]:
    """What the recording says in three groups, with a comparison in four: style of the group, heading, words."""
    missing = _missing(report)
    groups = {state: _findings_of(report, state) for state in STATES}
    none = "Nothing." if report.findings else _unjudged(report.recording)
    outside = ("for", STATES[State.PRESENT], listed(groups[State.PRESENT]) or none)
    if comparison is not None:
        still = _changed(comparison, "no_real_change")
        return [
            outside,
            ("for", "Changed", _moved_words(comparison)),
            ("ag", "No real change", f"{listed(still, most=6)} {_SMALL}" if still else "Nothing."),
            ("mi", "Not measured", missing),
        ]
    close = f"{STATES[State.UNKNOWN]}: {listed(groups[State.UNKNOWN])} " if groups[State.UNKNOWN] else ""
    return [
        outside,
        ("ag", STATES[State.ABSENT], listed(groups[State.ABSENT]) or "Nothing was decided."),
        ("mi", "Not known" if close else "Not measured", close + missing),
    ]


def _unjudged(recording: Recording) -> str:
    """Why nothing was held against what is usual."""
    if recording.locomotion == "walking":
        return "References of running say nothing of walking."
    if recording.speed_m_s is None:
        return "The speed is not known, and what is usual depends on it; give it."
    return "No reference fits it at its speed."


def _moved_words(comparison: GaitComparison) -> str:
    """«Better: Step rate +13.0 steps/min. Changed: Ground contact time −20 ms. And 9 more in the table.»."""
    words: dict[str, dict[str, str]] = {}
    for verdict in ("better", "worse", "changed"):
        found = [one for one in comparison.changes if one.verdict == verdict and not one.id.endswith("_asymmetry")]
        key = key_ids({one.id for one in found})
        for name in (*key, *(one.id for one in found if one.id not in KEY_FIGURES)):
            words.setdefault(verdict, {})[name] = _change_of([one for one in found if one.id == name])
    if not words:
        return unmoved_words(comparison)
    said, left = [], _MOST_CHANGES
    for verdict, names in words.items():
        some = list(names.values())[:left]
        left -= len(some)
        if some:
            led_by = _LED_BY[verdict] if list(words) != ["changed"] else ""
            said.append(led_by + listed(some))
    more = sum(map(len, words.values())) - _MOST_CHANGES
    return " ".join([*said, f"And {more} more in the table."] if more > 0 else said)


def _change_of(found: Sequence[Change]) -> str:
    """«Ground contact time −20 ms», each leg's where the two differ."""
    name = found[0].name.split(", from this")[0]
    both = next((one for one in found if one.side is Side.BOTH), None)
    values = {one.side: change_words(one) for one in ([both] if both else found)}
    if len(values) > 1 and len(set(values.values())) == 1:
        return f"{name} {values[found[0].side]}"
    legs = [value if side is Side.BOTH else f"{SIDES[side]} {value}" for side, value in values.items()]
    return f"{name} {' and '.join(legs)}"


def _findings_of(report: GaitReport, state: State) -> list[str]:
    found = [one for one in report.findings if one.state is state]
    return _with_sides((metric_name(report, one), one.side) for one in found)


def _changed(comparison: GaitComparison, verdict: str) -> list[str]:
    found = [one for one in comparison.changes if one.verdict == verdict and not one.id.endswith("_asymmetry")]
    key = key_ids({one.id for one in found})
    found.sort(key=lambda one: key.index(one.id) if one.id in key else len(key))
    return _with_sides((one.name.split(", from this")[0], one.side) for one in found)


def _with_sides(found: Iterable[tuple[str, Side]]) -> list[str]:
    """«Pelvic drop, right»; a name alone where both sides say the same."""
    sides: dict[str, set[Side]] = {}
    for name, side in found:
        sides.setdefault(name, set()).add(side)
    return [
        name if Side.BOTH in which or len(which) > 1 else f"{name} ({SIDES[next(iter(which))]})"
        for name, which in sides.items()
    ]


def _missing(report: GaitReport) -> str:
    """«Step length, stride length: No scale. 33 measures: A watch shows no posture.»."""
    said = [
        f"{listed(names).removesuffix('.')}: {because}" if len(names) <= _NAMED else f"{len(names)} measures: {because}"
        for because, names in missing_by_reason(report).items()
        if names != ["Asymmetry"]
    ]
    return " ".join(said) or "Everything this method can measure was measured."
