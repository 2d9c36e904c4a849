"""Working hypotheses of one complaint: order, level, messages, and what cannot be told apart yet."""

from __future__ import annotations

from typing import Literal, NamedTuple

from restride.evaluation.prepared import Message as Weighing
from restride.evaluation.prepared import Prepared, Step
from restride.evaluation.ranking import Heard, Weighed, weigh_all
from restride.evaluation.reasons import cites, house_rule, sourced
from restride.evaluation.shaking import shares_of_first
from restride.evaluation.view import View
from restride.model.case import Runner
from restride.model.decision import Reason
from restride.model.evaluation import Hypothesis, Message
from restride.model.words import State

Level = Literal["well_supported", "possible", "little_support", "spoken_against"]


class Ranked(NamedTuple):
    """The order of one complaint's hypotheses, for the rooms that reason on."""

    view: View
    #: Every condition that may be named, in order.
    order: tuple[Weighed, ...]
    #: Every condition weighed, by id.
    every: dict[str, Weighed]
    levels: dict[str, Level]
    #: Share of shaken orders in which another comes before the first.
    shares: dict[str, float]
    #: Not told apart from the first.
    close: tuple[str, ...]
    #: The first and those it cannot be told apart from.
    leading: tuple[Weighed, ...]


def rank(view: View, runner: Runner, prepared: Prepared) -> Ranked:
    """Order the conditions that may be named for this complaint."""
    numbers = prepared.numbers["ranking"]
    weighed = weigh_all(view, runner, prepared)
    ordinary = supports_nothing(prepared)
    levels = {one.id: level_of(one, numbers, ordinary) for one in weighed}
    named = [one for one in weighed if _may_be_named(one, levels[one.id], numbers)]
    shares = shares_of_first(named, prepared)
    close = tuple(one.id for one in named[1:] if _is_close(one, named[0], levels, shares, numbers))
    shown = tuple(named[: int(numbers["shown"])])
    leading = (*shown[:1], *(one for one in shown[1:] if one.id in close))
    return Ranked(view, shown, {one.id: one for one in weighed}, levels, shares, close, leading)


def supports_nothing(prepared: Prepared) -> frozenset[str]:
    """Findings that support no hypothesis by themselves: what nearly every complaint has, and mere context."""
    words = prepared.lists["ranking"]
    return frozenset((*words["expected_anyway"], *words["context_only"]))


def _is_close(
    one: Weighed, first: Weighed, levels: dict[str, Level], shares: dict[str, float], numbers: dict[str, float]
) -> bool:
    """Whether it cannot be told apart from the first: the order turns, or nothing supports the first."""
    if levels[first.id] == "little_support" and levels[one.id] != "spoken_against":
        return one.here and one.id in shares
    return shares.get(one.id, 0.0) >= numbers["shake_share"]


def level_of(one: Weighed, numbers: dict[str, float], ordinary: frozenset[str]) -> Level:
    """How far the findings themselves support it; where it hurts and how common it is do not count here.

    What nearly every complaint has (a gradual onset), who it is and what changed in training support nothing alone.
    """
    against = any(heard.step.points <= -numbers["decisive"] for heard in one.heard)
    decisive = any(heard.step.points >= numbers["decisive"] for heard in one.heard)
    if (against and not decisive) or one.evidence <= numbers["spoken_against_to"]:
        return "spoken_against"
    if all(heard.step.points <= 0 or heard.message.key in ordinary for heard in one.heard):
        return "little_support"
    if one.evidence >= numbers["well_supported_from"] and one.here:
        if decisive or one.groups_for >= numbers["well_supported_groups"]:
            return "well_supported"
        return "possible"
    return "possible" if one.evidence >= numbers["possible_from"] else "little_support"


def _may_be_named(one: Weighed, level: Level, numbers: dict[str, float]) -> bool:
    if one.here:
        return True
    if one.context > numbers["site_elsewhere"] / 2 and level in ("possible", "well_supported"):
        return True
    return one.evidence >= numbers["without_site_from"]


def as_hypotheses(ranked: Ranked, prepared: Prepared) -> tuple[Hypothesis, ...]:
    """The published hypotheses, in order."""
    return tuple(as_hypothesis(one, place + 1, ranked, prepared) for place, one in enumerate(ranked.order))


def as_hypothesis(one: Weighed, place: int, ranked: Ranked, prepared: Prepared) -> Hypothesis:
    """One published hypothesis."""
    condition = one.profile.condition
    heard = sorted(one.heard, key=lambda said: (-abs(said.step.points), said.message.key))
    return Hypothesis(
        rank=place,
        condition=condition.id,
        name=condition.name,
        plain=condition.plain,
        side=ranked.view.side,
        tissue=condition.tissue,
        level=ranked.levels[one.id],
        speaks_for=tuple(_message(said, ranked.view, prepared) for said in heard if said.step.points > 0),
        speaks_against=tuple(_message(said, ranked.view, prepared) for said in heard if said.step.points < 0),
        missing=_missing(one, ranked.view, prepared),
        likelihood_ratios=_likelihood_ratios(one, prepared),
        urgency=condition.urgency,
        status=condition.status,
        because=_because(one, ranked),
    )


def _message(said: Heard, view: View, prepared: Prepared) -> Message:
    message = said.message
    if message.cluster is not None:
        return Message(
            finding=message.cluster.id,
            state=said.state,
            side=view.side,
            says=message.cluster.says,
            weight=said.step.weight.value,
            basis="published" if message.cluster.sources else "consensus",
            sources=cites(message.cluster.sources),
        )
    return _feature_message(message, said.state, said.step, view, prepared)


def _feature_message(message: Weighing, state: State, step: Step, view: View, prepared: Prepared) -> Message:
    feature = message.feature
    return Message(
        finding=message.key,
        state=state,
        side=view.side_of(message.key),
        says=prepared.words_of(message.key),
        weight=step.weight.value,
        basis=feature.basis if feature else "consensus",
        sources=cites(feature.sources) if feature else (),
    )


def _missing(one: Weighed, view: View, prepared: Prepared) -> tuple[Message, ...]:
    """Unknown findings of the profile, the weightiest first."""
    missing = []
    for message in one.profile.messages:
        if message.cluster is not None or view.state(message.key) is not State.UNKNOWN:
            continue
        steps = [step for step in (message.present, message.absent) if step is not None]
        if steps:
            step = max(steps, key=lambda one_step: abs(one_step.points))
            missing.append((-abs(step.points), message.key, message, step))
    missing.sort(key=lambda row: row[:2])
    return tuple(_feature_message(message, State.UNKNOWN, step, view, prepared) for _, _, message, step in missing)


def _likelihood_ratios(one: Weighed, prepared: Prepared) -> tuple[str, ...]:
    """Published ratios of what is known, each by itself."""
    said = []
    for heard in one.heard:
        record = heard.message.feature or heard.message.cluster
        if record is None:
            continue
        positive = heard.state is State.PRESENT
        ratio = record.lr_positive if positive else record.lr_negative
        if ratio is None:
            continue
        name = heard.message.cluster.says if heard.message.cluster else prepared.words_of(heard.message.key)
        sign = "LR+" if positive else "LR-"
        population = f", {record.population}" if record.population else ""
        said.append(f"{name}: {sign} {ratio:g}{population}; a single finding, not multiplied with others")
    return tuple(sorted(said))


def _because(one: Weighed, ranked: Ranked) -> tuple[Reason, ...]:
    condition = one.profile.condition
    level = ranked.levels[one.id]
    place = (
        "hurts where the complaint is" if one.here else "does not usually hurt there, and stands here by its findings"
    )
    reasons = [
        house_rule("ranking/site", f"{condition.name} {place}."),
        house_rule(
            "ranking/level",
            f"{level.replace('_', ' ').capitalize()}: {_messages(one.groups_for)} for it.",
            findings=[heard.message.key.removeprefix("cluster:") for heard in one.heard],
            facts=("ranking/well_supported_from", "ranking/possible_from", "ranking/spoken_against_to"),
        ),
    ]
    if condition.prior.sources:
        reasons.append(
            sourced(
                f"conditions/{condition.id}",
                f"Among injured runners it is {condition.prior.share.replace('_', ' ')}; this counts little.",
                sources=condition.prior.sources,
                status=condition.status,
            )
        )
    return tuple(reasons)


def _messages(count: int) -> str:
    return {0: "nothing speaks", 1: "one message speaks"}.get(count, f"{count} different messages speak")


def order_says(ranked: Ranked) -> str:
    """What can honestly be said of the order."""
    if not ranked.order:
        return "No condition of the library hurts at this place; the picture stays open."
    first = ranked.order[0]
    name = first.profile.condition.name
    if not any(one.heard for one in ranked.order):
        return "Only the site is known: the order follows where it hurts and what is common, and says little yet."
    if ranked.levels[first.id] == "little_support":
        return f"{name} comes first by where it hurts and what is common; little that is known supports it."
    if ranked.levels[first.id] == "spoken_against":
        return "Nothing fits well: even the first hypothesis is spoken against."
    if not ranked.close:
        return f"{name} stays first when every weight is moved by one class."
    others = [ranked.every[other].profile.condition.name for other in ranked.close]
    return (
        f"{name} cannot be told apart yet from {' or '.join(others)}: with slightly different weights the order turns."
    )
