"""Hold the events of walking against a measured stride with force, and against the drawn walker; write their table.

python -m validation.gait_walking
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from restride.figure.runner import Motion, drawn_motion
from restride.gait.filtering import filtered
from restride.gait.track import SIDES, Floats, Track
from restride.gait.walking import walking_times
from restride.gait.zeni import zeni_times
from restride.model.words import Side
from validation._gait_data import METHOD
from validation._gait_page import write_section

TITLE = "Walking"
_STRIDE = Path(__file__).parent / "walking_stride.csv"
#: When the force of that stride goes through 20 N: kind, side, time [s]; the head of the file has the samples.
STRIDE_EVENTS = (
    ("strike", Side.LEFT, 3.6765), ("toe_off", Side.LEFT, 3.2156), ("toe_off", Side.RIGHT, 3.8406),
)  # fmt: skip
SPEEDS_M_S, RATES_HZ, SECONDS = (0.9, 1.1, 1.4, 1.7, 1.9), (30.0, 60.0, 240.0), 6.0
KINDS = ("strike", "toe_off")
RULES = {"Restride": walking_times, "Zeni 2008": lambda track, side, _: zeni_times(track, side, 0.4)}
#: Where people wear markers, from the drawn foot's points in its own frame: on the back of the shoe, over the ball. [m]
_WORN = {"heel": np.array([-0.008, 0.05, 0.0]), "ball": np.array([-0.01, 0.05, 0.0])}


def walking_stride() -> Track:
    """The measured stride, filtered. [m]."""
    names, *rows = (line for line in _STRIDE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    table = dict(zip(names.split(","), np.array([row.split(",") for row in rows], dtype=np.float64).T, strict=True))
    flat = np.zeros(len(table["frame"]))
    points = {
        name: np.stack([table[f"{name}_x"] / 1000, table[f"{name}_y"] / 1000, flat], axis=1)
        for name in ("sacrum", "heel_left", "toe_left", "heel_right", "toe_right")
    }
    return filtered(Track((table["frame"] - 1) / 60, points), METHOD.track)


def drawn_walk(motion: Motion, rate_hz: float, *, worn: bool) -> Track:
    """The drawn walker's own points of the sole, or where people wear markers, filtered. [m]."""
    times = np.arange(0.0, SECONDS, 1 / rate_hz)
    stance = motion.stance(times)
    points = {"sacrum": stance.at["pelvis"]}
    for name in ("left", "right"):
        for point, place in (("heel", "heel"), ("toe", "ball" if worn else "toe")):
            beside = stance.turn[f"foot_{name}"] @ _WORN[place] if worn else 0.0
            points[f"{point}_{name}"] = stance.at[f"{place}_{name}"] + beside
    return filtered(Track(times, points), METHOD.track)


def gaps_ms(track: Track, truth: dict[tuple[str, Side], Floats], rule: str) -> dict[str, Floats]:
    """Found minus true time of every event, by kind. [ms]."""
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for side in SIDES:
        for kind, times in zip(KINDS, RULES[rule](track, side, METHOD), strict=True):
            found[kind] += [
                1000 * float(times[np.abs(times - at).argmin()] - at) for at in truth.get((kind, side), np.empty(0))
            ]
    return {kind: np.array(row) for kind, row in found.items()}


def drawn_truth(motion: Motion) -> dict[tuple[str, Side], Floats]:
    """The events of the drawn walker, without those at the ends. [s]."""
    rows = [
        (kind, Side(one.side), at)
        for one in motion.contacts_until(SECONDS)
        for kind, at in zip(KINDS, (one.strike_s, one.toe_off_s), strict=True)
        if 0.3 < at < SECONDS - 0.3
    ]
    return {(kind, side): np.array([at for k, s, at in rows if (k, s) == (kind, side)]) for kind, side, _ in rows}


def _cells(gaps: dict[str, Floats]) -> str:
    return " | ".join(f"{gaps[kind].mean():+.0f} ± {gaps[kind].std():.0f}" for kind in KINDS)


def main() -> int:
    """Write the section."""
    stride = walking_stride()
    truth = {(kind, side): np.array([at]) for kind, side, at in STRIDE_EVENTS}
    measured = {rule: gaps_ms(stride, truth, rule) for rule in RULES}
    lines = [
        "One measured stride: a man on a treadmill at 1.2 m/s, 60 frames a second, markers and force (OpenSim's "
        "example data, Apache 2.0; `validation/walking_stride.csv`). Found minus force through 20 N, in ms. The "
        "force was smoothed, so its strike is some ms early.",
        "",
        "| rule | left strike | left toe-off | right toe-off |",
        "|---|---|---|---|",
        *(
            f"| {rule} | " + " | ".join(f"{gap:+.0f}" for kind in KINDS for gap in gaps[kind]) + " |"
            for rule, gaps in measured.items()
        ),
        "",
        "The drawn walker, found minus true in ms, mean ± SD: by the points of his sole, and by places where people "
        "wear markers, the back of the shoe and over the ball of the foot.",
        "",
        "| m/s | frames/s | points | strike | toe-off | strike, Zeni | toe-off, Zeni |",
        "|---|---|---|---|---|---|---|",
    ]
    for speed in SPEEDS_M_S:
        motion = drawn_motion("walk", speed)
        known = drawn_truth(motion)
        for rate in RATES_HZ:
            for worn in (False, True):
                track = drawn_walk(motion, rate, worn=worn)
                cells = " | ".join(_cells(gaps_ms(track, known, rule)) for rule in RULES)
                lines.append(f"| {speed:g} | {rate:g} | {'worn' if worn else 'sole'} | {cells} |")
    write_section(TITLE, [*lines, *_TAIL.rstrip().splitlines()])
    return 0


_TAIL = """
Zeni's instants are where heel and toe go as fast over the ground as the pelvis. People land slower: the heel at 0.87
m/s at natural cadence (Winter 1992, abstract), or 0.78 of the walking speed, and the toe is at 0.66 of it at toe-off
(Bruening and Ridge 2014, in children, events by eye; second hand by Bonci 2022). So from Zeni's instants the foot is
followed to those speeds, of which only the shares come from elsewhere: the walking speed is how fast the pelvis passes
over a foot that stands. Neither share was chosen here, and neither was moved to fit the walker or the man.

The drawn walker was made anew for this, as he did not move as people do: his heel stood still as it landed, his foot
turned about the tip of toes that lay flat to the end, and his standing knee bent before the other foot was down. Now
the heel glides in at Winter's speed and the ground stops it, the ball rises before the tip of the toes leaves, and the
toes swing 14 mm above the ground (Winter: 12.9). In its last tenth of a second the heel slows by some 26 m/s², which
came of itself at 1.4 m/s and was then asked for at all speeds; the man's slows by 30. By Zeni's rule the walker is now
as early and as late as the man. What is true of him stays the first and the last touch of his sole.
"""


if __name__ == "__main__":
    sys.exit(main())
