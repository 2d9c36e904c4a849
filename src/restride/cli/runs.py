"""Read activity files, folders and exports; report load, spikes, and what was unusual before a complaint began."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from restride.adapters.activities.importing import Imported, import_paths
from restride.adapters.activities.reading import Options
from restride.adapters.activities.tables import FIELDS
from restride.cli.case import write_json
from restride.cli.errors import CommandError
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.training.history import build_history
from restride.training.limits import reading_limits
from restride.training.record import FileReading
from restride.training.report import TrainingReport, report_on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, and what to say of it."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH",
        help="FIT, TCX, GPX (also .gz), a Strava, Garmin or Apple Health export, a CSV, or a folder of these",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="files and report as JSON instead of words")
    parser.add_argument("--onset", metavar="YYYY-MM-DD", help="day the complaint began; a case folder knows it")
    parser.add_argument(
        "--store", type=Path, metavar="FILE", help="keep what was read: a later import reads only what is new"
    )
    parser.add_argument(
        "--zone", metavar="NAME", help="the runner's time zone, as Europe/Berlin, for files that name none"
    )
    parser.add_argument(
        "--columns", action="append", default=[], metavar="FIELD=NAME", help=f"CSV columns: {', '.join(FIELDS)}"
    )
    parser.add_argument("--charts", type=Path, metavar="DIR", help="write the pictures (SVG) here")
    parser.add_argument("--positions", action="store_true", help="keep positions; without it they are let go")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="records after this day are a clock's mistake")


class RunsDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Files with their grades, and the report."""

    files: tuple[FileReading, ...]
    new: int
    report: TrainingReport


def run(options: argparse.Namespace) -> int:
    """Import, analyse, print."""
    facts = load()
    onset = _day("--onset", options.onset) or _onset_of_case(options.paths, facts)
    today = _day("--today", options.today) or datetime.now().astimezone().date()
    reading = Options(
        limits=reading_limits(facts), zone=_zone(options.zone), today=today, keep_positions=options.positions,
        columns=_columns(options.columns),
    )  # fmt: skip
    imported = _import(options, reading)
    history = build_history((run for one in imported.readings for run in one.runs), reading.limits)
    report = report_on(history, facts, onset)
    if options.charts is not None:
        _write_charts(options.charts, report, facts)
    if options.json:
        # The runs stand in the report; a file names its grade and its reason.
        files = tuple(msgspec.structs.replace(one, runs=()) for one in imported.readings)
        write_json(RunsDocument(files=files, new=imported.new, report=report))
    else:
        from restride.explain.training_text import training_text

        sys.stdout.write(training_text(report, facts, imported.readings))
        if options.store is not None:
            sys.stdout.write(f"\n{imported.new} of {imported.files} files were new to {options.store.name}.\n")
    return 0 if any(one.grade != "REJECTED" for one in imported.readings) else 1


def _import(options: argparse.Namespace, reading: Options) -> Imported:
    for path in options.paths:
        if not path.exists():
            raise CommandError(f"{path} does not exist; name a file, a folder or an export.")
    bar = _Bar() if sys.stderr.isatty() else None
    try:
        imported = import_paths(options.paths, reading, store=options.store, progress=bar, workers=options.workers)
    except KeyboardInterrupt:
        kept = "the same command goes on where it stopped" if options.store else "with --store it could go on later"
        sys.stderr.write(f"\nrestride: stopped; {kept}.\n")
        raise
    finally:
        if bar is not None:
            bar.end()
    if not imported.readings:
        raise CommandError(
            f"no activity file is in {', '.join(map(str, options.paths))}; name a folder that holds some."
        )
    return imported


class _Bar:
    """A line that fills, on standard error."""

    _WIDTH = 32

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        filled = self._WIDTH * done // max(total, 1)
        if filled != self._shown or done == total:
            self._shown = filled
            sys.stderr.write(f"\rreading {'█' * filled}{'░' * (self._WIDTH - filled)} {done} of {total} files")
            sys.stderr.flush()

    def end(self) -> None:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def _day(name: str, written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"{name} {written} is not a date; write it as 2026-11-21.") from None


def _zone(name: str | None) -> str | None:
    if name is not None:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CommandError(f"--zone {name} is not a time zone known here; write it as Europe/Berlin.") from None
    return name


def _columns(written: list[str]) -> dict[str, str]:
    columns = {}
    for one in written:
        field, mark, name = one.partition("=")
        if not mark or field not in FIELDS:
            raise CommandError(f"--columns {one} cannot be used; write FIELD=NAME with one of {', '.join(FIELDS)}.")
        columns[field] = name
    return columns


def _onset_of_case(paths: list[Path], facts: Knowledge) -> date | None:
    """The day the first complaint of a case folder began."""
    for path in paths:
        if (path / "case.yaml").is_file():
            case = read_case_file(path, facts)
            for complaint in case.complaints:
                if complaint.began_on is not None:
                    return complaint.began_on
    return None


def _write_charts(folder: Path, report: TrainingReport, facts: Knowledge) -> None:
    from restride.adapters.charts.training import calendar_chart, envelope_chart, ratio_chart, week_chart
    from restride.training.history import History
    from restride.training.load import longest_of_30_days

    if not report.runs:
        return
    envelope = longest_of_30_days(History(runs=report.runs), facts)
    charts = {
        "ratio": ratio_chart(report.ratios, facts, report.onset),
        "weeks": week_chart(report.weeks, report.onset),
        "longest": envelope_chart(report.runs, envelope, report.onset),
        "calendar": calendar_chart(report.runs, report.runs[-1].day, onset=report.onset),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, chart in charts.items():
            (folder / f"{name}.svg").write_text(chart.svg, encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"{folder} cannot be written ({error.strerror}); choose another folder with --charts."
        ) from None
    sys.stderr.write("".join(f"wrote {folder / f'{name}.svg'}\n" for name in charts))
