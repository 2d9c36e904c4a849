"""A working hypothesis on the page: three columns, each with its count, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from restride.explain.words import LEVELS
from restride.knowledge.load import Knowledge
from restride.model.evaluation import Hypothesis, Message
from restride.model.words import Side, Status
from restride.site.names import Names
from restride.site.reasons import ShownReason, ShownSource, all_shown, sources

LINES_IN_A_COLUMN = 5
BASIS_WORDS = {"published": "published", "consensus": "expert consensus"}


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One finding in one column."""

    says: str
    weight: str
    basis: str
    side: str
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The first lines of a column, and the rest behind a disclosure."""

    count: int
    first: tuple[ShownMessage, ...]
    more: tuple[ShownMessage, ...]


@dataclass(frozen=True, slots=True)
class ShownHypothesis:
    """Rank, name, level in words and the three columns."""

    rank: int
    name: str
    named: str
    level: str
    urgency: str
    draft: bool
    side: str
    speaks_for: Column
    against: Column
    unknown: Column
    ratios: tuple[str, ...]
    reasons: tuple[ShownReason, ...]
    weighed: tuple[ShownMessage, ...]


def shown_hypothesis(one: Hypothesis, names: Names, facts: Knowledge) -> ShownHypothesis:
    """Return a hypothesis as the page shows it."""
    speaks = _messages(one.speaks_for, one.side, facts)
    against = _messages(one.speaks_against, one.side, facts)
    return ShownHypothesis(
        rank=one.rank,
        name=one.name,
        named=inside_a_sentence(one.name),
        level=LEVELS[one.level],
        urgency=one.urgency.value,
        draft=one.status is Status.DRAFT,
        side=one.side.value if one.side in (Side.LEFT, Side.RIGHT) else "",
        speaks_for=_column(speaks),
        against=_column(against),
        unknown=_column(_messages(one.missing, one.side, facts)),
        ratios=tuple(_ratio(line, names) for line in one.likelihood_ratios),
        reasons=all_shown(one.because, facts),
        weighed=(*speaks, *against),
    )


def inside_a_sentence(name: str) -> str:
    """Return a name with a small first letter, unless it opens with an abbreviation or a person's name."""
    first = name.split(" ", 1)[0]
    keep = len(first) > 1 and (first[1].isupper() or first in ("Achilles", "Baxter", "Morton", "Osgood-Schlatter"))
    return name if keep else name[:1].lower() + name[1:]


def _messages(messages: Iterable[Message], here: Side, facts: Knowledge) -> tuple[ShownMessage, ...]:
    """Return each sentence once; a side is named only where it is not the complaint's own."""
    found: dict[str, ShownMessage] = {}
    for one in messages:
        found.setdefault(
            one.says,
            ShownMessage(
                says=one.says,
                weight=one.weight.removeprefix("against_").replace("_", " "),
                basis=BASIS_WORDS[one.basis],
                side=one.side.value if one.side in (Side.LEFT, Side.RIGHT) and one.side is not here else "",
                sources=sources(one.sources, facts),
            ),
        )
    return tuple(found.values())


def _column(messages: tuple[ShownMessage, ...]) -> Column:
    shown = LINES_IN_A_COLUMN if len(messages) > LINES_IN_A_COLUMN + 1 else len(messages)
    return Column(count=len(messages), first=messages[:shown], more=messages[shown:])


def _ratio(line: str, names: Names) -> str:
    """Put the test's name where the line opens with its id."""
    name, colon, rest = line.partition(": ")
    return f"{names.finding(name)}: {rest}" if colon else line
