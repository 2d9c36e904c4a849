"""What must not be missed: each danger's own trigger and release, whatever leads the ranking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from restride.evaluation.hypotheses import Ranked, supports_nothing
from restride.evaluation.prepared import Prepared, Profile
from restride.evaluation.reasons import house_rule, sourced
from restride.evaluation.view import View
from restride.knowledge.schema import Condition, MustNotMiss, RedFlag, Trigger
from restride.model.case import Case, Clearance
from restride.model.decision import Reason
from restride.model.evaluation import Danger
from restride.model.words import Tissue, Urgency

BONE = (Tissue.BONE_HIGH, Tissue.BONE_LOW)


class Reading(NamedTuple):
    """One trigger against one view."""

    trigger: Trigger
    state: Literal["holds", "undecided", "does_not_hold"]
    alarmed: tuple[str, ...]
    missing: tuple[str, ...]
    #: How many more findings would make it hold.
    needed: int


def find_dangers(
    ranked: tuple[Ranked, ...], case: Case, open_flags: Iterable[RedFlag], prepared: Prepared, today: date
) -> tuple[Danger, ...]:
    """Every danger of every complaint, the open and the most urgent first."""
    flags = tuple(open_flags)
    found: dict[tuple[str, int | None], Danger] = {}
    for one in ranked:
        for profile in prepared.profiles.values():
            danger = _danger(profile, one, case, flags, prepared, today)
            if danger is None:
                continue
            key = (danger.condition, danger.complaint)
            before = found.get(key)
            if before is None or _order(danger) < _order(before):
                found[key] = danger
    return tuple(sorted(found.values(), key=_order))


def _order(danger: Danger) -> tuple[object, ...]:
    states = ("open", "needs_answers", "answered")
    complaint = -1 if danger.complaint is None else danger.complaint
    return (states.index(danger.state), -danger.urgency.rank, danger.condition, complaint)


def _danger(
    profile: Profile, ranked: Ranked, case: Case, flags: tuple[RedFlag, ...], prepared: Prepared, today: date
) -> Danger | None:
    condition, view = profile.condition, ranked.view
    watch = condition.must_not_miss
    if watch is None:
        return None
    readings = [read_trigger(trigger, view) for trigger in watch.triggers if in_place(trigger, profile, view, prepared)]
    raising = [flag for flag in flags if condition.id in flag.opens and hurts_here(profile, view, prepared)]
    held = [reading for reading in readings if reading.state == "holds"]
    released = releases(watch, profile, view, prepared)
    clearance = valid_clearance(condition.id, case, today)
    about = None if "whole_body" in profile.named else view.complaint
    if held or raising:
        state: Literal["open", "needs_answers", "answered"] = "answered" if released or clearance else "open"
        levels = [reading.trigger.urgency or condition.urgency for reading in held]
        urgency = _gravest([*levels, *(flag.urgency for flag in raising)])
    else:
        undecided = [reading for reading in readings if reading.state == "undecided"]
        urgency = _gravest([reading.trigger.urgency or condition.urgency for reading in undecided])
        if urgency is Urgency.NONE or not _worth_asking(undecided, profile, view, prepared):
            return None
        state = "answered" if released or clearance else "needs_answers"
    missing = {one for reading in readings if reading.state == "undecided" for one in reading.missing}
    return Danger(
        condition=condition.id,
        name=condition.name,
        complaint=about,
        state=state,
        urgency=urgency,
        whom_to_see=watch.whom_to_see,
        imaging=watch.imaging or condition.imaging,
        raised_by=tuple(
            sorted({*(one for reading in held for one in reading.alarmed), *(flag.id for flag in raising)})
        ),
        released_by=tuple(sorted([*released, *([f"clearance by {clearance.by}"] if clearance else [])])),
        missing=tuple(sorted(missing)),
        because=_because(condition, watch, held, raising, released, clearance),
    )


def _gravest(levels: list[Urgency]) -> Urgency:
    return max(levels, key=lambda level: level.rank, default=Urgency.NONE)


def _worth_asking(undecided: list[Reading], profile: Profile, view: View, prepared: Prepared) -> bool:
    """Where nothing raises it yet: asked where the place is typical, or where part of a trigger is there."""
    typical = {site.site for site in profile.condition.sites if site.weight == "typical"}
    ordinary = supports_nothing(prepared)
    return any(set(reading.alarmed) - ordinary or not typical.isdisjoint(view.whole) for reading in undecided)


def read_trigger(trigger: Trigger, view: View) -> Reading:
    """Whether the trigger holds, cannot hold, or waits for answers. Any yes counts, contradicted or not."""
    alarmed = [one for one in (*trigger.all_of, *trigger.any_of) if view.alarms(one)]
    missing_all = [one for one in trigger.all_of if not view.alarms(one) and not view.absent(one)]
    missing_any = [one for one in trigger.any_of if not view.alarms(one) and not view.absent(one)]
    wanted = trigger.at_least if trigger.any_of else 0
    short = max(0, wanted - sum(view.alarms(one) for one in trigger.any_of))
    impossible = any(view.absent(one) for one in trigger.all_of) or short > len(missing_any)
    needed = len(missing_all) + short
    state: Literal["holds", "undecided", "does_not_hold"] = (
        "does_not_hold" if impossible else "undecided" if needed else "holds"
    )
    missing = missing_all + (missing_any if short else [])
    return Reading(trigger, state, tuple(sorted(alarmed)), tuple(sorted(missing)), needed)


def in_place(trigger: Trigger, profile: Profile, view: View, prepared: Prepared) -> bool:
    """Whether the trigger is meant for this complaint."""
    if trigger.sites:
        return not view.whole.isdisjoint(trigger.sites)
    return hurts_here(profile, view, prepared) or not profile.explains.isdisjoint(view.whole)


def hurts_here(profile: Profile, view: View, prepared: Prepared) -> bool:
    """Whether the condition names the place of the complaint, or the whole leg or body it belongs to."""
    if "whole_body" in profile.named or not profile.named.isdisjoint(view.whole):
        return True
    return "whole_leg" in profile.named and not prepared.stands_for["whole_leg"].isdisjoint(view.whole)


def releases(watch: MustNotMiss, profile: Profile, view: View, prepared: Prepared) -> tuple[str, ...]:
    """Findings that release the concern; what never releases it does not, nor a picture of another place."""
    return tuple(
        release.finding
        for release in watch.releases
        if release.finding not in watch.never_released_by
        and (view.present(release.finding) if release.state == "present" else view.absent(release.finding))
        and _pictured(release.finding, profile, view, prepared)
    )


def _pictured(report: str, profile: Profile, view: View, prepared: Prepared) -> bool:
    """Whether a picture or letter shows where this condition sits.

    Where its place was said, it must be a typical one of the condition: a thigh does not show the femoral neck.
    Where not, it is the place of the complaint, and the pain must not only be referred there.
    """
    if report not in prepared.lists["typed_answers"]["reports_of_a_place"]:
        return True
    sites = profile.condition.sites
    typical = {site.site for site in sites if site.weight == "typical"}
    shown = view.sites_of(report)
    if shown and typical:
        return not shown.isdisjoint(typical)
    referred = {site.site for site in sites if site.weight == "referred"}
    return not view.places <= referred


def valid_clearance(flag: str, case: Case, today: date) -> Clearance | None:
    """The latest clearance by name that is not dated in the future."""
    valid = [one for one in case.clearances if one.flag == flag and one.by.strip() and one.on <= today]
    return max(valid, key=lambda one: (one.on, one.by), default=None)


def _because(
    condition: Condition,
    watch: MustNotMiss,
    held: list[Reading],
    raising: list[RedFlag],
    released: tuple[str, ...],
    clearance: Clearance | None,
) -> tuple[Reason, ...]:
    rule = f"conditions/{condition.id}"
    reasons = [
        sourced(
            rule,
            reading.trigger.says,
            findings=reading.alarmed,
            sources=reading.trigger.sources,
            status=condition.status,
        )
        for reading in held
    ]
    reasons += [
        sourced(
            f"red_flags/{flag.id}",
            f"A warning question stands open: {flag.screens_for}.",
            sources=flag.sources,
            status=flag.status,
        )
        for flag in raising
    ]
    reasons += [
        sourced(rule, release.says, findings=[release.finding], sources=release.sources, status=condition.status)
        for release in watch.releases
        if release.finding in released
    ]
    if clearance is not None:
        reasons.append(house_rule("triage/clearance", f"Cleared by {clearance.by} on {clearance.on.isoformat()}."))
    if not reasons:
        reasons.append(
            house_rule(
                "dangers/not_answered",
                f"{condition.name} can start at this place, and the questions that would tell are not answered.",
            )
        )
    return tuple(reasons)


def is_bone_stress(condition: Condition) -> bool:
    """A bone condition that another profession must see."""
    return condition.tissue in BONE and condition.urgency.rank >= Urgency.SOON.rank


def only_dangerous(ranked: Ranked) -> bool:
    """Whether every condition of the place is dangerous (the chest); little support is no comfort there."""
    here = [one.profile.condition.urgency for one in ranked.order if one.here]
    return bool(here) and all(urgency.locks_plan for urgency in here)


def bone_possible(ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], prepared: Prepared) -> tuple[str, ...]:
    """Bone stress injuries that are possible at this moment; while there is one, impact is locked."""
    released = {(one.condition, one.complaint) for one in dangers if one.state == "answered" and one.released_by}
    possible = {one.condition for one in dangers if one.state == "open" and _is_bone(one.condition, prepared)}
    for one in ranked:
        asked = {
            danger.condition
            for danger in dangers
            if danger.complaint == one.view.complaint and danger.state == "needs_answers"
        }
        for weighed in one.every.values():
            condition = weighed.profile.condition
            if not is_bone_stress(condition) or (condition.id, one.view.complaint) in released:
                continue
            level = one.levels[condition.id]
            named = weighed in one.order and (level == "well_supported" or (level == "possible" and weighed.here))
            if (
                named
                or weighed in one.order[:1]
                or (condition.id in asked and level != "spoken_against" and weighed.here)
            ):
                possible.add(condition.id)
    return tuple(sorted(possible))


def _is_bone(condition: str, prepared: Prepared) -> bool:
    return is_bone_stress(prepared.profiles[condition].condition)
