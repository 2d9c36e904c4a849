"""Pictures of a gait report: angles over the stride, ground and air, step rate over time, left against right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restride.adapters.charts.svg import BAND, EDGE, INK, INK2, INK3, INVERSE, LEFT, LINE, RIGHT, Chart, Frame, ticks
from restride.explain.gait_words import ANGLES, asymmetry_words, difference, number, with_error, with_unit
from restride.gait.track import Floats
from restride.model.gait import Curve, GaitReport, Metric
from restride.model.words import Side

_COLOURS = {Side.LEFT: (LEFT, "cl", "tl", ""), Side.RIGHT: (RIGHT, "crr", "tr", "7 4")}
_SIDES = (Side.LEFT, Side.RIGHT)
_NAMES = {Side.LEFT: "Left", Side.RIGHT: "Right"}
#: Rows of the table of a curve [% of the stride].
_TABLE_STEPS = range(0, 101, 10)


class Usual(NamedTuple):
    """What is usual of a population in a stretch of the stride."""

    start_pct: float
    end_pct: float
    low: float
    high: float
    population: str


class CurveChart(NamedTuple):
    """A chart of one angle, and where its scale lies: the player moves a dot along it."""

    angle: str
    chart: Chart
    frame: Frame


def curve_chart(
    curves: Sequence[Curve],
    *,
    rows: dict[Side, Floats],
    toe_off_pct: float | None,
    usual: Sequence[Usual],
    error: Metric | None,
) -> CurveChart:
    """One angle over the stride: each stride thin, the mean thick, one SD around it, both sides.

    Parameters
    ----------
    curves : sequence of Curve
        The same angle, one or two sides.
    rows : dict
        Side → every stride, float64 (strides, 101) [deg]; empty where only the report is at hand.
    toe_off_pct : float or None
        When the foot leaves the ground [% of the stride].
    usual : sequence of Usual
        Reference bands that fit this angle at this speed.
    error : Metric or None
        A metric of this angle: its error is drawn on the scale.
    """
    angle = curves[0].angle
    name, up = ANGLES[angle]
    low, high = _span(curves, rows, usual)
    frame = Frame(low=low, high=high, unit="°", width=340, height=250, left=40, right=68, top=22)
    for band in usual:
        corners = [(frame.x(s / 100), frame.y(v)) for s, v in _corners(band)]
        frame.area(corners, "band", BAND)
    _stride_axis(frame, toe_off_pct)
    for curve in curves:
        _sd_band(frame, curve)
    for curve in curves:
        colour, line, _, dash = _COLOURS[curve.side]
        for row in rows.get(curve.side, np.zeros((0, 101)))[:40]:
            frame.line(_points(frame, row), f"thin {line}", colour, 0.7)
        frame.line(_points(frame, curve.mean), line, colour, 2.6, dash)
    _name_lines(frame, curves)
    if error is not None:
        _error_bar(frame, error.error)
    summary = _curve_words(curves, toe_off_pct, up)
    head = ("% of stride", *(f"{_NAMES[c.side]} {word}" for c in curves for word in ("mean °", "SD °")))
    table = tuple(
        (str(at), *(text for c in curves for text in (number(c.mean[at], "deg"), number(c.sd[at], "deg"))))
        for at in _TABLE_STEPS
    )
    return CurveChart(angle, Chart(name, summary, frame.finish(name, summary), head, table), frame)


def _span(curves: Sequence[Curve], rows: dict[Side, Floats], usual: Sequence[Usual]) -> tuple[float, float]:
    lows = [m - s for c in curves for m, s in zip(c.mean, c.sd, strict=True)] + [one.low for one in usual]
    highs = [m + s for c in curves for m, s in zip(c.mean, c.sd, strict=True)] + [one.high for one in usual]
    for values in rows.values():
        if values.size:
            lows.append(float(values.min()))
            highs.append(float(values.max()))
    low, high = min(lows), max(highs)
    # A nearly flat line must not fill the picture with its noise.
    room = max((high - low) * 0.06, (20 - (high - low)) / 2)
    return low - room, high + room


def _corners(band: Usual) -> list[tuple[float, float]]:
    start, end = band.start_pct, max(band.end_pct, band.start_pct + 3)
    return [(start, band.low), (start, band.high), (end, band.high), (end, band.low)]


def _stride_axis(frame: Frame, toe_off_pct: float | None) -> None:
    for share in (0, 25, 50, 75, 100):
        anchor = "end" if share == 100 else "middle"
        frame.text(frame.x(share / 100), frame.height - 14, f"{share} %", anchor=anchor, name="bt", fill=INK3)
    frame.text(frame.x(0), frame.top - 8, "strike", name="bt", fill=INK3)
    if toe_off_pct is not None:
        x = frame.x(toe_off_pct / 100)
        frame.line([(x, frame.top), (x, frame.height - frame.bottom)], "ax", EDGE, 1, "2 4")
        frame.text(x, frame.top - 8, f"toe-off {toe_off_pct:.0f} %", anchor="middle", name="bt", fill=INK3)


def _points(frame: Frame, values: Sequence[float] | Floats) -> list[tuple[float, float]]:
    return [(frame.x(at / 100), frame.y(float(value))) for at, value in enumerate(values)]


def _sd_band(frame: Frame, curve: Curve) -> None:
    if curve.n_strides < 2:
        return
    upper = _points(frame, [m + s for m, s in zip(curve.mean, curve.sd, strict=True)])
    lower = _points(frame, [m - s for m, s in zip(curve.mean, curve.sd, strict=True)])
    frame.area([*upper, *lower[::-1]], f"sd-{curve.side.value}", _COLOURS[curve.side][0])


def _name_lines(frame: Frame, curves: Sequence[Curve]) -> None:
    """Each side's name at the end of its line, kept apart."""
    ends = sorted((frame.y(curve.mean[-1]) + 4, curve.side) for curve in curves)
    if len(ends) == 2 and ends[1][0] - ends[0][0] < 14:
        middle = (ends[0][0] + ends[1][0]) / 2
        ends = [(middle - 7, ends[0][1]), (middle + 7, ends[1][1])]
    for y, side in ends:
        colour, _, name, _ = _COLOURS[side]
        frame.text(frame.x(1) + 6, y, _NAMES[side], name=name, fill=colour)


def _error_bar(frame: Frame, error: float) -> None:
    """How wide the 95 % interval of a value is on this scale, in the margin beside the names."""
    x, half = frame.x(1) + 54, abs(frame.y(error) - frame.y(0))
    top = max(frame.top + 16, (frame.top + frame.height - frame.bottom) / 2 - half)
    d = f"M{x:.1f} {top:.1f}V{top + 2 * half:.1f}M{x - 4:.1f} {top:.1f}h8M{x - 4:.1f} {top + 2 * half:.1f}h8"
    frame.raw(f'<path class="er" d="{d}" fill="none" stroke="{INK}" stroke-width="1.4"/>')
    frame.text(x, top - 6, f"±{error:.0f}°", anchor="middle", name="bt", fill=INK2)


def _curve_words(curves: Sequence[Curve], toe_off_pct: float | None, up: str) -> str:
    said = []
    stance = int(toe_off_pct) if toe_off_pct is not None else 100
    for curve in curves:
        low, high = min(curve.mean), max(curve.mean)
        peak = max(curve.mean[: stance + 1])
        ground = f", on the ground up to {with_unit(peak, 'deg')}" if toe_off_pct is not None else ""
        said.append(
            f"{_NAMES[curve.side]}: {number(low, 'deg')} to {with_unit(high, 'deg')}{ground}, "
            f"{curve.n_strides} stride{'s' if curve.n_strides != 1 else ''}."
        )
    return f"{up.capitalize()}. {' '.join(said)}"


def ground_chart(report: GaitReport, *, narrow: bool = False) -> Chart | None:
    """Time on the ground and in the air of two steps in a row; None where neither was measured."""
    contact, flight, step = (_pair(report, name) for name in ("contact_time", "flight_time", "step_time"))
    if not contact:
        return None
    title = "On the ground, in the air"
    starts = {Side.LEFT: 0.0, Side.RIGHT: step[Side.LEFT].value if Side.LEFT in step else 0.0}
    ends = [starts[s] + m.value + (flight[s].value if s in flight else 0) for s, m in contact.items()]
    width, left, right = (340, 44, 8) if narrow else (560, 60, 24)
    frame = Frame(low=0, high=1, unit="", width=width, height=150, grid=False, left=left, right=right)
    most = max(ends) * 1.02
    for tick in range(0, int(most) + 1, 100 if most < 700 and not narrow else 200):
        x = frame.x(tick / most)
        frame.line([(x, 8), (x, 118)], "gl", LINE, 1)
        frame.text(x, 138, f"{tick} ms", anchor="middle", name="bt", fill=INK3)
    said = []
    for row, side in enumerate(s for s in _SIDES if s in contact):
        said.append(_ground_row(frame, 14 + 52 * row, side, starts[side], most, contact[side], flight.get(side)))
    pair = report.metric("contact_time_asymmetry")
    summary = " ".join(said)
    if pair is not None:
        claim = asymmetry_words(pair)
        differ = f"Left minus right: {difference(pair.value, pair.error, 'ms')}"
        summary += f" {differ}: {'no difference can be claimed' if claim.startswith('No') else claim.lower()}."
    head = ("", "Ground ms", "± ms", "Air ms", "± ms")
    rows = tuple(
        (_NAMES[s], number(m.value, "ms"), number(m.error, "ms"),
         *((number(flight[s].value, "ms"), number(flight[s].error, "ms")) if s in flight else ("not measured", "")))
        for s, m in contact.items()
    )  # fmt: skip
    return Chart(title, summary, frame.finish(title, summary), head, rows)


def _ground_row(
    frame: Frame, y: float, side: Side, start: float, most: float, contact: Metric, flight: Metric | None
) -> str:
    colour, _, name, _ = _COLOURS[side]
    x0, x1 = frame.x(start / most), frame.x((start + contact.value) / most)
    frame.text(4, y + 25, _NAMES[side], name=name, fill=colour)
    fill = "fl" if side is Side.LEFT else "fr"
    frame.raw(f'<rect class="{fill}" x="{x0:.1f}" y="{y}" width="{x1 - x0:.1f}" height="38" rx="5" fill="{colour}"/>')
    # The words above, the error below: a wide one would strike them out.
    frame.text(x0 + 10, y + 17, f"ground {contact.value:.0f}", name="inv", fill=INVERSE)
    words = f"{_NAMES[side]}: on the ground {with_error(contact.value, contact.error, 'ms')}"
    if flight is not None and flight.value > 0:
        x2 = frame.x((start + contact.value + flight.value) / most)
        frame.raw(
            f'<rect class="fly" x="{x1 + 2:.1f}" y="{y}" width="{max(x2 - x1 - 2, 1):.1f}" height="38" rx="5" '
            f'fill="none" stroke="{EDGE}" stroke-dasharray="3 3"/>'
        )
        frame.text((x1 + x2) / 2 + 5, y + 17, f"air {flight.value:.0f}", anchor="middle", fill=INK2)
        words += f", in the air {with_error(flight.value, flight.error, 'ms')}"
    half = (x1 - x0) * contact.error / contact.value
    d = f"M{x1 - half:.1f} {y + 28}h{2 * half:.1f}M{x1 - half:.1f} {y + 23}v10M{x1 + half:.1f} {y + 23}v10"
    frame.raw(f'<path class="er" d="{d}" fill="none" stroke="{INK}" stroke-width="1.4"/>')
    return words + "."


def _pair(report: GaitReport, name: str) -> dict[Side, Metric]:
    found = {side: report.metric(name, side) for side in _SIDES}
    return {side: metric for side, metric in found.items() if metric is not None}


def rate_chart(report: GaitReport, *, narrow: bool = False) -> Chart | None:
    """Step rate of every single step through the recording; None with fewer than three steps."""
    steps = [(row.strike_s, 60 / row.step_s, row.side) for row in report.strides if row.step_s]
    mean = report.metric("cadence")
    if len(steps) < 3 or mean is None:
        return None
    title = "Step rate through the recording"
    rates = [rate for _, rate, _ in steps]
    room = max(10.0, (max(rates) - min(rates)) * 0.2)
    low, high, width = min(rates) - room, max(rates) + room, 340 if narrow else 560
    frame = Frame(low=low, high=high, unit="", width=width, height=220, left=40, right=52)
    start, end = steps[0][0], max(steps[-1][0], steps[0][0] + 1e-6)
    y = frame.y(mean.value)
    frame.line([(frame.x(0), y), (frame.x(1), y)], "ax", EDGE, 1, "2 4")
    frame.text(frame.x(1) + 6, y - 3, "mean", name="bt", fill=INK2)
    frame.text(frame.x(1) + 6, y + 11, f"{mean.value:.1f}", name="strong", fill=INK)
    frame.line([(frame.x(_inside(t, start, end)), frame.y(r)) for t, r, _ in steps], "thread", LINE, 1.4)
    for time_s, rate, side in steps:
        x, colour = frame.x(_inside(time_s, start, end)), _COLOURS[side][0]
        tip = f"{time_s:.2f} s: {rate:.1f} steps a minute, step from the {side.value} foot"
        if side is Side.LEFT:
            frame.dot(x, rate, "fl", colour, tip, 4)
        else:
            frame.box(x - 3.5, frame.y(rate) - 3.5, 7, "fr", colour, tip)
    marks = ticks(start, end)
    for at in marks[:: 2 if narrow and len(marks) > 3 else 1]:
        x = frame.x(_inside(at, start, end))
        frame.text(x, frame.height - 12, f"{at:g} s", anchor="middle", name="bt", fill=INK3)
    summary = (
        f"{len(steps)} steps, {min(rates):.0f} to {max(rates):.0f} steps a minute, "
        f"mean {with_error(mean.value, mean.error, 'steps_per_min')}. Round: left foot; square: right foot."
    )
    table = tuple((f"{t:.3f}", s.value, f"{r:.1f}") for t, r, s in steps)
    return Chart(title, summary, frame.finish(title, summary), ("strike s", "foot", "steps a minute"), table)


def _inside(time_s: float, start: float, end: float) -> float:
    """Place of a moment, a little in from both edges."""
    return 0.03 + 0.92 * (time_s - start) / (end - start)


def asymmetry_chart(metrics: Sequence[Metric], *, narrow: bool = False) -> Chart | None:
    """Left minus right of every number measured on both legs, each in units of its own error."""
    if not metrics:
        return None
    title, row_height = "Left against right", 44 if narrow else 26
    reach = max(2.0, *(abs(_in_errors(m)) + 1.2 for m in metrics))
    height = 58 + row_height * len(metrics)
    width, left, right = (340, 6, 112) if narrow else (640, 240, 132)
    frame = Frame(low=0, high=1, unit="", width=width, height=height, grid=False, left=left, right=right)
    low, zero, high = (frame.x(0.5 + 0.5 * r / reach) for r in (-1.0, 0.0, 1.0))
    foot = height - 28
    frame.area([(low, 26), (high, 26), (high, foot), (low, foot)], "band", BAND)
    frame.line([(zero, 20), (zero, foot)], "ax", EDGE, 1)
    frame.text(frame.x(0), 15, "← right more", name="tr", fill=RIGHT)
    frame.text(frame.x(1), 15, "left more →", anchor="end", name="tl", fill=LEFT)
    frame.text(zero, height - 8, "grey: within the error", anchor="middle", name="bt", fill=INK3)
    for row, metric in enumerate(metrics):
        _asymmetry_row(frame, 44 + row_height * row + (12 if narrow else 0), metric, high - zero, reach, narrow=narrow)
    beyond = [m for m in metrics if abs(m.value) > m.error]
    summary = (
        f"{len(beyond)} of {len(metrics)} differences are larger than their error. "
        "A difference is an observation, by itself no fault."
    )
    head = ("Measure", "Left minus right", "In words")
    table = tuple((_pair_name(m), difference(m.value, m.error, m.unit), asymmetry_words(m)) for m in metrics)
    return Chart(title, summary, frame.finish(title, summary), head, table)


def _in_errors(metric: Metric) -> float:
    return max(-4.0, min(4.0, metric.value / metric.error))


def _pair_name(metric: Metric) -> str:
    return metric.name.removesuffix(", left minus right").split(", from this strike")[0]


def _asymmetry_row(frame: Frame, y: float, metric: Metric, one: float, reach: float, *, narrow: bool) -> None:
    if narrow:
        frame.text(frame.left, y - 12, _pair_name(metric), fill=INK2)
    else:
        frame.text(frame.left - 12, y + 4, _pair_name(metric), anchor="end", fill=INK2)
    x = frame.x(0.5 + 0.5 * _in_errors(metric) / reach)
    d = f"M{x - one:.1f} {y}h{2 * one:.1f}M{x - one:.1f} {y - 4}v8M{x + one:.1f} {y - 4}v8"
    frame.raw(f'<path class="er" d="{d}" fill="none" stroke="{INK}" stroke-width="1.4"/>')
    known = abs(metric.value) > metric.error
    name, colour = ("fl", LEFT) if metric.value > 0 else ("fr", RIGHT)
    if not known:
        name, colour = "dot-open", INK3
    frame.raw(f'<circle class="{name}" cx="{x:.1f}" cy="{y}" r="5" fill="{colour}"/>')
    value = difference(metric.value, metric.error, metric.unit)
    frame.text(frame.x(1) + 8, y + 4, value, name="strong" if known else "", fill=INK)
