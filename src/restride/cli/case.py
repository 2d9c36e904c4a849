"""What the commands that take a CASE share: reading it, the date, writing JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from restride.cli.errors import CommandError
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.model.case import Case
from restride.model.published import document_json

if TYPE_CHECKING:
    from restride.training.history import History


def add_case_arguments(parser: argparse.ArgumentParser) -> None:
    """CASE, --json and --today."""
    parser.add_argument("case", type=Path, metavar="CASE", help="a YAML file, or a folder with case.yaml")
    parser.add_argument("--json", action="store_true", help="the whole document as JSON instead of words")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to reckon from; the case's visit, else today")


class CaseRead(NamedTuple):
    """A case with what its files show, the knowledge, the day the decision is made on, and its recorded runs."""

    case: Case
    facts: Knowledge
    today: date
    history: History | None


def read(options: argparse.Namespace) -> tuple[Case, Knowledge, date]:
    """The case with the runs and recordings it names, the knowledge and the day the decision is made on.

    Raises
    ------
    PlainError
        The case, its runs, its recordings or the knowledge cannot be used.
    """
    return read_all(options)[:3]


def read_all(options: argparse.Namespace) -> CaseRead:
    """The same with the recorded runs themselves.

    Raises
    ------
    PlainError
        The case, its runs, its recordings or the knowledge cannot be used.
    """
    facts = load()
    case = read_case_file(options.case, facts)
    today = _day(options.today, case)
    history = None
    if case.runs.files or case.runs.changes or options.case.is_dir():
        # Readers of activity files are loaded only for a case that has some.
        from restride.adapters.activities.history import history_of_case
        from restride.training.joined import with_history

        history = history_of_case(case, options.case, facts, today)
        case = case if history is None else with_history(case, history, facts, today)
    if case.recordings:
        # Arrays and filters are loaded only for a case that has recordings.
        from restride.adapters.case_recordings import case_with_recordings

        case = case_with_recordings(case, options.case, facts).case
    return CaseRead(case, facts, today, history)


def write_json(document: Any) -> None:
    """One JSON document on standard output, keys in the order of the schema."""
    sys.stdout.write(document_json(document))


def _day(written: str | None, case: Case) -> date:
    if written is None:
        return case.visit_on or datetime.now().astimezone().date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"--today {written} is not a date; write it as 2026-11-21.") from None
