"""Questions about one place that hurts."""

from __future__ import annotations

from collections.abc import Sequence

from restride.knowledge.load import load
from restride.model.quantity import Duration
from restride.site.documents import Document
from restride.site.intake import paths
from restride.site.intake.places import NOWHERE, place_words
from restride.site.intake.quantities import Amount, Since
from restride.site.intake.questions import OneOf, Pain, Question
from restride.site.intake.spans import About

ONSETS = (
    ("gradual", "Slowly, with no single moment"),
    ("sudden", "Suddenly, while I was running or moving"),
    ("after_injury", "With a fall, a blow or a twist"),
)
RUNNING_NOW = (("as_usual", "As usual"), ("reduced", "Less than usual"), ("stopped", "Not at all"))
THROUGH_RUN = (
    ("none", "It does not hurt while I run"),
    ("builds", "It gets worse the longer I run"),
    ("warms_up", "It eases as I warm up"),
    ("warms_up_then_returns", "It eases, then comes back"),
    ("starts_at_same_point", "It starts at about the same point of every run"),
    ("constant", "It is the same from start to end"),
)
SETTLES = (
    ("10 min", "Gone within minutes"),
    ("30 min", "About half an hour"),
    ("60 min", "About an hour"),
    ("4 h", "A few hours"),
    ("24 h", "Until the next day"),
    ("48 h", "Longer than a day"),
)
STIFFNESS = (
    ("0 min", "Not stiff"),
    ("5 min", "A few minutes"),
    ("20 min", "10 to 30 minutes"),
    ("45 min", "More than half an hour"),
)
SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both sides"), ("middle", "In the middle"))
#: Tasks of daily life with their words, in the order in which they are asked.
TASKS = {
    "walking": "Walking",
    "stairs": "Stairs",
    "sitting": "Sitting for an hour",
    "squatting": "Squatting down",
}


def place_of(document: Document, number: int) -> str:
    """Return the words for the place of a complaint: «the outside of your right knee»."""
    site = paths.read(document, ("complaints", number, "site")) or NOWHERE
    side = paths.read(document, ("complaints", number, "side")) or ""
    return place_words(site, side)


def side_is_asked(document: Document, number: int, mapped: Sequence[bool]) -> bool:
    """Whether the side is still open: the place was chosen from a list, or lies in the middle of the body."""
    known = load().sites.get(paths.read(document, ("complaints", number, "site")) or "")
    if known is None or known.region == "whole_body":
        return False
    return not (number < len(mapped) and mapped[number])


def side(number: int) -> tuple[Question, ...]:
    """Which side."""
    return (OneOf(name="side", path=("complaints", number, "side"), label="Which side hurts?", options=SIDES),)


def began(number: int) -> tuple[Question, ...]:
    """How and when it began, and whether the runner still runs."""
    at = ("complaints", number)
    return (
        OneOf(name="onset", path=(*at, "onset"), label="It began", options=ONSETS),
        Since(
            name="weeks", path=(*at, "weeks"), label="How long ago?", hint="A guess is fine.", low=0, high=2600,
            short="It began",
        ),
        OneOf(name="running", path=(*at, "running"), label="Do you run at the moment?", options=RUNNING_NOW),
    )  # fmt: skip


def pain(number: int) -> tuple[Question, ...]:
    """How strong it is."""
    at = ("complaints", number, "pain")
    return (
        Pain(name="worst", path=(*at, "worst"), label="At its worst"),
        Pain(name="usual", path=(*at, "usual"), label="Usually"),
        Pain(name="now", path=(*at, "now"), label="Right now"),
    )


def through_run(number: int) -> tuple[Question, ...]:
    """How it behaves through a run, and how long it lasts after."""
    at = ("complaints", number)
    return (
        OneOf(
            name="through_run", path=(*at, "through_run"), label="What does the pain do?", options=THROUGH_RUN,
            short="Through a run",
        ),
        Amount(
            name="starts_after_time", path=(*at, "starts_after_time"), label="It starts after about",
            quantity=Duration, stored_unit="min", low=0, high=600,
        ),
        About(
            name="settles_in", path=(*at, "settles_in"), label="How long does it last after a run?",
            options=SETTLES, short="After a run it lasts",
        ),
    )  # fmt: skip


def around_run(number: int) -> tuple[Question, ...]:
    """Pain during, after, and on the next morning."""
    at = ("complaints", number, "pain")
    return (
        Pain(name="during_run", path=(*at, "during_run"), label="Worst while running"),
        Pain(name="after_run", path=(*at, "after_run"), label="In the hour after"),
        Pain(name="next_morning", path=(*at, "next_morning"), label="The next morning"),
    )


def rest(number: int) -> tuple[Question, ...]:
    """Morning, rest, night."""
    at = ("complaints", number)
    return (
        About(
            name="morning_stiffness", path=(*at, "morning_stiffness"), label="How long is it stiff in the morning?",
            options=STIFFNESS, short="Stiff in the morning",
        ),
        Pain(name="at_rest", path=(*at, "pain", "at_rest"), label="When you rest"),
        Pain(name="at_night", path=(*at, "pain", "at_night"), label="At night"),
    )  # fmt: skip


def tasks(number: int, wanted: Sequence[str]) -> tuple[Question, ...]:
    """Pain in daily life, as far as it tells something of this place."""
    return tuple(Pain(name=task, path=("complaints", number, "pain", task), label=TASKS[task]) for task in wanted)
