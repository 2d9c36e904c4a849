"""Weigh every condition against one complaint: site, weak prior, and messages by correlation group.

Within a group the strongest message counts whole and its echoes little; groups add. Unknown findings add
nothing. The sum orders hypotheses; it is never shown, and no likelihood ratio is ever multiplied.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.evaluation.prepared import Message, Prepared, Profile, Step
from restride.evaluation.view import View
from restride.knowledge.schema import Cluster
from restride.model.case import Runner
from restride.model.words import State


class Heard(NamedTuple):
    """A message whose finding is known."""

    message: Message
    state: State
    step: Step


class Weighed(NamedTuple):
    """A condition weighed for one complaint."""

    profile: Profile
    heard: tuple[Heard, ...]
    #: Points of the findings alone.
    evidence: float
    #: Points of site and prior.
    context: float
    #: Whether the condition hurts where the complaint is; a neighbouring site is not enough.
    here: bool
    #: Different messages that speak for it.
    groups_for: int

    @property
    def total(self) -> float:
        """What orders the hypotheses."""
        return self.evidence + self.context

    @property
    def id(self) -> str:
        """The condition's id."""
        return self.profile.condition.id


def weigh_all(view: View, runner: Runner, prepared: Prepared) -> list[Weighed]:
    """Every condition weighed, first the one best supported; ties in order of their ids."""
    weighed = [weigh(profile, view, runner, prepared) for profile in prepared.profiles.values()]
    weighed.sort(key=lambda one: (-round(one.total, 6), one.id))
    return weighed


def weigh(profile: Profile, view: View, runner: Runner, prepared: Prepared) -> Weighed:
    """Weigh one condition against one view."""
    numbers = prepared.numbers["ranking"]
    heard = hear(profile.messages, view)
    evidence, groups_for = add_up(heard, numbers["echo"])
    site, here = site_points(profile, view, numbers)
    context = site + prior_points(profile, runner, numbers)
    return Weighed(profile, heard, evidence, context, here, groups_for)


def hear(messages: tuple[Message, ...], view: View) -> tuple[Heard, ...]:
    """The messages whose finding is known and says something in that state."""
    heard = []
    for message in messages:
        cluster = message.cluster
        state = view.state(message.key) if cluster is None else cluster_state(cluster, view)
        if state is State.UNKNOWN:
            continue
        step = message.present if state is State.PRESENT else message.absent
        if step is not None:
            heard.append(Heard(message, state, step))
    return tuple(heard)


def cluster_state(cluster: Cluster, view: View) -> State:
    """Present with enough of its findings, absent when they can no longer be reached."""
    present = sum(view.present(finding) for finding in cluster.findings)
    if present >= cluster.at_least:
        return State.PRESENT
    absent = sum(view.absent(finding) for finding in cluster.findings)
    return State.ABSENT if len(cluster.findings) - absent < cluster.at_least else State.UNKNOWN


def add_up(heard: tuple[Heard, ...], echo: float) -> tuple[float, int]:
    """Points of all groups, and how many groups speak for the hypothesis."""
    groups: dict[str, list[float]] = {}
    members: dict[str, float] = {}
    clusters = []
    for one in heard:
        if one.message.cluster is not None:
            clusters.append(one)
            continue
        groups.setdefault(one.message.group, []).append(one.step.points)
        members[one.message.key] = one.step.points
    total = sum(group_points(points, echo) for points in groups.values())
    groups_for = sum(1 for points in groups.values() if max(points) > 0)
    for one in clusters:
        total += beyond_members(one.step.points, one.message.cluster, members)
        groups_for += one.step.points > 0
    return total, groups_for


def group_points(points: list[float], echo: float) -> float:
    """The strongest for and the strongest against count whole, the others as echoes."""
    if len(points) == 1:
        return points[0]
    most, least = max(0.0, max(points)), min(0.0, min(points))
    speaking_for = sum(value for value in points if value > 0)
    speaking_against = sum(value for value in points if value < 0)
    return most + echo * (speaking_for - most) + least + echo * (speaking_against - least)


def beyond_members(points: float, cluster: Cluster | None, members: dict[str, float]) -> float:
    """A cluster adds only what exceeds its strongest finding, which was counted already."""
    counted = [members.get(finding, 0.0) for finding in cluster.findings] if cluster else []
    if points >= 0:
        return max(0.0, points - max([0.0, *counted]))
    return min(0.0, points - min([0.0, *counted]))


def site_points(profile: Profile, view: View, numbers: dict[str, float]) -> tuple[float, bool]:
    """Points of where it hurts, and whether the condition names that place."""
    here = not profile.named.isdisjoint(view.whole)
    main = _best(profile, view.places, view.site, numbers)
    also = _best(profile, view.also_places, None, numbers)
    fits = [
        points for points in (main, also - numbers["also_loss"] if also is not None else None) if points is not None
    ]
    if fits:
        points = max(fits)
    elif profile.unlocal:
        points = numbers["site_unlocal"]
    else:
        points = numbers["site_elsewhere"]
    for place in view.also:
        if profile.unlocal or place in profile.named or place in profile.explains:
            points += numbers["also_bonus"] if not profile.unlocal else 0.0
        elif place not in profile.sites:
            points -= numbers["also_unexplained"]
    return points, here or (profile.unlocal and bool(fits))


def _best(profile: Profile, places: frozenset[str], site: str | None, numbers: dict[str, float]) -> float | None:
    found = [
        profile.sites[place] - (numbers["vague_loss"] if site is not None and place != site else 0.0)
        for place in places
        if place in profile.sites
    ]
    return max(found) if found else None


def prior_points(profile: Profile, runner: Runner, numbers: dict[str, float]) -> float:
    """How common it is in injured runners of this age and sex; weak on purpose.

    Without an age a condition of children alone is not assumed; its warning questions are asked all the same.
    """
    prior = profile.condition.prior
    points = profile.prior
    band = (runner.age_years, runner.age_years) if runner.age_years is not None else runner.age_band_years
    limited = prior.age_low_years is not None or prior.age_high_years is not None
    if band is None and prior.age_high_years is not None and prior.age_high_years < numbers["grown_up_from"]:
        points -= numbers["age_outside"]
    if limited and band is not None:
        too_young = prior.age_low_years is not None and band[1] < prior.age_low_years
        too_old = prior.age_high_years is not None and band[0] > prior.age_high_years
        points += -numbers["age_outside"] if too_young or too_old else numbers["age_inside"]
    if prior.more_in is not None and runner.sex == prior.more_in:
        points += numbers["sex_match"]
    return points
