"""Pictures of a training history: session ratio, weeks, calendar, longest-run envelope, pain and load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from restride.adapters.charts.svg import BAND, EDGE, INK2, INK3, PAIN, PINE, SPRING, Chart, Frame
from restride.knowledge.load import Knowledge
from restride.training.history import History
from restride.training.limits import history_days, spike_classes
from restride.training.load import SessionRatio, Week, longest_of_30_days
from restride.training.record import RunRecord
from restride.training.report import TrainingReport
from restride.training.window import day_words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def history_charts(
    report: TrainingReport, knowledge: Knowledge, pain: Sequence[tuple[date, float]] = ()
) -> dict[str, Chart]:
    """Every picture of a history by its name; the one of pain only where pain was logged."""
    runs, onset = report.runs, report.onset
    last = runs[-1].day
    charts = {
        "ratio": ratio_chart(report.ratios, knowledge, onset),
        "weeks": week_chart(report.weeks, onset),
        "longest": envelope_chart(runs, longest_of_30_days(History(runs=runs), knowledge), onset),
        "calendar": calendar_chart(runs, max(last, onset or last), onset=onset),
    }
    if pain:
        first = pain[0][0]
        charts["pain_and_load"] = pain_and_load_chart([run for run in runs if run.day >= first], pain)
    return charts


class _Days:
    """Days laid out from left to right."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + timedelta(days=1))

    def share(self, day: date) -> float:
        return (day - self.first).days / (self.last - self.first).days

    def name(self, frame: Frame) -> None:
        """Four or five dates under the frame."""
        span = (self.last - self.first).days
        for number in range(5):
            day = self.first + timedelta(days=round(span * number / 4))
            anchor = "start" if number == 0 else "end" if number == 4 else "middle"
            words = f"{day.day} {_MONTHS[day.month - 1]} {day.year % 100:02d}"
            frame.text(frame.x(number / 4), frame.height - 12, words, anchor=anchor, name="bt", fill=INK3)


def ratio_chart(ratios: Sequence[SessionRatio], knowledge: Knowledge, onset: date | None = None) -> Chart:
    """Every run against the longest of the 30 days before it, with the published limits."""
    known = [one for one in ratios if one.ratio is not None]
    classes = spike_classes(knowledge)
    days = history_days(knowledge)
    title = f"Each run against the longest of the {days} days before"
    spikes = [one for one in known if one.category != "usual"]
    were = "was" if len(spikes) == 1 else "were"
    summary = f"{len(spikes)} of {len(known)} runs {were} longer than {classes[0].to:g} times the longest before."
    if onset is not None:
        summary += f" The complaint began on {day_words(onset)}."
    top = max([one.ratio or 0.0 for one in known] + [2.2])
    frame = Frame(low=0, high=min(top, 4.0) * 1.05, unit=" ×")
    if known:
        span = _Days(known[0].on, max(known[-1].on, onset or known[-1].on))
        for limit in (one.to for one in classes if one.to is not None):
            frame.line([(frame.x(0), frame.y(limit)), (frame.x(1), frame.y(limit))], "limit", EDGE, 1, "3 3")
            frame.text(frame.x(1) + 3, frame.y(limit) + 4, f"{limit:g}", name="bt", fill=INK3)
        for one in known:
            usual = one.category == "usual"
            ratio = min(one.ratio or 0.0, frame.high)
            tip = f"{day_words(one.on)}: {(one.distance_m or 0) / 1000:.1f} km, {one.ratio:.2f} times, {one.category}"
            name, fill, size = ("run-dot", PINE, 2.6) if usual else ("run-spike", SPRING, 4.5)
            frame.dot(frame.x(span.share(one.on)), ratio, name, fill, tip, size)
        if onset is not None and span.first <= onset <= span.last:
            frame.onset(frame.x(span.share(onset)))
        span.name(frame)
    rows = tuple(
        (one.on.isoformat(), f"{(one.distance_m or 0) / 1000:.2f}", f"{one.ratio:.2f}", one.category or "")
        for one in known
    )
    return Chart(title, summary, frame.finish(title, summary), ("day", "km", "ratio", "class"), rows)


def week_chart(weeks: Sequence[Week], onset: date | None = None) -> Chart:
    """Distance of every week; the longest run as a mark in its bar."""
    title = "Distance a week, and the longest run in it"
    top = max((week.distance_m for week in weeks), default=0.0) / 1000
    mean = sum(week.distance_m for week in weeks) / 1000 / max(len(weeks), 1)
    summary = f"{len(weeks)} weeks, {mean:.0f} km a week on average, at most {top:.0f} km."
    frame = Frame(low=0, high=max(top, 1.0) * 1.08, unit=" km")
    if weeks:
        span = _Days(weeks[0].monday, weeks[-1].monday + timedelta(days=7))
        width = max((frame.x(1) - frame.x(0)) / len(weeks) * 0.8, 1.0)
        for week in weeks:
            x = frame.x(span.share(week.monday))
            longest = week.longest_m / 1000
            tip = (
                f"Week of {day_words(week.monday)}: {week.distance_m / 1000:.1f} km in {week.runs} runs, "
                f"longest {longest:.1f} km, {week.rest_days} days without a run"
            )
            frame.bar(x, width, week.distance_m / 1000, "week-bar", PINE, tip)
            if longest:
                frame.line([(x, frame.y(longest)), (x + width, frame.y(longest))], "week-longest", SPRING, 2)
        if onset is not None and span.first <= onset <= span.last:
            frame.onset(frame.x(span.share(onset)))
        span.name(frame)
    rows = tuple(
        (w.monday.isoformat(), str(w.runs), f"{w.distance_m / 1000:.1f}", f"{w.longest_m / 1000:.1f}", str(w.rest_days))
        for w in weeks
    )
    head = ("week of", "runs", "km", "longest km", "days without")
    return Chart(title, summary, frame.finish(title, summary), head, rows)


def envelope_chart(
    runs: Sequence[RunRecord], envelope: Sequence[tuple[date, float]], onset: date | None = None
) -> Chart:
    """Runs under the line of the longest run of 30 days."""
    title = "Runs, and the longest of the 30 days up to each"
    top = max((metres for _, metres in envelope), default=0.0) / 1000
    summary = f"The longest run on record is {top:.1f} km."
    frame = Frame(low=0, high=max(top, 1.0) * 1.08, unit=" km")
    if envelope:
        span = _Days(envelope[0][0], envelope[-1][0])
        steps: list[tuple[float, float]] = []
        for day, metres in envelope:
            x, y = frame.x(span.share(day)), frame.y(metres / 1000)
            steps += [(x, steps[-1][1]), (x, y)] if steps else [(x, y)]
        for run in runs:
            if run.distance_m is not None:
                tip = f"{day_words(run.day)}: {run.distance_m / 1000:.1f} km"
                frame.dot(frame.x(span.share(run.day)), run.distance_m / 1000, "run-dot", PINE, tip, 2.4)
        frame.line(steps, "envelope", SPRING, 2)
        if onset is not None and span.first <= onset <= span.last:
            frame.onset(frame.x(span.share(onset)))
        span.name(frame)
    rows = tuple((day.isoformat(), f"{metres / 1000:.2f}") for day, metres in envelope)
    return Chart(title, summary, frame.finish(title, summary), ("day", "longest km of 30 days"), rows)


def calendar_chart(runs: Sequence[RunRecord], last: date, weeks: int = 53, onset: date | None = None) -> Chart:
    """A square for each day of a year, darker where more was run; a ring where the complaint began."""
    title = f"Runs of the {weeks} weeks to {day_words(last)}"
    monday = last - timedelta(days=last.weekday()) - timedelta(days=7 * (weeks - 1))
    metres: dict[date, float] = {}
    for run in runs:
        if monday <= run.day <= last:
            metres[run.day] = metres.get(run.day, 0.0) + (run.distance_m or 0.0)
    most = max(metres.values(), default=0.0)
    summary = (
        f"{len(metres)} days with a run of {(last - monday).days + 1}; the most on one day was {most / 1000:.1f} km."
    )
    cell = 12.0
    frame = Frame(low=0, high=1, unit="", width=int(60 + weeks * cell), height=130, grid=False)
    for number in range((last - monday).days + 1):
        day = monday + timedelta(days=number)
        x, y = 36 + number // 7 * cell, 22 + number % 7 * cell
        run_km = metres.get(day, 0.0) / 1000
        depth = min(int(4 * run_km * 1000 / (most or 1.0)), 3)
        tip = f"{day_words(day)}: {f'{run_km:.1f} km' if day in metres else 'no run'}"
        if day in metres:
            frame.box(x, y, cell - 2, f"day-run d{depth}", _SHADES[depth], tip)
        else:
            frame.box(x, y, cell - 2, "day-free", BAND, tip)
        if day == onset:
            near, far, above, below = x - 1, x + cell - 1, y - 1, y + cell - 1
            ring = [(near, above), (far, above), (far, below), (near, below), (near, above)]
            frame.line(ring, "onset", PAIN, 2)
        if day.day == 1:
            frame.text(x, 14, _MONTHS[day.month - 1], name="bt", fill=INK3)
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")):
        frame.text(32, 31 + row * cell, name, anchor="end", name="bt", fill=INK3)
    rows = tuple((day.isoformat(), f"{value / 1000:.2f}") for day, value in sorted(metres.items()))
    return Chart(title, summary, frame.finish(title, summary), ("day", "km"), rows)


_SHADES = ("#9cc9c0", "#5fa598", "#2f7d71", PINE)


def pain_and_load_chart(runs: Sequence[RunRecord], pain: Sequence[tuple[date, float]]) -> Chart:
    """Pain from 0 to 10 over the distance of each day, on one axis of time; the two scales say their units."""
    title = "Pain over what was run"
    metres: dict[date, float] = {}
    for run in runs:
        metres[run.day] = metres.get(run.day, 0.0) + (run.distance_m or 0.0)
    days = sorted({*metres, *(day for day, _ in pain)})
    top_km = max(metres.values(), default=0.0) / 1000
    worst = max((value for _, value in pain), default=0.0)
    summary = f"Worst pain {worst:g} of 10; the most on one day {top_km:.1f} km (full height)."
    frame = Frame(low=0, high=10, unit="")
    if days:
        span = _Days(days[0], days[-1])
        for day, value in sorted(metres.items()):
            tip = f"{day_words(day)}: {value / 1000:.1f} km"
            frame.bar(frame.x(span.share(day)) - 2, 4, 10 * value / 1000 / (top_km or 1.0), "load-bar", _SHADES[0], tip)
        points = [(frame.x(span.share(day)), frame.y(value)) for day, value in sorted(pain)]
        if points:
            frame.line(points, "pl", PAIN)
            for day, value in pain:
                tip = f"{day_words(day)}: pain {value:g} of 10"
                frame.dot(frame.x(span.share(day)), value, "pl-dot", PAIN, tip)
            frame.text(points[-1][0] - 6, points[-1][1] - 8, "pain", anchor="end", name="pl-name", fill=PAIN)
        frame.text(frame.x(1), frame.top, f"km, full height {top_km:.0f}", anchor="end", name="bt", fill=INK2)
        span.name(frame)
    said = dict(pain)
    rows = tuple(
        (day.isoformat(), f"{metres.get(day, 0) / 1000:.1f}", f"{said[day]:g}" if day in said else "") for day in days
    )
    return Chart(title, summary, frame.finish(title, summary), ("day", "km", "pain"), rows)
