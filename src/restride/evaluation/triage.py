"""Red flags, urgency and locks. Flags only raise urgency; what nobody asked is unknown, never «no».

Urgency comes from what is known. An emergency question nobody asked counts as open in another way: it
stands in ``ask_first``, and until it is answered a plan may be proposed but not signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from restride.evaluation.dangers import bone_possible, is_bone_stress, only_dangerous, valid_clearance
from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Prepared
from restride.evaluation.reasons import house_rule, sourced
from restride.evaluation.view import View
from restride.knowledge.schema import RedFlag
from restride.model.case import Case
from restride.model.decision import Reason
from restride.model.evaluation import Danger, OpenFlag, Triage
from restride.model.words import Answer, Urgency

FlagAnswer = Literal["yes", "unknown_counts_as_open", "derived", "danger"]


def applies(flag: RedFlag, case: Case, views: Iterable[View]) -> bool:
    """Whether the question is asked of this runner; an unknown age, sex or site does not exempt."""
    runner = case.runner
    band = (runner.age_years, runner.age_years) if runner.age_years is not None else runner.age_band_years
    if band is not None:
        if flag.age_below_years is not None and band[0] >= flag.age_below_years:
            return False
        if flag.age_above_years is not None and band[1] < flag.age_above_years:
            return False
    if flag.sex is not None and runner.sex is not None and runner.sex != flag.sex:
        return False
    return not flag.sites or any(not view.whole.isdisjoint(flag.sites) for view in views)


def implied(flag: RedFlag, views: Iterable[View]) -> tuple[str, ...]:
    """Findings that answer the question with yes."""
    return tuple(
        sorted(
            {
                finding
                for view in views
                if not flag.sites or not view.whole.isdisjoint(flag.sites)
                for finding in flag.implied_by
                if view.alarms(finding)
            }
        )
    )


def answer_of(flag: RedFlag, case: Case, views: tuple[View, ...]) -> FlagAnswer | None:
    """How the flag stands open; None where it is answered no, does not apply, or was not asked."""
    if case.red_flags.get(flag.id) is Answer.YES:
        return "yes"
    if applies(flag, case, views):
        if implied(flag, views):
            return "derived"
        if flag.unknown_is_open and case.red_flags.get(flag.id, Answer.NOT_ASKED) is Answer.NOT_ASKED:
            return "unknown_counts_as_open"
    return None


def open_by_findings(case: Case, views: tuple[View, ...], prepared: Prepared, today: date) -> tuple[RedFlag, ...]:
    """Flags open by an answer or a finding and not cleared."""
    return tuple(
        flag
        for _, flag in sorted(prepared.knowledge.red_flags.items())
        if answer_of(flag, case, views) in ("yes", "derived") and valid_clearance(flag.id, case, today) is None
    )


def triage(
    case: Case, ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], prepared: Prepared, today: date
) -> Triage:
    """Urgency with its reasons, what must still be asked, and what is locked."""
    views = tuple(one.view for one in ranked)
    flags = [*_question_flags(case, views, prepared, today), *_danger_flags(case, dangers, prepared, today)]
    flags.sort(
        key=lambda flag: (
            flag.cleared_on is not None,
            flag.answer == "unknown_counts_as_open",
            -flag.urgency.rank,
            flag.flag,
        )
    )
    standing = [flag for flag in flags if flag.cleared_on is None and flag.answer != "unknown_counts_as_open"]
    urgency = max((flag.urgency for flag in standing), key=lambda level: level.rank, default=Urgency.NONE)
    ask_first = tuple(
        flag.flag for flag in flags if flag.cleared_on is None and flag.answer == "unknown_counts_as_open"
    )
    locking = [flag.flag for flag in standing if flag.urgency.locks_plan]
    leading = _dangerous_leaders(ranked, dangers, case, today)
    bones = bone_possible(ranked, dangers, prepared)
    by_flag = set(prepared.lists["triage"]["impact_locked_by_flags"]).intersection(flag.flag for flag in standing)
    return Triage(
        urgency=urgency,
        flags=tuple(flags),
        not_asked=_not_asked(case, views, prepared),
        ask_first=ask_first,
        plan_locked=bool(locking or leading),
        signing_locked=bool(locking or leading or ask_first),
        impact_locked=bool(bones or by_flag),
        because=_because(urgency, locking, leading, (*bones, *sorted(by_flag)), ask_first),
    )


def _question_flags(case: Case, views: tuple[View, ...], prepared: Prepared, today: date) -> list[OpenFlag]:
    found = []
    for flag in prepared.knowledge.red_flags.values():
        answer = answer_of(flag, case, views)
        if answer is None:
            continue
        clearance = valid_clearance(flag.id, case, today)
        found.append(
            OpenFlag(
                flag=flag.id,
                urgency=flag.urgency,
                answer=answer,
                says=flag.screens_for,
                action=flag.action,
                plain_action=flag.plain_action,
                whom_to_see=flag.whom_to_see,
                opens=flag.opens,
                cleared_by=clearance.by if clearance else None,
                cleared_on=clearance.on if clearance else None,
                because=(_why_open(flag, answer, implied(flag, views)),),
            )
        )
    return found


def _why_open(flag: RedFlag, answer: FlagAnswer, findings: tuple[str, ...]) -> Reason:
    rule = f"red_flags/{flag.id}"
    if answer == "yes":
        return sourced(rule, f"Answered yes: {flag.question}", sources=flag.sources, status=flag.status)
    if answer == "derived":
        return sourced(
            rule,
            f"Follows from other answers: {flag.screens_for}.",
            findings=findings,
            sources=flag.sources,
            status=flag.status,
        )
    return house_rule(rule, f"Not asked yet, and an emergency question is never taken as no: {flag.question}")


def _danger_flags(case: Case, dangers: tuple[Danger, ...], prepared: Prepared, today: date) -> list[OpenFlag]:
    """Open dangers, one flag per condition; a clearance by the condition's id clears it."""
    found: dict[str, OpenFlag] = {}
    words = prepared.lists["triage"]
    for danger in dangers:
        cleared = valid_clearance(danger.condition, case, today)
        if danger.state == "needs_answers" or (
            danger.state == "answered" and (cleared is None or not danger.raised_by)
        ):
            continue
        before = found.get(danger.condition)
        if before is not None and before.urgency.rank >= danger.urgency.rank:
            continue
        level = danger.urgency.value.lower()
        found[danger.condition] = OpenFlag(
            flag=danger.condition,
            urgency=danger.urgency,
            answer="danger",
            says=danger.name,
            action=words[f"meaning_{level}"][0],
            plain_action=words[f"plain_{level}"][0],
            whom_to_see=danger.whom_to_see,
            opens=(danger.condition,),
            cleared_by=cleared.by if cleared else None,
            cleared_on=cleared.on if cleared else None,
            because=danger.because,
        )
    return list(found.values())


def _not_asked(case: Case, views: tuple[View, ...], prepared: Prepared) -> tuple[str, ...]:
    unasked = [
        flag
        for flag in prepared.knowledge.red_flags.values()
        if case.red_flags.get(flag.id, Answer.NOT_ASKED) is Answer.NOT_ASKED
        and applies(flag, case, views)
        and not implied(flag, views)
    ]
    unasked.sort(key=lambda flag: (-flag.urgency.rank, flag.id))
    return tuple(flag.id for flag in unasked)


def _dangerous_leaders(
    ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], case: Case, today: date
) -> tuple[str, ...]:
    """First hypotheses that lock a plan by what they are, unless released."""
    released = {(one.condition, one.complaint) for one in dangers if one.state == "answered" and one.released_by}
    found = set()
    for one in ranked:
        for first in one.order[:1]:
            condition = first.profile.condition
            locks = condition.urgency.locks_plan or is_bone_stress(condition)
            supported = one.levels[condition.id] in ("possible", "well_supported") or only_dangerous(one)
            of_it = {(condition.id, one.view.complaint), (condition.id, None)}
            cleared = bool(of_it & released) or valid_clearance(condition.id, case, today) is not None
            if locks and supported and not cleared:
                found.add(condition.id)
    return tuple(sorted(found))


def _because(
    urgency: Urgency, locking: list[str], leading: tuple[str, ...], bones: tuple[str, ...], ask_first: tuple[str, ...]
) -> tuple[Reason, ...]:
    reasons = [
        house_rule(
            "triage/urgency", f"{urgency.value}: the most urgent of what stands open and is known.", facts=("triage",)
        )
    ]
    if locking:
        reasons.append(
            house_rule(
                "triage/plan_locked", f"No plan until cleared by name and date: {', '.join(sorted(set(locking)))}."
            )
        )
    if leading:
        reasons.append(
            house_rule("triage/plan_locked", f"No plan while this leads and is not released: {', '.join(leading)}.")
        )
    if bones:
        reasons.append(
            house_rule(
                "triage/impact_locked",
                f"No hop, jump or run test while these are possible: {', '.join(dict.fromkeys(bones))}.",
            )
        )
    if ask_first:
        reasons.append(house_rule("triage/ask_first", f"Ask before anything is signed: {', '.join(ask_first)}."))
    return tuple(reasons)
