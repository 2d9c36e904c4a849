"""Questions about the runner: who, how they run, health, wishes and means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from restride.knowledge.load import load
from restride.knowledge.schema import FindingWord
from restride.model.quantity import Distance, Height, Mass
from restride.site.documents import Document
from restride.site.intake import paths
from restride.site.intake.models import Units
from restride.site.intake.paths import Path
from restride.site.intake.quantities import Amount, FeetAndInches, PaceOf
from restride.site.intake.questions import AnyOfThese, Day, Number, OneOf, Question, Several, Text

SEXES = (("female", "Female"), ("male", "Male"))
EXPERIENCE = (
    ("new", "I began less than a year ago"),
    ("recreational", "For fun and health"),
    ("competitive", "I race"),
    ("elite", "I run for a living, or nearly"),
)
SURFACES = (
    ("road", "Road"), ("trail", "Trail"), ("track", "Track"), ("treadmill", "Treadmill"), ("grass", "Grass"),
    ("sand", "Sand"), ("camber", "Slanted road"),
)  # fmt: skip
HILLS = (("none", "Flat"), ("some", "Some hills"), ("many", "Many hills"))
WARM_UP = (("none", "Never"), ("sometimes", "Sometimes"), ("always", "Always"))
DAYS = (
    ("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"), ("thu", "Thursday"), ("fri", "Friday"),
    ("sat", "Saturday"), ("sun", "Sunday"),
)  # fmt: skip
GOALS = (
    ("return_to_running", "Run again without trouble"),
    ("race", "Run a race"),
    ("distance", "Run a certain distance"),
    ("daily_life", "Get through the day without pain"),
    ("performance", "Run faster"),
    ("prevention", "Stay free of injury"),
)
#: What changed → the case's words for it.
CHANGES: dict[str, tuple[str, str, str]] = {
    "distance_up": ("More distance a week", "distance", "up"),
    "long_up": ("A much longer run", "longest_run", "up"),
    "often_up": ("More runs a week", "frequency", "up"),
    "speed_up": ("Faster running or intervals", "speed_work", "up"),
    "hills_up": ("More hills", "hills", "up"),
    "surface_new": ("Different ground", "surface", "new"),
    "shoes_new": ("Different shoes", "shoes", "new"),
    "break_new": ("Back after a break", "return_after_break", "new"),
    "race_new": ("A race", "race", "new"),
    "strength_stopped": ("I stopped strength work", "strength", "stopped"),
}
NOTHING = "nothing"
#: Things at home that some exercise uses, in plain words; the order is the page's.
THINGS = {
    "mat": "Mat or carpet",
    "chair": "Chair",
    "wall": "Free wall",
    "step": "Step or stairs",
    "towel": "Towel",
    "bench": "Bench or sofa",
    "band": "Long elastic band",
    "loop_band": "Short loop band",
    "foam_roller": "Foam roller",
    "ball_massage": "Small massage ball",
    "dumbbell": "Dumbbells or a filled rucksack",
    "ankle_weight": "Ankle weights",
    "barbell": "Barbell",
    "gym_machines": "Gym machines",
    "rope": "Skipping rope",
    "balance_pad": "Balance pad",
    "slope_board": "Slant board",
    "treadmill": "Treadmill",
    "bike": "Bicycle",
    "elliptical": "Elliptical trainer",
    "pool": "Swimming pool",
}


def you() -> tuple[Question, ...]:
    """Age, sex, experience."""
    return (
        Number(name="age", path=("runner", "age_years"), label="Age", suffix="years", low=4, high=110, whole=True),
        OneOf(
            name="sex", path=("runner", "sex"), label="Sex", options=SEXES,
            hint="As your body grew up. It changes which questions matter.",
        ),
        OneOf(name="experience", path=("runner", "experience"), label="How do you run?", options=EXPERIENCE),
    )  # fmt: skip


def body(units: str) -> tuple[Question, ...]:
    """Height and mass."""
    height, mass = ("runner", "height"), ("runner", "mass")
    if units == Units.IMPERIAL:
        return (
            FeetAndInches(name="height", path=height, label="Height", hint="Feet and inches, for example 5 ft 10."),
            Amount(name="mass", path=mass, label="Weight", quantity=Mass, stored_unit="lb", low=45, high=660),
        )
    return (
        Amount(name="height", path=height, label="Height", quantity=Height, stored_unit="cm", low=80, high=240),
        Amount(name="mass", path=mass, label="Weight", quantity=Mass, stored_unit="kg", low=20, high=300),
    )


def week(units: str) -> tuple[Question, ...]:
    """Runs, distance, longest run, pace."""
    at = ("routine",)
    return (
        Number(name="runs", path=(*at, "runs_per_week"), label="Runs a week", low=0, high=28),
        _distance("weekly", (*at, "weekly_distance"), "Distance a week", units, 400),
        _distance("longest", (*at, "longest_run"), "Longest run of the last month", units, 200),
        PaceOf(
            name="pace", path=(*at, "usual_pace"), label="Usual pace", hint="Minutes and seconds, like 5:30.",
            per="min/mi" if units == Units.IMPERIAL else "min/km",
        ),
    )  # fmt: skip


def _distance(name: str, path: Path, label: str, units: str, high: float) -> Amount:
    unit = "mi" if units == Units.IMPERIAL else "km"
    return Amount(name=name, path=path, label=label, quantity=Distance, stored_unit=unit, low=0, high=high)


def changes() -> tuple[Question, ...]:
    """What changed, and when."""
    return (
        Changes(name="changes", path=("routine", "changes"), label="Tick everything that changed"),
        WeeksBefore(
            name="changed_weeks", path=("routine", "changes", 0, "weeks_before_onset"),
            label="How many weeks before the pain?", suffix="weeks", low=0, high=104,
        ),
    )  # fmt: skip


def ground() -> tuple[Question, ...]:
    """Surfaces, hills, speed."""
    return (
        Several(name="surfaces", path=("routine", "surfaces"), label="I run on", options=SURFACES),
        OneOf(name="hills", path=("routine", "hills"), label="Hills", options=HILLS),
        Number(
            name="speed", path=("routine", "speed_sessions_per_week"), label="Fast runs a week",
            hint="Intervals, tempo runs, races.", low=0, high=14,
        ),
    )  # fmt: skip


def habits(units: str) -> tuple[Question, ...]:
    """Shoes, warm-up, strength, other sport."""
    return (
        Text(name="shoes", path=("routine", "shoes"), label="Running shoes", hint="Brand and kind, if you know."),
        _distance("shoes_distance", ("routine", "shoes_distance"), "How far have they run?", units, 9000),
        OneOf(name="warm_up", path=("routine", "warm_up"), label="Do you warm up?", options=WARM_UP),
        Number(
            name="strength", path=("routine", "strength_sessions_per_week"), label="Strength sessions a week",
            low=0, high=14,
        ),
        Text(name="other_sport", path=("routine", "other_sport"), label="Other sport"),
    )  # fmt: skip


def sleep() -> tuple[Question, ...]:
    """Sleep and stress."""
    return (
        Number(name="sleep", path=("routine", "sleep_hours"), label="Sleep a night", suffix="hours", low=0, high=24),
        Number(
            name="stress", path=("routine", "stress_0_10"), label="Stress in the last weeks",
            hint="0 is none, 10 is the most you can imagine.", suffix="of 10", low=0, high=10,
        ),
    )  # fmt: skip


def word_list(name: str, title: str, path: Path, words: Sequence[FindingWord]) -> tuple[Question, ...]:
    """A list of findings to tick."""
    options = tuple((word.id, (word.ask or word.says)) for word in words)
    return (AnyOfThese(name=name, path=path, label="Tick what is true", short=title, options=options),)


def goals(units: str) -> tuple[Question, ...]:
    """What the runner wants, and by when."""
    at = ("goals", 0)
    return (
        OneOf(name="goal", path=(*at, "what"), label="What matters most?", options=GOALS),
        _distance("goal_distance", (*at, "distance"), "Distance, if there is one", units, 300),
        Day(name="goal_on", path=(*at, "on"), label="Date, if there is one"),
        Text(name="goal_text", path=(*at, "text"), label="In your own words"),
    )


def things() -> tuple[Question, ...]:
    """What is at home, of what some exercise uses."""
    used = {thing for item in load().items.values() if item.where != "clinic" for thing in item.equipment}
    options = [(thing, words) for thing, words in THINGS.items() if thing in used]
    return (Several(name="things", path=("equipment",), label="Tick what you can use", options=options),)


def time() -> tuple[Question, ...]:
    """Days and minutes."""
    return (
        Several(name="days", path=("availability", "days"), label="Days that work", options=DAYS),
        Number(
            name="minutes", path=("availability", "minutes_per_day"), label="Minutes on such a day",
            hint="For exercises, without the run.", suffix="min", low=5, high=300, whole=True,
        ),
    )  # fmt: skip


def note() -> tuple[Question, ...]:
    """Anything else."""
    return (Text(name="note", path=("note",), label="In your own words", longest=2000, long=True),)


@dataclass(frozen=True, kw_only=True)
class Changes(Question):
    """What changed before the onset; «nothing changed» is an answer too."""

    kind = "ticks"

    def fields(self) -> dict[str, forms.Field]:
        """Return tick boxes."""
        options = [*((key, words) for key, (words, _what, _way) in CHANGES.items()), (NOTHING, "Nothing changed")]
        return {self.name: _ChangesField(label=self.label, choices=options)}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Tick what is stored."""
        if paths.read(document, ("routine", "no_changes")):
            return {self.name: [NOTHING]}
        return {self.name: self._ticked(document)}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write each change; all share the weeks, which the next question gives."""
        ticked = cleaned.get(self.name) or []
        weeks = cleaned.get("changed_weeks")
        when = {} if weeks is None else {"weeks_before_onset": weeks}
        found = [
            {"what": what, "direction": way, **when} for key, (_words, what, way) in CHANGES.items() if key in ticked
        ]
        paths.write(document, self.path, found)
        paths.write(document, ("routine", "no_changes"), True if NOTHING in ticked else None)

    def clear(self, document: Document) -> None:
        """Take both out."""
        paths.drop(document, self.path)
        paths.drop(document, ("routine", "no_changes"))

    def said(self, document: Document) -> str:
        """List them."""
        if paths.read(document, ("routine", "no_changes")):
            return "Nothing changed"
        return ", ".join(CHANGES[key][0] for key in self._ticked(document))

    def _ticked(self, document: Document) -> list[str]:
        stored = {(one["what"], one.get("direction")) for one in paths.read(document, self.path) or ()}
        return [key for key, (_words, what, way) in CHANGES.items() if (what, way) in stored]


@dataclass(frozen=True, kw_only=True)
class WeeksBefore(Number):
    """When the changes happened; written with each change, by the question before."""

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Leave it to the list of changes."""

    def clear(self, document: Document) -> None:
        """Leave it to the list of changes."""


class _ChangesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[str]:
        ticked: list[str] = super().clean(value)
        if NOTHING in ticked and len(ticked) > 1:
            raise forms.ValidationError("You ticked a change and also “Nothing changed”. Which one is right?")
        return ticked
