"""What the commands that take a CASE share: reading it, the date, writing JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from restride.cli.errors import CommandError
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.model.case import Case


def add_case_arguments(parser: argparse.ArgumentParser) -> None:
    """CASE, --json and --today."""
    parser.add_argument("case", type=Path, metavar="CASE", help="a YAML file, or a folder with case.yaml")
    parser.add_argument("--json", action="store_true", help="the whole document as JSON instead of words")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to reckon from; the case's visit, else today")


def read(options: argparse.Namespace) -> tuple[Case, Knowledge, date]:
    """The case with the runs and recordings it names, the knowledge and the day the decision is made on.

    Raises
    ------
    PlainError
        The case, its runs, its recordings or the knowledge cannot be used.
    """
    facts = load()
    case = read_case_file(options.case, facts)
    today = _day(options.today, case)
    if case.runs.files or case.runs.changes or options.case.is_dir():
        # Readers of activity files are loaded only for a case that has some.
        from restride.adapters.activities.history import case_with_files

        case = case_with_files(case, options.case, facts, today)
    if case.recordings:
        # Arrays and filters are loaded only for a case that has recordings.
        from restride.adapters.case_recordings import case_with_recordings

        case = case_with_recordings(case, options.case, facts).case
    return case, facts, today


def write_json(document: Any) -> None:
    """One JSON document on standard output, keys in the order of the schema."""
    sys.stdout.write(json_text(document))


def json_text(document: Any) -> str:
    """The published form of a document; the same document gives the same bytes."""
    raw = msgspec.json.encode(document)
    return msgspec.json.format(raw, indent=2).decode() + "\n"


def _day(written: str | None, case: Case) -> date:
    if written is None:
        return case.visit_on or datetime.now().astimezone().date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"--today {written} is not a date; write it as 2026-11-21.") from None
