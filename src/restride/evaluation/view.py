"""What is known about one complaint: every finding that bears on it, present, absent or unknown.

Two questions are asked of a view, and they differ where answers contradict each other. The ranking asks
:meth:`View.state` and hears «unknown»; safety asks :meth:`View.alarms` and hears that somebody said yes.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.model.finding import Finding
from restride.model.words import Side, State


class Known(NamedTuple):
    """The state of one finding, where it was said, and whether anybody said it is present."""

    state: State
    side: Side
    origin: str
    alarms: bool
    #: What was tested or pictured, with the closer sites it stands for; empty where nobody said.
    sites: frozenset[str] = frozenset()
    #: What the records of training show of it, where they show anything.
    recorded: Finding | None = None


class View:
    """The findings that bear on one complaint; ``complaint`` is None for the runner without one."""

    __slots__ = ("_known", "also", "also_places", "complaint", "places", "side", "site", "whole")

    def __init__(
        self,
        complaint: int | None,
        site: str | None,
        side: Side,
        places: frozenset[str],
        also: tuple[str, ...],
        also_places: frozenset[str],
        known: dict[str, Known],
    ) -> None:
        self.complaint = complaint
        self.site = site
        self.side = side
        #: Closer sites the main site stands for, itself included.
        self.places = places
        self.also = also
        self.also_places = also_places
        self.whole = places | also_places
        self._known = known

    @property
    def known(self) -> dict[str, Known]:
        """Finding id → what is known of it; what is missing is unknown."""
        return self._known

    def state(self, finding: str) -> State:
        """Present, absent or unknown, for weighing."""
        known = self._known.get(finding)
        return known.state if known is not None else State.UNKNOWN

    def present(self, finding: str) -> bool:
        """Whether it is present, for weighing."""
        known = self._known.get(finding)
        return known is not None and known.state is State.PRESENT

    def absent(self, finding: str) -> bool:
        """Whether it is known to be absent and nobody said otherwise."""
        known = self._known.get(finding)
        return known is not None and known.state is State.ABSENT

    def alarms(self, finding: str) -> bool:
        """Whether anybody said it is present, for safety."""
        known = self._known.get(finding)
        return known is not None and known.alarms

    def side_of(self, finding: str) -> Side:
        """Side the finding was seen on, the complaint's own where none was said."""
        known = self._known.get(finding)
        return known.side if known is not None and known.side is not Side.UNKNOWN else self.side

    def sites_of(self, finding: str) -> frozenset[str]:
        """What was tested or pictured for it; empty where nobody said."""
        known = self._known.get(finding)
        return known.sites if known is not None else frozenset()


def same_side(one: Side, other: Side) -> bool:
    """Whether a finding of one side can bear on a complaint of the other."""
    sided = (Side.LEFT, Side.RIGHT)
    return one not in sided or other not in sided or one is other


def merge(before: Known | None, after: Known, *, one_place: bool) -> Known:
    """Join two answers to one finding.

    From two places of the body (both legs examined) one positive is enough; from one place a yes and a
    no contradict each other, and the finding is unknown although somebody said yes.
    """
    if before is None or before.state is after.state:
        if before is None:
            return after
        side = before.side if before.side is after.side else Side.BOTH
        alarms, sites = before.alarms or after.alarms, before.sites | after.sites
        return Known(after.state, side, min(before.origin, after.origin), alarms, sites)
    first, second = sorted((before, after), key=lambda one: one.state is not State.PRESENT)
    if one_place or first.state is not State.PRESENT:
        return Known(State.UNKNOWN, first.side, f"{first.origin} and {second.origin}", first.alarms or second.alarms)
    return first
