"""Read activity files, folders and exports; report load, spikes, and what was unusual before a complaint began."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

import msgspec

from restride.adapters.activities.history import Read, read_history
from restride.adapters.activities.tables import FIELDS
from restride.adapters.documents.folder import write_together
from restride.cli.case import write_json
from restride.cli.errors import CommandError
from restride.cli.writing import writing_to
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.model.case import Case
from restride.model.diary import DiaryEntry
from restride.model.runs import CaseRuns, RunnerChange
from restride.training.joined import onset_of
from restride.training.load import pain_by_day
from restride.training.report import TrainingReport, document_of, report_on


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
    parser.add_argument(
        "--change", action="append", default=[], metavar="WHAT=DATE[:WORDS]",
        help="what no file knows: shoes, surface, race, speed_work or hills, and since when",
    )  # fmt: skip
    parser.add_argument("--charts", type=Path, metavar="DIR", help="write the pictures (SVG) here")
    parser.add_argument("--positions", action="store_true", help="keep positions; without it they are let go")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="records after this day are a clock's mistake")


def run(options: argparse.Namespace) -> int:
    """Import, analyse, print."""
    facts = load()
    today = _day("--today", options.today) or datetime.now().astimezone().date()
    case = _case_of(options.paths, facts)
    read = _read(options, facts, today, case)
    onset = _day("--onset", options.onset) or _onset(case, today)
    report = report_on(read.history, facts, onset)
    if options.charts is not None:
        _write_charts(options.charts, report, facts, case.diary if case else ())
    imported = read.imported
    if options.json:
        write_json(document_of(imported.readings, imported.new, report))
    else:
        from restride.explain.training_text import training_text

        sys.stdout.write(training_text(report, facts, imported.readings))
        if options.store is not None:
            sys.stdout.write(f"\n{imported.new} of {imported.files} files were new to {options.store.name}.\n")
    return 0 if any(one.grade != "REJECTED" for one in imported.readings) else 1


def _read(options: argparse.Namespace, facts: Knowledge, today: date, case: Case | None) -> Read:
    """The history, with what the case and the command add to the files."""
    own = case.runs if case is not None else CaseRuns()
    bar = _Bar() if sys.stderr.isatty() else None
    try:
        return read_history(
            options.paths,
            facts,
            today,
            zone=options.zone or own.zone,
            columns=dict(own.columns) | _columns(options.columns),
            changes=(*own.changes, *map(_change, options.change)),
            keep_positions=options.positions,
            store=options.store,
            progress=bar,
            workers=options.workers,
        )
    except KeyboardInterrupt:
        kept = "the same command goes on where it stopped" if options.store else "with --store it could go on later"
        raise KeyboardInterrupt(kept) from None
    finally:
        if bar is not None:
            bar.end()


def _change(written: str) -> RunnerChange:
    """«shoes=2026-03-30» or «shoes=2026-03-30:a lighter model»."""
    what, _, rest = written.partition("=")
    day, _, says = rest.partition(":")
    try:
        return msgspec.convert({"what": what, "on": day, "says": says.strip() or None}, RunnerChange)
    except msgspec.ValidationError:
        raise CommandError(
            f"--change {written} cannot be used; write WHAT=2026-03-30 or WHAT=2026-03-30:words, with WHAT one of "
            "shoes, surface, race, speed_work, hills."
        ) from None


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


def _columns(written: list[str]) -> dict[str, str]:
    columns = {}
    for one in written:
        field, mark, name = one.partition("=")
        if not mark or field not in FIELDS:
            raise CommandError(f"--columns {one} cannot be used; write FIELD=NAME with one of {', '.join(FIELDS)}.")
        columns[field] = name
    return columns


def _case_of(paths: list[Path], facts: Knowledge) -> Case | None:
    """The case of the first folder that holds one."""
    found = next((path for path in paths if (path / "case.yaml").is_file()), None)
    return None if found is None else read_case_file(found, facts)


def _onset(case: Case | None, today: date) -> date | None:
    """The day the first complaint of a case that knows it began."""
    if case is None:
        return None
    day = case.visit_on or today
    return next((onset for complaint in case.complaints if (onset := onset_of(complaint, day)[0])), None)


def _write_charts(folder: Path, report: TrainingReport, facts: Knowledge, diary: tuple[DiaryEntry, ...]) -> None:
    from restride.adapters.charts.training import history_charts

    if not report.runs:
        return
    charts = history_charts(report, facts, pain_by_day(diary))
    with writing_to(folder, "--charts"):
        write_together(folder, {f"{name}.svg": chart.svg.encode() for name, chart in charts.items()}, ())
    sys.stderr.write("".join(f"wrote {folder / f'{name}.svg'}\n" for name in charts))
