"""What to do: treat, treat and watch, refer, or say that too little is known."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from restride.evaluation.dangers import only_dangerous
from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Prepared
from restride.evaluation.ranking import Weighed
from restride.evaluation.reasons import from_fact, house_rule, sourced
from restride.model.case import Case
from restride.model.decision import Reason
from restride.model.evaluation import ComplaintPicture, Course, Danger, OpenFlag, Triage
from restride.model.words import Answer, State, Urgency

Choice = Literal["treat", "treat_and_watch", "refer", "not_enough_information", "out_of_scope"]
_SUPPORTED = ("possible", "well_supported")


class Cause(NamedTuple):
    """Why somebody else must see the runner."""

    urgency: Urgency
    whom: str
    imaging: str | None
    reason: Reason


def course_of(
    case: Case,
    triage: Triage,
    ranked: tuple[Ranked, ...],
    pictures: tuple[ComplaintPicture, ...],
    dangers: tuple[Danger, ...],
    prepared: Prepared,
) -> Course:
    """The course of action for the whole case."""
    standing = [one for one in triage.flags if one.cleared_on is None and one.answer != "unknown_counts_as_open"]
    causes = [*_flag_causes(standing, dangers), *_leader_causes(ranked, dangers, prepared)]
    causes = [one for one in causes if one.urgency.rank >= Urgency.SOON.rank]
    course = _refer(causes, ranked, dangers) if causes else _stay(case, ranked, pictures, dangers, prepared)
    if triage.urgency.rank > course.urgency.rank:
        parts: dict[str, Any] = {name: getattr(course, name) for name in course.__struct_fields__}
        return Course(**parts | {"urgency": triage.urgency})
    return course


def _stay(
    case: Case,
    ranked: tuple[Ranked, ...],
    pictures: tuple[ComplaintPicture, ...],
    dangers: tuple[Danger, ...],
    prepared: Prepared,
) -> Course:
    """The course where nobody else must see the runner."""
    if _younger_than("child_from", case, prepared):
        says = "Too young for what is known here; a clinician for children decides."
        return _simple("out_of_scope", says, prepared, None, watch=_watch_for(dangers))
    if case.purpose == "prevention" or not case.complaints:
        return _simple(
            "treat", "No complaint; a prevention plan can be made from the weaknesses found.", prepared, "review_low"
        )
    if not any(one.here for rank in ranked for one in rank.order):
        return _simple(
            "out_of_scope",
            "No condition of the library belongs to this place; another profession decides.",
            prepared,
            None,
        )
    if _too_little(ranked, prepared):
        says = "Too little is known beyond the place; ask and examine first."
        return _simple("not_enough_information", says, prepared, None, watch=_watch_for(dangers))
    return _treat(case, ranked, pictures, dangers, prepared)


def _flag_causes(standing: list[OpenFlag], dangers: tuple[Danger, ...]) -> list[Cause]:
    imaging = {danger.condition: danger.imaging for danger in dangers if danger.state == "open"}
    return [Cause(flag.urgency, flag.whom_to_see, imaging.get(flag.flag), flag.because[0]) for flag in standing]


def _leader_causes(ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], prepared: Prepared) -> list[Cause]:
    """Leading hypotheses that another profession must see, released ones aside."""
    released = {(one.condition, one.complaint) for one in dangers if one.state == "answered" and one.released_by}
    found = []
    for rank in ranked:
        grave = only_dangerous(rank)
        for place, one in enumerate(rank.leading):
            condition = one.profile.condition
            supported = rank.levels[one.id] in _SUPPORTED or (grave and place == 0)
            if (condition.id, rank.view.complaint) in released or not supported:
                continue
            if place and not (condition.urgency.locks_plan and rank.levels[one.id] == "well_supported"):
                continue
            whom = (
                condition.must_not_miss.whom_to_see if condition.must_not_miss else _whom(condition.urgency, prepared)
            )
            where = "leads" if place == 0 else "cannot be told apart from the first"
            says = f"{condition.name} {where} and must be seen by another profession."
            findings = [heard.message.key.removeprefix("cluster:") for heard in one.heard]
            reason = sourced(f"conditions/{condition.id}", says, findings=findings, status=condition.status)
            found.append(Cause(condition.urgency, whom, condition.imaging, reason))
    return found


def _whom(urgency: Urgency, prepared: Prepared) -> str:
    return prepared.lists["triage"][f"whom_{urgency.value.lower()}"][0]


def _refer(causes: list[Cause], ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...]) -> Course:
    causes = sorted(causes, key=lambda one: (-one.urgency.rank, one.reason.rule))
    first = causes[0]
    imaging = tuple(dict.fromkeys(one.imaging for one in causes if one.imaging))
    recovery, weeks = _recovery(ranked)
    return Course(
        decision="refer",
        urgency=first.urgency,
        whom_to_see=first.whom,
        imaging=imaging,
        watch_for=_watch_for(dangers),
        review_in_weeks=None,
        recovery=recovery,
        recovery_weeks=weeks,
        says=f"Refer, {first.urgency.value.replace('_', ' ').lower()}: {first.whom}",
        because=tuple(dict.fromkeys(one.reason for one in causes)),
    )


def _too_little(ranked: tuple[Ranked, ...], prepared: Prepared) -> bool:
    needed = prepared.numbers["course_rules"]["findings_needed"]
    for rank in ranked:
        if not rank.order:
            continue
        first = rank.order[0]
        if rank.levels[first.id] in _SUPPORTED or len(_own_findings(first, rank)) >= needed:
            return False
    return True


def _own_findings(first: Weighed, rank: Ranked) -> list[str]:
    return [
        heard.message.key
        for heard in first.heard
        if heard.state is not State.UNKNOWN and rank.view.complaint is not None
    ]


def _treat(
    case: Case,
    ranked: tuple[Ranked, ...],
    pictures: tuple[ComplaintPicture, ...],
    dangers: tuple[Danger, ...],
    prepared: Prepared,
) -> Course:
    """Treat, or treat and watch where something could still change the course."""
    knowledge = prepared.knowledge
    open_questions = [one for one in dangers if one.state == "needs_answers" and one.urgency.locks_plan]
    unclear = [
        rank for rank in ranked if rank.close or (rank.order and rank.levels[rank.order[0].id] != "well_supported")
    ]
    young = _needs_guardian(case, prepared)
    high = any(picture.state.irritability.level == "high" for picture in pictures)
    reasons: list[Reason] = []
    if open_questions:
        names = ", ".join(sorted({one.name for one in open_questions}))
        reasons.append(house_rule("course/open_questions", f"Not answered yet: {names}."))
    if unclear:
        reasons.append(house_rule("course/unclear", "The leading hypothesis is not settled; look again early."))
    if young:
        reasons.append(from_fact(knowledge, "course_rules", "adult_from"))
    watch = bool(reasons)
    limit = "review_watch" if watch or high else "review_low"
    recovery, weeks = _recovery(ranked)
    says = "Treat, and watch what would change our mind." if watch else "Treat here."
    return Course(
        decision="treat_and_watch" if watch else "treat",
        urgency=Urgency.NONE,
        whom_to_see=None,
        imaging=(),
        watch_for=_watch_for(dangers),
        review_in_weeks=prepared.numbers["course_rules"][limit],
        recovery=recovery,
        recovery_weeks=weeks,
        says=says,
        because=(*reasons, from_fact(knowledge, "course_rules", limit)),
    )


def _needs_guardian(case: Case, prepared: Prepared) -> bool:
    young = _younger_than("adult_from", case, prepared)
    return young and case.history.features.get("under_guardian") is not Answer.YES


def _younger_than(limit: str, case: Case, prepared: Prepared) -> bool:
    """Whether a runner is, or may be, younger than a limit of the course."""
    age = case.runner.age_years
    if age is None and case.runner.age_band_years is not None:
        age = case.runner.age_band_years[0]
    return age is not None and age < prepared.numbers["course_rules"][limit]


def _simple(
    decision: Choice, says: str, prepared: Prepared, review: str | None, *, watch: tuple[str, ...] = ()
) -> Course:
    return Course(
        decision=decision,
        urgency=Urgency.NONE,
        whom_to_see=None,
        imaging=(),
        watch_for=watch,
        review_in_weeks=prepared.numbers["course_rules"][review] if review else None,
        recovery=None,
        recovery_weeks=None,
        says=says,
        because=(house_rule(f"course/{decision}", says),),
    )


def _watch_for(dangers: tuple[Danger, ...]) -> tuple[str, ...]:
    """Dangers that stand or are not answered, by name."""
    return tuple(dict.fromkeys(danger.name for danger in dangers if danger.state != "answered"))


def _recovery(ranked: tuple[Ranked, ...]) -> tuple[str | None, tuple[float, float] | None]:
    """The range of the first supported hypothesis, as its source gives it."""
    for rank in ranked:
        for first in rank.order[:1]:
            if rank.levels[first.id] not in _SUPPORTED:
                continue
            recovery = first.profile.condition.recovery
            fact = recovery.weeks
            if fact is None:
                return recovery.says, None
            low = fact.low if fact.low is not None else fact.value
            high = fact.high if fact.high is not None else fact.value
            known = [one for one in (low, high) if one is not None]
            return recovery.says, (min(known), max(known)) if known else None
    return None, None
