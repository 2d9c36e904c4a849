"""The knowledge laid out for fast reasoning: profiles with points, sites resolved, rules in order.

Made once per knowledge and kept while the same knowledge is asked again; nothing here depends on a case.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cluster, Condition, Derivation, Feature
from restride.model.words import Weight

#: The scale a shaken weight moves along, one step at a time; it never changes its sign.
SCALE = (Weight.NONE, Weight.WEAK, Weight.MODERATE, Weight.STRONG, Weight.DECISIVE)
#: How many shaken orders are looked at.
SHAKES = 64


class Step(NamedTuple):
    """What one state of a finding says: its points, and the points one class below and above."""

    weight: Weight
    below: float
    points: float
    above: float


class Message(NamedTuple):
    """A feature or cluster of a profile, weighed both ways."""

    key: str
    group: str
    present: Step | None
    absent: Step | None
    feature: Feature | None
    cluster: Cluster | None
    #: One shift (-1, 0, 1) per shaken order.
    shifts: tuple[int, ...]


class Profile(NamedTuple):
    """A condition ready to be weighed."""

    condition: Condition
    #: Site → points where the condition hurts there; neighbours of typical sites are in it too.
    sites: dict[str, float]
    #: Sites it truly names, without neighbours.
    named: frozenset[str]
    explains: frozenset[str]
    unlocal: bool
    prior: float
    messages: tuple[Message, ...]
    #: The same messages by their finding or cluster.
    by_key: dict[str, Message]


class Prepared(NamedTuple):
    """Everything the evaluation asks of the knowledge, ready."""

    knowledge: Knowledge
    profiles: dict[str, Profile]
    #: Site → itself and the closer sites it stands for.
    stands_for: dict[str, frozenset[str]]
    #: Derivations by id, in an order in which each comes after what it needs.
    rules: tuple[tuple[str, tuple[Derivation, ...]], ...]
    #: Derived ids that depend on the complaint.
    complaint_rules: frozenset[str]
    numbers: dict[str, dict[str, float]]
    lists: dict[str, dict[str, tuple[str, ...]]]
    points: dict[Weight, float]
    #: Cause id → its features, weighed like those of a condition.
    causes: dict[str, tuple[Message, ...]]

    def words_of(self, finding: str) -> str:
        """The therapist's words for a finding or a positive test."""
        word = self.knowledge.findings.get(finding)
        if word is not None:
            return word.says
        test = self.knowledge.tests.get(finding)
        return test.name if test is not None else finding


_kept: list[Prepared] = []


def prepare(knowledge: Knowledge) -> Prepared:
    """Lay the knowledge out; the last one is kept."""
    for kept in _kept:
        if kept.knowledge is knowledge:
            return kept
    prepared = _lay_out(knowledge)
    _kept[:] = [prepared]
    return prepared


def _lay_out(knowledge: Knowledge) -> Prepared:
    numbers = {
        name: {key: fact.value for key, fact in table.facts.items() if fact.value is not None}
        for name, table in knowledge.engine.items()
    }
    lists = {name: dict(table.lists) for name, table in knowledge.engine.items()}
    points = points_of(numbers["ranking"])
    profiles = {
        name: _profile(condition, knowledge, numbers["ranking"], points, lists["ranking"])
        for name, condition in sorted(knowledge.conditions.items())
    }
    rules = _ordered_rules(knowledge.derivations)
    return Prepared(
        knowledge=knowledge,
        profiles=profiles,
        stands_for=_stands_for(knowledge),
        rules=rules,
        complaint_rules=_complaint_rules(rules, knowledge),
        numbers=numbers,
        lists=lists,
        points=points,
        causes={
            name: tuple(_feature(name, feature, points) for feature in cause.features)
            for name, cause in sorted(knowledge.causes.items())
        },
    )


def _stands_for(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Each site with the closer ones it stands for; the whole leg stands for every place of the leg."""
    closer = {name: frozenset((name, *site.stands_for)) for name, site in knowledge.sites.items()}
    legs = knowledge.engine["ranking"].lists["leg_regions"]
    leg = frozenset(name for name, site in knowledge.sites.items() if site.region in legs)
    closer["whole_leg"] = closer.get("whole_leg", frozenset()) | leg
    return closer


def points_of(numbers: dict[str, float]) -> dict[Weight, float]:
    """Points of every weight class; «against» mirrors «for»."""
    points = {Weight.NONE: 0.0}
    for weight in SCALE[1:]:
        points[weight] = numbers[weight.value]
        points[Weight(f"against_{weight.value}")] = -numbers[weight.value]
    return points


def _step(weight: Weight, points: dict[Weight, float]) -> Step | None:
    if weight is Weight.NONE:
        return None
    against = weight.value.startswith("against_")
    place = SCALE.index(Weight(weight.value.removeprefix("against_")))
    below, above = SCALE[place - 1], SCALE[min(place + 1, len(SCALE) - 1)]
    sign = -1.0 if against else 1.0
    return Step(weight, sign * points[below], sign * points[SCALE[place]], sign * points[above])


def _profile(
    condition: Condition,
    knowledge: Knowledge,
    numbers: dict[str, float],
    points: dict[Weight, float],
    lists: dict[str, tuple[str, ...]],
) -> Profile:
    sites = _site_points(condition, knowledge, numbers)
    messages = [_feature(condition.id, feature, points) for feature in condition.features]
    messages += [_cluster(condition.id, cluster, points) for cluster in condition.clusters]
    messages.sort(key=lambda message: message.key)
    return Profile(
        condition=condition,
        sites=sites,
        named=frozenset(site.site for site in condition.sites),
        explains=frozenset(condition.explains_sites),
        unlocal=any(site.site in lists["whole_body_sites"] for site in condition.sites),
        prior=numbers[condition.prior.share],
        messages=tuple(messages),
        by_key={message.key: message for message in messages},
    )


def _site_points(condition: Condition, knowledge: Knowledge, numbers: dict[str, float]) -> dict[str, float]:
    sites: dict[str, float] = {}
    for entry in condition.sites:
        own = numbers[f"site_{entry.weight}"]
        sites[entry.site] = max(own, sites.get(entry.site, own))
    for entry in condition.sites:
        site = knowledge.sites.get(entry.site)
        if site is None or entry.weight == "referred":
            continue
        for neighbour in site.neighbours:
            near = numbers[f"site_{entry.weight}"] - numbers["neighbour_loss"]
            sites[neighbour] = max(near, sites.get(neighbour, near))
    return sites


def _feature(condition: str, feature: Feature, points: dict[Weight, float]) -> Message:
    return Message(
        key=feature.finding,
        group=feature.group or feature.finding,
        present=_step(feature.present, points),
        absent=_step(feature.absent, points),
        feature=feature,
        cluster=None,
        shifts=_shifts(condition, feature.finding),
    )


def _cluster(condition: str, cluster: Cluster, points: dict[Weight, float]) -> Message:
    return Message(
        key=f"cluster:{cluster.id}",
        group=f"cluster:{cluster.id}",
        present=_step(cluster.weight, points),
        absent=_step(cluster.absent, points),
        feature=None,
        cluster=cluster,
        shifts=_shifts(condition, cluster.id),
    )


def _shifts(condition: str, message: str) -> tuple[int, ...]:
    """One shift per shaken order, from a counter-based hash: the same for every case and machine."""
    noise = hashlib.blake2b(f"{condition}/{message}".encode(), digest_size=SHAKES).digest()
    return tuple(-1 if byte < 85 else 1 if byte >= 171 else 0 for byte in noise)


def _ordered_rules(derivations: tuple[Derivation, ...]) -> tuple[tuple[str, tuple[Derivation, ...]], ...]:
    by_id: dict[str, list[Derivation]] = {}
    for rule in derivations:
        by_id.setdefault(rule.id, []).append(rule)
    ordered: dict[str, tuple[Derivation, ...]] = {}
    open_ids: set[str] = set()

    def place(name: str) -> None:
        if name in ordered or name in open_ids or name not in by_id:
            return
        open_ids.add(name)
        for need in sorted({need for rule in by_id[name] for need in needs_of(rule)}):
            place(need)
        ordered[name] = tuple(by_id[name])

    for name in sorted(by_id):
        place(name)
    return tuple(ordered.items())


def needs_of(rule: Derivation) -> tuple[str, ...]:
    """Findings a derivation reads."""
    return (*rule.all_of, *rule.any_of, *rule.none_of, *rule.unless)


_OF_THE_RUNNER = {"history", "medicine", "bone_energy", "wellbeing"}


def _complaint_rules(rules: tuple[tuple[str, tuple[Derivation, ...]], ...], knowledge: Knowledge) -> frozenset[str]:
    names = {name for name, _ in rules}
    found: set[str] = set()
    for name, alternatives in rules:
        for rule in alternatives:
            own = bool(rule.sites) or (rule.path or "").startswith("complaint")
            if own or any(_of_complaint(need, names, found, knowledge) for need in needs_of(rule)):
                found.add(name)
    return frozenset(found)


def _of_complaint(need: str, derived: set[str], found: set[str], knowledge: Knowledge) -> bool:
    if need in derived:
        return need in found
    word = knowledge.findings.get(need)
    return word is None or word.domain not in _OF_THE_RUNNER
