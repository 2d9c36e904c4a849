"""What typed answers and earlier injuries mean in the words of the vocabulary.

An explicit answer and a typed answer that contradict each other make the finding unknown for the ranking
and present for safety. What a typed answer only suggests gives way to everything else.
"""

from __future__ import annotations

from restride.evaluation.prepared import Prepared
from restride.evaluation.view import Known, merge, same_side
from restride.model.case import Case, Complaint, PastInjury
from restride.model.words import Side, State, Tissue

_BONE = (Tissue.BONE_HIGH, Tissue.BONE_LOW)


class Writer:
    """Writes what typed answers say into a view's findings."""

    def __init__(self, known: dict[str, Known], side: Side, prepared: Prepared) -> None:
        self._known = known
        self._side = side
        self.words = prepared.lists["typed_answers"]
        self.numbers = prepared.numbers["typed_answers"]

    def say(self, key: str, state: State, origin: str) -> None:
        """The typed answer says it outright: an explicit answer of the other kind contradicts it."""
        for word in self.words.get(key, ()):
            after = Known(state, self._side, origin, state is State.PRESENT)
            before = self._known.get(word)
            if before is None or before.state is State.ABSENT:
                self._known[word] = merge(before, after, one_place=True)

    def suggest(self, key: str, state: State, origin: str) -> None:
        """Only where nothing else is known."""
        for word in self.words.get(key, ()):
            if word not in self._known:
                self._known[word] = Known(state, self._side, origin, state is State.PRESENT)


def say_typed(known: dict[str, Known], complaint: Complaint, case: Case, prepared: Prepared) -> None:
    """What the typed answers of one complaint say, and what they suggest."""
    writer = Writer(known, complaint.side, prepared)
    chosen = (("onset", complaint.onset), ("through_run", complaint.through_run))
    for field, value in chosen:
        writer.say(f"{field}_{value}_is", State.PRESENT, f"complaint.{field}")
    _say_pain(writer, complaint)
    _say_durations(writer, complaint)
    for field, value in chosen:
        writer.suggest(f"{field}_{value}_is_not", State.ABSENT, f"complaint.{field}")
        writer.suggest(f"{field}_{value}_suggests_not", State.ABSENT, f"complaint.{field}")
    if complaint.side is Side.BOTH or _on_other_side_too(complaint, case):
        writer.suggest("side_both", State.PRESENT, "complaint.side")
    for key in _spread(complaint, writer.words, prepared):
        writer.suggest(key, State.PRESENT, "complaint.also")


def say_runner(known: dict[str, Known], case: Case, prepared: Prepared) -> None:
    """What the typed answers about the runner say."""
    writer = Writer(known, Side.UNKNOWN, prepared)
    years = case.runner.years_running
    if case.runner.experience == "new" or (years is not None and years < writer.numbers["new_runner_below"]):
        writer.suggest("new_runner", State.PRESENT, "runner.experience")
    elif years is not None:
        writer.suggest("new_runner", State.ABSENT, "runner.years_running")


_TASKS = ("during_run", "at_rest", "squatting", "sitting", "walking", "hopping", "stairs")


def _say_pain(writer: Writer, complaint: Complaint) -> None:
    pain = complaint.pain
    for task in (*_TASKS, "at_night"):
        level = getattr(pain, task)
        if level is None:
            continue
        limit = writer.numbers["night_pain_from" if task == "at_night" else "pain_present_from"]
        if level >= limit:
            writer.say(f"pain_{task}", State.PRESENT, f"complaint.pain.{task}")
        elif not level:
            writer.suggest(f"pain_{task}", State.ABSENT, f"complaint.pain.{task}")
    if pain.during_run == 0 and pain.after_run:
        writer.suggest("after_run_only", State.PRESENT, "complaint.pain.after_run")


def _say_durations(writer: Writer, complaint: Complaint) -> None:
    numbers = writer.numbers
    if complaint.starts_after_time is not None or complaint.starts_after_distance is not None:
        writer.say("starts_at_a_point", State.PRESENT, "complaint.starts_after")
    if complaint.settles_in is not None:
        minutes = complaint.settles_in.value
        soon, late = minutes <= numbers["gone_within"], minutes >= numbers["lingers_from"]
        _say_both(writer, f"settles_{'soon' if soon else 'late' if late else 'between'}", "complaint.settles_in")
    if complaint.morning_stiffness is not None:
        minutes = complaint.morning_stiffness.value
        long = minutes >= numbers["stiffness_long_from"]
        word = "none" if not minutes else "long" if long else "short"
        _say_both(writer, f"stiffness_{word}", "complaint.morning_stiffness")


def _say_both(writer: Writer, key: str, origin: str) -> None:
    writer.say(f"{key}_is", State.PRESENT, origin)
    writer.suggest(f"{key}_is_not", State.ABSENT, origin)


def _on_other_side_too(complaint: Complaint, case: Case) -> bool:
    if complaint.side not in (Side.LEFT, Side.RIGHT):
        return False
    return any(
        other.site == complaint.site and other.side in (complaint.side.mirrored, Side.BOTH)
        for other in case.complaints
        if other is not complaint
    )


def _spread(complaint: Complaint, words: dict[str, tuple[str, ...]], prepared: Prepared) -> list[str]:
    """Which ways the complaint spreads, from the further places it is felt in."""
    sites = prepared.knowledge.sites
    also = {place.site for place in complaint.also}
    regions = {sites[site].region for site in also if site in sites}
    main = sites.get(complaint.site)
    from_above = main is not None and main.region in words["upper_regions"]
    leg = regions.intersection(words["below_knee_regions"])
    rules = (
        ("spreads_below_knee", from_above and bool(leg)),
        (
            "spreads_thigh_knee",
            complaint.site in words["hip_sites"] and bool(also.intersection(words["thigh_knee_sites"])),
        ),
        ("spreads_groin", from_above and bool(also.intersection(words["groin_sites"]))),
        ("spreads_toes", bool(also.intersection(words["toe_sites"])) and complaint.site not in words["toe_sites"]),
        ("back_and_leg", _back_and_leg(complaint.site, also, bool(leg), words)),
    )
    return [key for key, holds in rules if holds]


def _back_and_leg(site: str, also: set[str], leg: bool, words: dict[str, tuple[str, ...]]) -> bool:
    back = set(words["back_sites"])
    return (site in back and leg) or (site not in back and bool(also & back))


def say_history(
    known: dict[str, Known], case: Case, complaint: Complaint | None, places: frozenset[str], prepared: Prepared
) -> None:
    """What a list of earlier injuries says in the vocabulary's words."""
    writer = Writer(known, Side.UNKNOWN, prepared)
    recent = writer.numbers["recent_injury_within"]
    for injury in case.history.injuries:
        if injury.months_ago is not None and injury.months_ago <= recent:
            writer.suggest("injured_lately", State.PRESENT, "history.injuries")
        if complaint is not None and _same_place(injury, complaint, places, prepared):
            writer.suggest("injured_here", State.PRESENT, "history.injuries")
        condition = prepared.knowledge.conditions.get(injury.condition or "")
        if condition is not None and condition.tissue in _BONE:
            writer.suggest("injured_bone", State.PRESENT, "history.injuries")


def _same_place(injury: PastInjury, complaint: Complaint, places: frozenset[str], prepared: Prepared) -> bool:
    if injury.site is None or not same_side(injury.side, complaint.side):
        return False
    return bool(prepared.stands_for.get(injury.site, frozenset((injury.site,))) & places)
