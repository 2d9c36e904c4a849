"""Red-flag questions, physical tests, outcome measures and gait variables."""

from __future__ import annotations

from typing import Literal

from restride.knowledge.schema.base import Cite, Fact, Frozen, Id, Text
from restride.model.words import Status, Urgency


class RedFlag(Frozen, frozen=True, kw_only=True):
    """One screening question in our own words."""

    id: Id
    question: Text
    plain: Text
    screens_for: Text
    urgency: Urgency
    action: Text
    #: Runner's version of what to do now.
    plain_action: Text
    whom_to_see: Text
    #: Asked only at this age, sex or site; empty: everybody.
    age_below_years: float | None = None
    age_above_years: float | None = None
    sex: Literal["female", "male"] | None = None
    sites: tuple[Id, ...] = ()
    #: Finding ids of the case that answer it with yes when present.
    implied_by: tuple[Id, ...] = ()
    #: Condition ids it opens.
    opens: tuple[Id, ...] = ()
    #: Unknown counts as open (house rule for EMERGENCY questions).
    unknown_is_open: bool = False
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT
    note: str | None = None


class Norm(Frozen, frozen=True, kw_only=True):
    """A reference value: mean with SD, or a cut-off, for one population."""

    mean: Fact | None = None
    sd: Fact | None = None
    cut_off: Fact | None = None
    #: A value on this side of the cut-off is the impaired one.
    impaired: Literal["below", "above"] | None = None
    sex: Literal["female", "male"] | None = None
    age_low_years: float | None = None
    age_high_years: float | None = None


class PhysicalTest(Frozen, frozen=True, kw_only=True):
    """A clinical test: yes/no with its finding, or a number by side with norms and measurement error."""

    id: Id
    name: Text
    plain: Text | None = None
    kind: Literal[
        "strength",
        "endurance",
        "range",
        "control",
        "function",
        "palpation",
        "provocation",
        "neuro",
        "vascular",
        "observation",
    ]
    procedure: Text
    #: "yes_no" or a number; a number lists its units, the first is the stored one.
    result: Literal["yes_no", "number"]
    units: tuple[str, ...] = ()
    low: Fact | None = None
    high: Fact | None = None
    better: Literal["higher", "lower", "neither"] = "neither"
    sided: bool = True
    sites: tuple[Id, ...] = ()
    #: Finding present when positive (yes_no) or impaired (number); a yes_no test's finding is its own id.
    finding: Id | None = None
    #: The need an impairment here makes.
    need: Id | None = None
    norms: tuple[Norm, ...] = ()
    #: Smallest difference beyond error, absolute or as a share of the value.
    error: Fact | None = None
    #: Flag and watch limits of the weaker to the stronger side in percent, or the difference in the unit.
    symmetry_flag: Fact | None = None
    symmetry_watch: Fact | None = None
    reliability: Text | None = None
    impact: bool = False
    loads: tuple[Id, ...] = ()
    minutes: Fact
    equipment: tuple[Id, ...] = ()
    #: Findings with which the test is not done.
    contraindications: tuple[Id, ...] = ()
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT
    note: str | None = None


class Measure(Frozen, frozen=True, kw_only=True):
    """A questionnaire or scale: how it is scored, how much change is real, whether its text may be shown."""

    id: Id
    name: Text
    plain: Text | None = None
    items: int
    low: float
    high: float
    unit: str
    higher_is: Literal["better", "worse"]
    scoring: Text
    #: How a list of item answers becomes the score; "given" where only the total can be entered.
    method: Literal["given", "single", "mean", "sum", "percent"]
    item_low: float | None = None
    item_high: float | None = None
    #: The score counts from the other end: a full item sum gives ``low``.
    reversed: bool = False
    #: Largest share of missing items that may be left out; more gives no score.
    missing_allowed: int = 0
    important_change: Fact | None = None
    detectable_change: Fact | None = None
    for_conditions: tuple[Id, ...] = ()
    sites: tuple[Id, ...] = ()
    licence: Text
    ship_item_text: Literal["yes", "no", "unknown"]
    #: Item text, only where the licence allows it; our own wording otherwise says so.
    item_texts: tuple[str, ...] = ()
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT
    note: str | None = None


class GaitVariable(Frozen, frozen=True, kw_only=True):
    """A variable of running form: how measured, reference bands, error, association, cue."""

    id: Id
    name: Text
    plain: Text
    plane: Literal["sagittal", "frontal", "transverse", "any"]
    unit: str
    measured: Text
    bands: tuple[Norm, ...] = ()
    error: Fact | None = None
    reliability: Text | None = None
    association: tuple[Text, ...] = ()
    #: Finding present when out of the band.
    finding: Id | None = None
    cue: Id | None = None
    cautions: Text | None = None
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT
