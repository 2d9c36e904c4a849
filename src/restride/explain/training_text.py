"""A training history in words: what was read, what was run, what was unusual, and what is not said."""

from __future__ import annotations

from collections.abc import Sequence

from restride.explain.citations import citations, reason_lines
from restride.explain.dates import long_date
from restride.explain.paragraphs import Page
from restride.knowledge.load import Knowledge
from restride.model.words import State
from restride.training.errors import TrainingError
from restride.training.limits import history_days, spike_classes
from restride.training.load import SessionRatio
from restride.training.record import FileReading, RunRecord
from restride.training.report import TrainingReport

_WEEKS_SHOWN = 8
_RUNS_SHOWN = 8
_FILES_SHOWN = 20
_SPIKES = {"small": "a small spike", "moderate": "a moderate spike", "large": "a large spike"}


def training_text(report: TrainingReport, knowledge: Knowledge, files: Sequence[FileReading] = ()) -> str:
    """The whole report as plain text."""
    page = Page()
    _files(page, files)
    _overview(page, report)
    _runs(page, report.runs)
    _weeks(page, report)
    _spikes(page, report, knowledge)
    _breaks(page, report)
    _before_onset(page, report, knowledge)
    page.heading("What is not said")
    page.line(
        "No chance of injury and no ratio of this week to the last four: neither says what it seems to "
        "(docs/training.md). The published rates hold for healthy runners, not for one person and not "
        "for a return from injury."
    )
    sources = citations(report, knowledge)
    if sources:
        page.heading("Sources")
        page.bullets((f"{one.number}. {one.says}" for one in sources), mark=" ", indent=0)
    return page.text()


def _files(page: Page, files: Sequence[FileReading]) -> None:
    if not files:
        return
    counts = {grade: sum(one.grade == grade for one in files) for grade in ("OK", "PARTIAL", "REJECTED")}
    page.heading(f"{len(files)} file{'s' if len(files) != 1 else ''} read")
    page.line(f"OK {counts['OK']}, PARTIAL {counts['PARTIAL']}, REJECTED {counts['REJECTED']}.")
    said = [one for one in files if one.grade != "OK" or not one.runs]
    page.bullets((f"{one.grade}  {one.name}: {one.reason}" for one in said[:_FILES_SHOWN]), mark=" ")
    if len(said) > _FILES_SHOWN:
        page.line(f"… and {len(said) - _FILES_SHOWN} more; --json names all.", indent=2)


def _overview(page: Page, report: TrainingReport) -> None:
    page.heading("Training")
    runs = report.runs
    if not runs:
        page.line("No run with a date was found.")
    else:
        metres = sum(run.distance_m or 0.0 for run in runs)
        page.line(
            f"{len(runs)} runs from {long_date(runs[0].day)} to {long_date(runs[-1].day)}: {metres / 1000:.0f} km, "
            f"{sum(run.run_s for run in runs) / 3600:.0f} h of running."
        )
    others: dict[str, int] = {}
    for record in (*report.walks, *report.cross):
        others[record.sport] = others.get(record.sport, 0) + 1
    if others:
        page.line(
            f"Cross-training, kept apart: {', '.join(f'{name} {count}' for name, count in sorted(others.items()))}."
        )
    if report.duplicates:
        page.line(f"{report.duplicates} recording{'s' if report.duplicates > 1 else ''} of the same activity joined.")
    if report.undated:
        page.line(f"{len(report.undated)} without a usable date: shown in --json, not counted.")


def _runs(page: Page, runs: Sequence[RunRecord]) -> None:
    if not runs:
        return
    page.heading("Last runs")
    rows = []
    for run in runs[-_RUNS_SHOWN:]:
        distance = "–" if run.distance_m is None else f"{run.distance_m / 1000:.2f} km"
        if run.where == "treadmill" and run.distance_m is not None:
            distance = f"~{distance}"
        rows.append(
            (
                run.local.strftime("%Y-%m-%d %H:%M"), distance, clock(run.timer_s), pace(run.speed_m_s),
                f"{len(run.bouts)}" if run.bouts else "–", clock(run.longest_bout_s) if run.bouts else "–",
                "–" if run.steps is None else f"{run.steps:.0f}",
                "–" if run.climb_m is None else f"{run.climb_m:.0f} m",
                "–" if run.effort_0_10 is None else f"{run.effort_0_10:g}",
            )
        )  # fmt: skip
    table(page, ("start", "distance", "time", "pace", "bouts", "longest", "steps", "climb", "effort"), rows)


def _weeks(page: Page, report: TrainingReport) -> None:
    if not report.weeks:
        return
    page.heading("Weeks")
    rows = [
        (
            week.monday.isoformat(), f"{week.distance_m / 1000:.1f} km", str(week.runs), str(week.rest_days),
            f"{week.longest_m / 1000:.1f} km", f"{week.climb_m:.0f} m",
            "–" if week.fast_share is None else f"{week.fast_share:.0%}",
        )
        for week in report.weeks[-_WEEKS_SHOWN:]
    ]  # fmt: skip
    table(page, ("week of", "distance", "runs", "days without", "longest", "climb", "fast"), rows)


def _spikes(page: Page, report: TrainingReport, knowledge: Knowledge) -> None:
    if not report.ratios:
        return
    days = history_days(knowledge)
    page.heading(f"Each run against the longest of the {days} days before")
    known = [one for one in report.ratios if one.ratio is not None]
    if not known:
        page.line(f"Not known yet: it takes {days} days of history.")
        return
    spikes = [one for one in known if one.category != "usual"]
    usual = spike_classes(knowledge)[0].to
    page.line(f"{len(known) - len(spikes)} of {len(known)} runs up to {usual:g} times, {len(spikes)} above.")
    page.bullets(spike_line(one, knowledge) for one in sorted(spikes, key=lambda one: one.on)[-_RUNS_SHOWN:])


def spike_line(one: SessionRatio, knowledge: Knowledge) -> str:
    """A run, its ratio, its class, and the published rate of that class in plain words."""
    found = next(row for row in spike_classes(knowledge) if row.name == one.category)
    rate = (
        f"among healthy runners such runs were followed by {found.hazard:g} times the usual rate of overuse injury"
        if found.says
        else "the usual rate"
    )
    return (
        f"{long_date(one.on)}: {(one.distance_m or 0) / 1000:.1f} km, {one.ratio:.2f} times the "
        f"{(one.longest_m or 0) / 1000:.1f} km before; {_SPIKES.get(one.category or '', 'usual')} ({rate})"
    )


def _breaks(page: Page, report: TrainingReport) -> None:
    if report.breaks:
        page.heading("Breaks")
        page.bullets(
            f"{one.days} days without a run until {long_date(one.first)}; {counted(len(one.first_runs), 'run')} "
            "in the two weeks after"
            for one in report.breaks[-_RUNS_SHOWN:]
        )


def _before_onset(page: Page, report: TrainingReport, knowledge: Knowledge) -> None:
    if report.onset is None:
        return
    page.heading(f"Before it began on {long_date(report.onset)}")
    unusual = [one for one in report.errors if one.state is State.PRESENT]
    usual = [one for one in report.errors if one.state is State.ABSENT]
    numbers = {one.source: one.number for one in citations(report, knowledge)}
    if not report.errors:
        page.line("The records do not reach far enough back to say what was unusual.")
    for error in unusual:
        _error(page, error, knowledge, numbers)
    if usual:
        page.line("Not unusual:")
        page.bullets(one.says for one in usual)


def _error(page: Page, error: TrainingError, knowledge: Knowledge, numbers: dict[str, int]) -> None:
    word = knowledge.findings[error.finding]
    page.bullets([f"{word.says}. {error.says}"], mark="▲")
    page.bullets(reason_lines(error.because, numbers), mark="why:", indent=4)


def counted(number: int, noun: str) -> str:
    """«1 run», «3 runs»."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def clock(seconds: float) -> str:
    """«1:02:03» or «45:06»."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def pace(speed_m_s: float | None) -> str:
    """«5:30 /km»."""
    if not speed_m_s:
        return "–"
    seconds = round(1000 / speed_m_s)
    return f"{seconds // 60}:{seconds % 60:02d} /km"


def table(page: Page, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns under their names."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        page.line("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).replace(" ", "\u00a0"))
