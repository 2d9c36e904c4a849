"""Hold the reader of slow force against the same forces read fast, in docs/validation/gait.md.

python -m validation.gait_force
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from restride.gait.forces import Contact, contact_events, contacts
from restride.gait.method import EventMethod
from restride.gait.track import Floats
from restride.model.words import Side
from validation._gait_data import METHOD, STRAIGHT, Force, available, forces_to_choose_by
from validation._gait_page import write_section

RATES_HZ, PHASES = (50, 60, 100, 120, 200), 12
#: A laboratory that writes 60 samples a second has often smoothed them before.
SMOOTH_HZ, SMOOTH_RATE_HZ = 15.0, 60


class Read(NamedTuple):
    """Error of strike and toe-off, shape (contacts, 2) [ms], and the share of contacts that were found."""

    error_ms: Floats
    found: float

    def cell(self, column: int) -> str:
        """Mean, spread and limits of 95 %."""
        one = self.error_ms[:, column]
        low, high = np.percentile(one, [2.5, 97.5])
        return f"{one.mean():+.1f} ± {one.std():.1f} ({low:.0f}..{high:.0f})"


def thinned(forces: Sequence[Force], rate_hz: float, rules: EventMethod, smooth_hz: float | None = None) -> Read:
    """Contacts of forces with few samples a second, at every phase of these, against those of all samples."""
    errors, contacts_in_all = [], 0
    for force in forces:
        true = contacts(*force, METHOD.events)
        contacts_in_all += PHASES * len(true)
        values = force.vertical if smooth_hz is None else _low_passed(force, smooth_hz)
        for start in np.arange(PHASES) / PHASES / rate_hz:
            clock = np.arange(force.time_s[0] + start, force.time_s[-1], 1 / rate_hz)
            read = contacts(np.interp(clock, force.time_s, values), clock, force.threshold, rules)
            errors += _errors_ms(read, true)
    return Read(np.array(errors), len(errors) / contacts_in_all)


def _errors_ms(read: Sequence[Contact], true: Sequence[Contact]) -> list[Floats]:
    pairs = [(one, min(true, key=lambda other: abs(other.strike_s - one.strike_s))) for one in read]
    near = METHOD.events.same_event
    return [1000 * np.subtract(one, other) for one, other in pairs if abs(one.strike_s - other.strike_s) < near]


def _low_passed(force: Force, cutoff_hz: float) -> Floats:
    rate = 1 / float(np.median(np.diff(force.time_s)))
    sections = scipy.signal.butter(2, cutoff_hz / (rate / 2), output="sos")
    return np.asarray(scipy.signal.sosfiltfilt(sections, force.vertical))


def _half_ms(rate_hz: float) -> float:
    return 1000 * contact_events([Contact(0, 1)], [Side.LEFT], rate_hz, METHOD.events)[0].half_width_s


def table() -> list[str]:
    """Straight line and curve, each runner at each rate."""
    lines = [
        f"Below {METHOD.events.force_slow_below:g} samples a second a contact is not read on a straight line between "
        "two samples, which the rising flank of a strike undercuts. Three forces that were recorded faster (1500, 300 "
        f"and 500 a second), thinned out at {PHASES} phases, against themselves; hamner2010 is not among them. Mean ± "
        "SD (2.5..97.5 centile) in ms; «held»: share of strikes and toe-offs inside the stated 95 % interval.",
        "",
        "| force | samples a second | strike, straight line | strike | toe-off, straight line | toe-off | held |",
        "|---|---|---|---|---|---|---|",
    ]
    means: dict[int, list[Floats]] = {rate: [] for rate in RATES_HZ}
    held: list[float] = []
    smoothed = []
    for name, forces in forces_to_choose_by():
        for rate in RATES_HZ:
            line, ours = thinned(forces, rate, STRAIGHT), thinned(forces, rate, METHOD.events)
            inside = float(np.mean(np.abs(ours.error_ms) <= _half_ms(rate)))
            lines.append(
                f"| {name} | {rate} | {line.cell(0)} | {ours.cell(0)} | {line.cell(1)} | {ours.cell(1)} | "
                f"{100 * inside:.1f} % |"
            )
            means[rate].append(ours.error_ms.mean(axis=0))
            held.append(inside)
        late = thinned(forces, SMOOTH_RATE_HZ, METHOD.events, SMOOTH_HZ).error_ms.mean(axis=0)
        smoothed.append(f"{name.split(',')[0]} {late[0]:+.1f} and {late[1]:+.1f} ms")
    return [*lines, "", *_words(means, held, smoothed)]


def _words(means: dict[int, list[Floats]], held: list[float], smoothed: list[str]) -> list[str]:
    slowest = np.array(means[60])
    others = (slowest.sum(axis=0) - slowest) / (len(slowest) - 1)
    left = np.abs(others - slowest).max(axis=0)
    slow = 100 * float(np.mean([one for i, one in enumerate(held) if RATES_HZ[i % len(RATES_HZ)] <= 60]))
    return [
        f"Intervals hold {100 * np.mean(held):.1f} % on the mean of runners and rates, {slow:.1f} % at 50 and 60 "
        "samples a second. Faster than that the spread of a fast plate, which is stated wide, is most of the interval.",
        "How: at toe-off several samples lie on the flank, and a smooth curve that never overshoots (Fritsch and "
        "Carlson's) follows it. At a strike the whole flank may lie between two samples: that curve gives the earliest "
        "strike, a line back through the first two loaded samples the latest, and half way between them is taken. "
        "Nothing in it is fitted but the spread; the rule was chosen on these three runners among some twenty (lines, "
        "powers, splines, sums of sines over the contact). With two of them to choose by, the best weight of the curve "
        "at a strike would have been 0.60 to 0.65 in place of a half. At 60 a second the mean of two runners foretells "
        f"the third's to {left[0]:.1f} ms (strike) and {left[1]:.1f} ms (toe-off).",
        f"What it cannot undo: force that was smoothed before it was thinned out rises too early. After a low-pass of "
        f"{SMOOTH_HZ:g} Hz strikes and toe-offs at {SMOOTH_RATE_HZ} a second come so late: {'; '.join(smoothed)}.",
    ]


def main() -> int:
    """Write the table."""
    if available():
        write_section("Force written slowly", table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
