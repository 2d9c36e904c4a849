"""Contributing causes: the same weighing over cause profiles, held to mechanism and timing.

A cause must load the suspected tissue and lie before the onset; otherwise it is an observation.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Prepared, needs_of
from restride.evaluation.ranking import Heard, add_up, hear
from restride.evaluation.reasons import house_rule, of_fact, sourced
from restride.evaluation.recorded import disputed, record_reasons
from restride.evaluation.view import View
from restride.knowledge.schema import Cause
from restride.model.case import Case
from restride.model.decision import Reason
from restride.model.evaluation import CauseFinding
from restride.model.words import Side, State

Kind = Literal["likely", "possible", "observation", "not_known"]
_ORDER: tuple[Kind, ...] = ("likely", "possible", "observation", "not_known")


class Seen(NamedTuple):
    """What one view says of a cause."""

    view: View
    heard: tuple[Heard, ...]
    points: float


def find_causes(case: Case, ranked: tuple[Ranked, ...], prepared: Prepared) -> tuple[CauseFinding, ...]:
    """Causes with something known of them, the likely first, then what is worth asking about."""
    found = []
    for _, cause in sorted(prepared.knowledge.causes.items()):
        one = _one(cause, case, ranked, prepared)
        if one is not None:
            found.append(one)
    found.sort(key=lambda one: (_ORDER.index(one.kind), one.group, one.cause))
    return tuple(found)


def _one(cause: Cause, case: Case, ranked: tuple[Ranked, ...], prepared: Prepared) -> CauseFinding | None:
    messages = prepared.causes[cause.id]
    echo = prepared.numbers["ranking"]["echo"]
    seen = [Seen(one.view, heard, add_up(heard, echo)[0]) for one in ranked for heard in (hear(messages, one.view),)]
    best = max(seen, key=lambda one: one.points)
    present = [one for one in best.heard if one.step.points > 0 and one.state is State.PRESENT]
    sided = frozenset(one.message.key for one in present if _is_sided(one.message.key, prepared))
    missing = tuple(sorted(m.key for m in messages if best.view.state(m.key) is State.UNKNOWN))
    mechanism = mechanism_of(cause, ranked, prepared)
    doubtful = [m.key for m in messages if m.present and m.present.points > 0 and disputed(best.view, m.key)]
    if not present and doubtful:
        kind: Kind = "possible" if mechanism else "observation"
        reasons = (_mechanism_reason(cause, mechanism), *record_reasons(best.view, doubtful))
        return _finding(cause, kind, best.view, doubtful, missing, reasons, sided)
    if not present:
        wanted = any(cause.id in one.profile.condition.causes for rank in ranked for one in rank.leading)
        if not (wanted and missing and best.points >= 0):
            return None
        return _finding(cause, "not_known", best.view, [], missing, (_mechanism_reason(cause, mechanism),), sided)
    keys = [one.message.key for one in present]
    timing, why = timing_of(cause, keys, case, best.view, prepared)
    likely = best.points >= prepared.numbers["course_rules"]["cause_likely_from"]
    kind = "observation"
    if mechanism and timing is not False:
        kind = "likely" if likely and timing else "possible"
    reasons = (_mechanism_reason(cause, mechanism), *record_reasons(best.view, [*keys, *doubtful]), *why)
    return _finding(cause, kind, best.view, keys, missing, reasons, sided)


def _finding(
    cause: Cause,
    kind: Kind,
    view: View,
    present: list[str],
    missing: tuple[str, ...],
    because: tuple[Reason, ...],
    sided: frozenset[str],
) -> CauseFinding:
    findings = tuple(sorted(present))
    sides = {view.known[one].side for one in findings if one in sided} & {Side.LEFT, Side.RIGHT}
    return CauseFinding(
        cause=cause.id,
        group=cause.group,
        name=cause.name,
        plain=cause.plain,
        kind=kind,
        side=next(iter(sides)) if len(sides) == 1 else Side.BOTH if sides else Side.UNKNOWN,
        findings=findings,
        missing=missing,
        changed_by=cause.changed_by,
        because=because,
    )


def _is_sided(finding: str, prepared: Prepared) -> bool:
    """Whether it was seen on one leg; training and sleep have no side."""
    word = prepared.knowledge.findings.get(finding)
    return finding in prepared.knowledge.tests or (word is not None and word.domain in ("exam", "form"))


def mechanism_of(cause: Cause, ranked: tuple[Ranked, ...], prepared: Prepared) -> tuple[str, ...]:
    """Leading conditions whose tissue the cause loads."""
    tissues = prepared.lists.get("affected_tissue", {})
    loaded = {condition for key in cause.loads for condition in tissues.get(key, ())}
    linked = loaded.union(cause.conditions)
    return tuple(
        sorted(
            {
                one.id
                for rank in ranked
                for one in rank.leading
                if one.id in linked
                or cause.id in one.profile.condition.causes
                or one.profile.condition.tissue in cause.loads
            }
        )
    )


def _mechanism_reason(cause: Cause, mechanism: tuple[str, ...]) -> Reason:
    if not mechanism:
        return house_rule(f"causes/{cause.id}", "Seen, but it is not known to load what is suspected: an observation.")
    return sourced(
        f"causes/{cause.id}",
        cause.mechanism,
        sources=cause.sources,
        facts=mechanism,
        certainty=cause.certainty,
        status=cause.status,
    )


def timing_of(
    cause: Cause, findings: list[str], case: Case, view: View, prepared: Prepared
) -> tuple[bool | None, tuple[Reason, ...]]:
    """Whether the change lies shortly enough before the onset; unknown where nobody said when."""
    limit = cause.timing
    kinds = {kind for finding in findings for kind in change_kinds(finding, prepared)}
    seen = [entry.recorded for one in findings if (entry := view.known.get(one)) and entry.recorded]
    dated = [one.weeks_before_onset for one in seen if one.weeks_before_onset is not None]
    if limit is None or limit.value is None or not (kinds or dated):
        return True, ()
    weeks = [change.weeks_before_onset for change in case.routine.changes if change.what in kinds]
    weeks += dated
    known = [week for week in weeks if week is not None]
    reason = of_fact(f"causes/{cause.id}/timing", limit, findings=findings)
    if any(week <= limit.value for week in known):
        return True, (reason,)
    if known and len(known) == len(weeks):
        return False, (reason, house_rule("causes/timing", "The change lies too long before the onset."))
    return None, (reason, house_rule("causes/timing", "Not known how long before the onset this changed."))


def change_kinds(finding: str, prepared: Prepared) -> frozenset[str]:
    """Kinds of reported change a derived finding is worked out from."""
    kinds: set[str] = set()
    for name, alternatives in prepared.rules:
        if name != finding:
            continue
        for rule in alternatives:
            if rule.path and rule.path.startswith("routine.changes["):
                kinds.add(rule.path.removeprefix("routine.changes[").partition("]")[0])
            for need in needs_of(rule):
                if need != finding:
                    kinds |= change_kinds(need, prepared)
    return frozenset(kinds)
