"""What the commands that take a CASE share: reading it, the date, writing JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from restride.cli.errors import CommandError
from restride.knowledge.case_reader import CaseError, read_case_file
from restride.knowledge.load import Knowledge, KnowledgeError, load
from restride.model.case import Case


def add_case_arguments(parser: argparse.ArgumentParser) -> None:
    """CASE, --json and --today."""
    parser.add_argument("case", type=Path, metavar="CASE", help="a YAML file, or a folder with case.yaml")
    parser.add_argument("--json", action="store_true", help="the whole document as JSON instead of words")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to reckon from; the case's visit, else today")


def read(options: argparse.Namespace) -> tuple[Case, Knowledge, date]:
    """The case, the knowledge and the day the decision is made on.

    Raises
    ------
    CommandError
        The case cannot be used.
    """
    facts = shipped_knowledge()
    try:
        case = read_case_file(options.case, facts)
    except CaseError as error:
        raise CommandError(str(error)) from None
    return case, facts, _day(options.today, case)


def shipped_knowledge() -> Knowledge:
    """The knowledge, or one sentence on the file that cannot be read."""
    try:
        return load()
    except KnowledgeError as error:
        raise CommandError(f"the knowledge cannot be used: {error}") from None


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
