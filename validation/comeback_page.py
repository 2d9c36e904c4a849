"""The page and the frontier plot of the simulation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validation.comeback_simulation import Row

_WIDTH, _HEIGHT, _PAD = 860, 520, 64
_COLOURS = {"ours": "#0b6e4f", "guarded": "#5b8c5a", "ungated": "#b3402a", "gated": "#8a6d1d"}
_HEAD = """# Virtual runners on the way back

Made by `python -m validation.comeback_simulation`. **The runners and every parameter of theirs are invented**
(`validation/virtual_runners.py`): the tables compare programmes with each other under the same made-up conditions. They
predict nobody, they prove no programme safe, and the sizes mean nothing outside this page.

Two mechanisms: a tissue that flares above a threshold, and one in which damage and repair run against each other.
Two runners in five report only part of their pain; runners forget logs, run more than planned, and lose days to life.
Horizon {horizon} days, {count} runners for each line. A flare is the tissue's, whatever was reported. Days end with the
first 30 min in one go without a flare; who never gets there counts as {horizon} + 1. A ladder that ends earlier is
carried on by ten per cent a week. «Gated»: green counts, amber repeats, red goes a stage back. «Guarded»: the ladder
proposes, our shield decides.

- Sessions of ours held against the rules written a second time (`validation/comeback_rules.py`): **{given:,}**,
  broken: **{broken}**.
- Ladders that beat ours on both flares and days: **{lost}**.

![Flares and days](comeback.svg)
"""


def page(rows: list[Row], count: int, given: int, broken: int, lost: list[str]) -> str:
    """The whole page."""
    from validation.comeback_simulation import HORIZON_D

    text = _HEAD.format(horizon=HORIZON_D, count=count, given=given, broken=broken, lost=len(lost))
    for mechanism in ("threshold", "damage"):
        mine = [one for one in rows if one.kind == mechanism]
        text += f"\n## {mechanism.capitalize()}\n\n" + _table([one for one in mine if not _is(one, "variant")])
    text += (
        "\n## What the early minute and the belief cost and bring\n\n"
        "Pure 110 % with every dose twice is slow from a small start; the rule allows one minute more below 10 min.\n\n"
    )
    text += _table([one for one in rows if _is(one, "variant") or one.name == "ours:low"], with_kind=True)
    text += (
        "\n## Reading it\n\n"
        "Ours stands at the end with the fewest flares, and pays with days: a hot-headed ladder brings a robust runner "
        "to 30 min sooner.\nMost of ours who are not there in time lost days to life or did not log; both hold "
        "progress on purpose.\n"
    )
    return text


def _is(one: Row, kind: str) -> bool:
    return one.name.startswith(f"{kind}:")


def _label(name: str) -> str:
    from validation.comeback_simulation import _VARIANTS

    kind, _, rest = name.partition(":")
    if kind == "ours":
        return f"**ours**, {rest} irritability"
    if kind == "ten":
        return f"+10 % a week, {rest}"
    if kind == "variant":
        return f"ours, {_VARIANTS[rest][0]}"
    return f"{rest.split(':')[0]}, {'guarded' if kind == 'guarded' else rest.split(':')[1]}"


def _table(rows: list[Row], *, with_kind: bool = False) -> str:
    head = (
        "| programme | flares per 100 sessions | flares per runner | worst tenth, flares from | days to 30 min, mean | "
    )
    head += "median | worst tenth, days from | share there | broken |\n|---|---|---|---|---|---|---|---|---|\n"
    lines = [
        f"| {_label(one.name)}{f' ({one.kind})' if with_kind else ''} | {one.per_100:.1f} | {one.per_runner:.2f} | "
        f"{one.worst_flares} | {one.days:.0f} | {one.median:.0f} | {one.worst_days} | {one.share:.2f} | "
        f"{one.violations if one.name.startswith(('ours', 'guarded')) else '–'} |"
        for one in rows
    ]
    return head + "\n".join(lines) + "\n"


def plot(rows: list[Row]) -> str:
    """Days against flares (logarithmic), both mechanisms; a text summary stands in the title."""
    shown = [one for one in rows if not _is(one, "variant")]
    low, high = min(one.days for one in shown) - 3, max(one.days for one in shown) + 3
    top = max(one.per_100 for one in shown)

    def x(days: float) -> float:
        return _PAD + (days - low) / (high - low) * (_WIDTH - 2 * _PAD)

    def y(flares: float) -> float:
        least = 0.1
        share = math.log(max(flares, least) / least) / math.log(top / least)
        return _HEIGHT - _PAD - share * (_HEIGHT - 2 * _PAD)

    dots = [_dot(one, x(one.days), y(one.per_100)) for one in shown]
    ticks = [_tick(f"{value:g}", _PAD - 8, y(value) + 4, "end") for value in (0.1, 1, 10, 100) if value <= top]
    ticks += [
        _tick(f"{value}", x(value), _HEIGHT - _PAD + 20, "middle") for value in range(60, 181, 20) if low < value < high
    ]
    legend = [
        f'<text x="{_WIDTH - _PAD - 150}" y="{_PAD + 18 * at}" fill="{colour}">● {name}</text>'
        for at, (name, colour) in enumerate(_COLOURS.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">\n'
        "<title>Days to 30 min against flares per 100 sessions, invented runners. Ours has the fewest flares; "
        "most ladders reach 30 min with many more.</title>\n"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n'
        f'<path d="M{_PAD} {_PAD}V{_HEIGHT - _PAD}H{_WIDTH - _PAD}" fill="none" stroke="#444"/>\n'
        + "\n".join([*dots, *ticks, *legend])
        + f'\n<text x="{_WIDTH / 2}" y="{_HEIGHT - 16}" text-anchor="middle">'
        "mean days to 30 min (never counts as 181)</text>\n"
        f'<text x="18" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 18 {_HEIGHT / 2})">'
        "flares per 100 sessions (log)</text>\n</svg>\n"
    )


def _dot(one: Row, x: float, y: float) -> str:
    kind = next(name for name in ("ours", "guarded", "ungated", "gated") if name in one.name)
    mark = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_COLOURS[kind]}"/>'
        if one.kind == "threshold"
        else f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{_COLOURS[kind]}"/>'
    )
    plain = _label(one.name).replace("*", "")
    return f"<g><title>{plain} ({one.kind}): {one.per_100:.1f} flares, {one.days:.0f} days</title>{mark}</g>"


def _tick(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
