"""Read vertical ground force: a CSV with one or two columns of force, or a MOT with a force for each foot."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from restride.adapters.columns import Columns, read_columns, seconds
from restride.adapters.mocap.tables import Mot, read_mot
from restride.gait.forces import Contact, contact_events, contacts, smoothed, without_drift
from restride.gait.method import EventMethod
from restride.gait.track import SIDES, Floats, ForceTrack, Track, sided
from restride.model.errors import PlainError
from restride.model.gait import Event
from restride.model.words import Side

#: Gravity [m/s²].
_G = 9.81
#: Of a force column: a runner's mean force is the body weight, so a mean below this is body weights [N].
_NEWTONS_FROM = 20.0
#: Fewer rows hold no step at any rate that a plate has.
_FEWEST_ROWS = 20


class ForceError(PlainError):
    """A force record that cannot be used."""


@dataclass(frozen=True)
class ForceRecord:
    """Vertical force by foot where the file parts the feet, otherwise one column of both."""

    name: str
    force: ForceTrack
    notes: tuple[str, ...] = ()
    #: Share of the file's values that were missing and were bridged.
    missing: float = 0.0

    @property
    def rate_hz(self) -> float:
        """Samples a second."""
        return float(1 / np.median(np.diff(self.force.time_s)))

    @property
    def by_foot(self) -> bool:
        """Whether each column is one foot's."""
        return all(side in SIDES for side in self.force.sides)


def read_force(path: Path, *, rate_hz: float | None = None) -> ForceRecord:
    """Read a force file.

    Parameters
    ----------
    path : Path
        MOT or STO with columns «…vy», or CSV with or without a head line.
    rate_hz : float, optional
        Samples a second, where the file has no column of time [Hz].

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    if path.suffix.lower() in (".mot", ".sto"):
        return _from_mot(read_mot(path), path.name)
    return _from_csv(path, rate_hz)


def has_force(mot: Mot) -> bool:
    """Whether a MOT holds vertical ground forces."""
    return any(_is_vertical(name) for name in mot.columns)


def _is_vertical(name: str) -> bool:
    return re.search(r"(force_?v?y|_vy|fy)$", name.lower()) is not None


def _from_mot(mot: Mot, name: str) -> ForceRecord:
    at = [i for i, column in enumerate(mot.columns) if _is_vertical(column)]
    if not at:
        raise ForceError(
            f"{name} has no column of vertical force (a name that ends in vy); its columns are "
            f"{', '.join(mot.columns[:12])}."
        )
    columns = [mot.columns[i] for i in at]
    sides = tuple(_side_of(column) for column in columns)
    notes: tuple[str, ...] = ()
    if len(columns) == 2 and sides == (Side.UNKNOWN, Side.UNKNOWN):
        # OpenSim's own examples: the plain name is the right foot, «1_» the left.
        sides = (Side.LEFT, Side.RIGHT) if columns[0].startswith("1_") else (Side.RIGHT, Side.LEFT)
        notes = ("The columns name no foot; the first was taken for the right one, as OpenSim's files have it.",)
    return _record(name, seconds(mot.time_s, name), mot.values[:, at], sides, *notes)


def _side_of(column: str) -> Side:
    words = re.split(r"[\W\d_]+", column.lower())
    if "left" in words or "l" in words:
        return Side.LEFT
    if "right" in words or "r" in words:
        return Side.RIGHT
    return Side.UNKNOWN


def _from_csv(path: Path, rate_hz: float | None) -> ForceRecord:
    table = read_columns(path)
    if len(table.values) < _FEWEST_ROWS:
        raise ForceError(f"{path.name} holds too few rows for one step ({len(table.values)}); export the whole run.")
    time, values, names = _columns(table, path.name, rate_hz)
    return _record(path.name, time, values, tuple(_side_of(name) for name in names))


def _record(name: str, time_s: Floats, values: Floats, sides: tuple[Side, ...], *notes: str) -> ForceRecord:
    for side in SIDES:
        if sides.count(side) > 1:
            raise ForceError(f"{name} has {sides.count(side)} columns of force for the {side.value} foot; keep one.")
    missing = float(np.mean(~np.isfinite(values)))
    return ForceRecord(name, ForceTrack(time_s, _checked(values, name), sides), notes, missing)


def _columns(table: Columns, name: str, rate_hz: float | None) -> tuple[Floats, Floats, list[str]]:
    data, head = table.values, list(table.names) if any(table.names) else []
    at = next((i for i, word in enumerate(head) if word.startswith("time")), None)
    if at is None and not head and data.shape[1] > 1 and np.all(np.diff(data[:, 0]) > 0):
        at = 0
    if rate_hz is not None:
        time = np.arange(len(data)) / rate_hz
    elif at is not None:
        time = seconds(data[:, at], name)
    else:
        among = f" among {', '.join(word for word in head if word)}" if head else ""
        raise ForceError(f"{name} has no column of time{among}; say how many samples a second it has.")
    chosen = [i for i in range(data.shape[1]) if i != at]
    forces = [i for i in chosen if not head or re.search(r"force|fz|grf|left|right|vertical|_vy|newton", head[i])]
    if not forces and any("acc" in word for word in head):
        raise ForceError(f"{name} holds acceleration and no force; say where the sensor sat.")
    forces = forces[:2] if forces else chosen[:1]
    named = [head[i] if head else "" for i in forces]
    if len(forces) == 2 and any(_side_of(one) is Side.UNKNOWN for one in named):
        forces, named = forces[:1], named[:1]
    return time, data[:, forces], named


def _checked(values: Floats, name: str) -> Floats:
    gaps = ~np.isfinite(values)
    if gaps.all():
        raise ForceError(f"{name} holds no numbers of force.")
    values = values.copy()
    for column in range(values.shape[1]):
        bad = gaps[:, column]
        if bad.any():
            good = np.flatnonzero(~bad)
            values[bad, column] = np.interp(np.flatnonzero(bad), good, values[good, column])
    # Downward on the plate or upward on the runner: the larger side is the body's weight.
    low, high = np.percentile(values, [1, 99])
    if -low > high:
        values = -values
    if np.ptp(values) < 1e-9:
        raise ForceError(f"The force in {name} never changes; nobody ran on it.")
    return values


def force_contacts(record: ForceRecord, method: EventMethod) -> tuple[list[list[Contact]], float]:
    """Contacts of each column after drift removal, and the threshold used in the record's own unit.

    Raises
    ------
    ForceError
        Too much of the record is missing.
    """
    if record.missing > method.force_missing:
        raise ForceError(f"{100 * record.missing:.0f} % of the force in {record.name} is missing; export it anew.")
    force = record.force
    total = force.vertical_n.sum(axis=1)
    newtons = float(np.mean(np.abs(total))) > _NEWTONS_FROM
    threshold = method.force_threshold if newtons else method.force_threshold / (method.force_mass * _G)
    found = []
    for column in range(force.vertical_n.shape[1]):
        level = without_drift(force.vertical_n[:, column], force.time_s)
        calm = smoothed(level.force_n, record.rate_hz, method.force_cutoff)
        row = contacts(calm, force.time_s, threshold, method)
        # A contact with no flight before or after it stands on a guessed zero.
        found.append([one for one in row if level.from_s < one.strike_s and one.toe_off_s < level.to_s])
    return found, threshold


def events_of(
    record: ForceRecord, method: EventMethod, *, first: Side | None = None
) -> tuple[list[Event], tuple[str, ...]]:
    """Strikes and toe-offs.

    One column for both feet alternates; where ``first`` does not say which foot begins, a note says so.

    Raises
    ------
    ForceError
        No contacts are in it.
    """
    found, _ = force_contacts(record, method)
    if not any(found):
        raise ForceError(f"No foot strikes the ground in {record.name}: the force never rises and falls as in running.")
    if record.by_foot:
        events = [
            event
            for side, one in zip(record.force.sides, found, strict=True)
            for event in contact_events(one, [side] * len(one), record.rate_hz, method)
        ]
        return sorted(events, key=lambda event: event.time_s), record.notes
    row = sorted(found[0])
    start = first or Side.LEFT
    sides = _alternating(row, start)
    notes = record.notes
    if first is None:
        notes = (*notes, "The file does not part left and right; feet alternate from «left», and may be exchanged.")
    return contact_events(row, sides, record.rate_hz, method), notes


def _alternating(row: list[Contact], first: Side) -> list[Side]:
    """Feet take turns; a gap of two steps keeps the foot."""
    steps = np.diff([contact.strike_s for contact in row])
    usual = float(np.median(steps)) if len(steps) else 1.0
    sides = [first]
    for step in steps:
        turns = max(round(step / usual), 1)
        sides.append(sides[-1].mirrored if turns % 2 else sides[-1])
    return sides


def _same_trial(force: str, markers: str, agreeing: int, contacts: int, least: float) -> None:
    """Refuse a force record whose contacts are not those of the feet."""
    if not contacts:
        raise ForceError(
            f"No contact of {force} lies within the time of {markers}; give the force of the same trial, on one clock."
        )
    if agreeing < least * contacts:
        raise ForceError(
            f"Only in {agreeing} of {contacts} contacts of {force} a heel of {markers} is on the ground where it "
            "should be; give the force of the same trial, on one clock."
        )


def heels_say(record: ForceRecord, track: Track, method: EventMethod) -> ForceRecord:
    """Exchange the feet of a force record where the heels of the markers say so.

    While one foot bears the force, its heel is the lower one. The sentence in ``notes`` says what was found.

    Raises
    ------
    ForceError
        Force and markers do not belong together: no contact while the markers were recorded, or heels that agree with
        neither foot.
    """
    if not record.by_foot or not track.has(*(sided("heel", side) for side in SIDES)):
        return record
    low = {side: track.points[sided("heel", side)][:, 1] for side in SIDES}
    right_votes = wrong_votes = 0
    found, _ = force_contacts(record, method)
    for side, row in zip(record.force.sides, found, strict=True):
        for contact in row:
            middle = (contact.strike_s + contact.toe_off_s) / 2
            own, other = (
                np.interp(middle, track.time_s, low[s], left=np.nan, right=np.nan) for s in (side, side.mirrored)
            )
            if np.isfinite(own - other):
                right_votes, wrong_votes = right_votes + int(own < other), wrong_votes + int(own >= other)
    votes = right_votes + wrong_votes
    _same_trial(record.name, track.name, max(right_votes, wrong_votes), votes, method.heels_agree)
    if wrong_votes <= right_votes:
        return record
    sides = tuple(side.mirrored for side in record.force.sides)
    note = (
        f"The force columns of left and right are exchanged: in {wrong_votes} of {votes} contacts "
        f"the heel of the other foot is on the ground. They were taken the way the heels say."
    )
    return replace(record, force=replace(record.force, sides=sides), notes=(*record.notes, note))
