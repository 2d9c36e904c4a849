"""The clinical facts: check them, or show one with its sources and who uses it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from restride.cli.errors import CommandError
from restride.knowledge.check import Problem, check, coverage
from restride.knowledge.load import DATA, build, load
from restride.knowledge.show import show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two actions: check [--data DIR] and show ID."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="check | show ID")
    checking = actions.add_parser("check", help="ask the eight questions of every file, print the coverage")
    checking.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="another folder of knowledge files")
    checking.add_argument("--unused", action="store_true", help="also name what nothing uses")
    showing = actions.add_parser("show", help="claim, numbers, sources, who uses it")
    showing.add_argument("id", metavar="ID")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where the check finds an error."""
    if options.action == "show":
        text = show(load(), options.id)
        if text is None:
            raise CommandError(f"no fact is called '{options.id}'; 'restride knowledge check' lists the conditions.")
        sys.stdout.write(text)
        return 0
    return _check(options)


def _check(options: argparse.Namespace) -> int:
    if not options.data.is_dir():
        raise CommandError(f"{options.data} is not a folder of knowledge files; give one with --data.")
    problems = check(options.data)
    errors = [problem for problem in problems if problem.is_error]
    if not errors:
        sys.stdout.write(_table(options.data))
    for problem in errors + ([p for p in problems if not p.is_error] if options.unused else []):
        sys.stdout.write(_line(problem))
    unused = len(problems) - len(errors)
    sys.stdout.write(
        f"{len(errors)} errors, {unused} records used by nothing{'' if options.unused else ' (--unused names them)'}.\n"
    )
    return 1 if errors else 0


def _line(problem: Problem) -> str:
    return f"{problem.file}: {problem.record}: {problem.says} [question {problem.check}]\n"


def _table(folder: Path) -> str:
    knowledge = load() if folder == DATA else build(folder)
    head = ("condition", "status", "findings", "flags", "care", "phases", "weeks", "not covered")
    rows = [head, *coverage(knowledge)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head) - 1)]
    lines = [
        "  ".join(word.ljust(width) for word, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows
    ]
    counts = ", ".join(
        f"{len(getattr(knowledge, table))} {table.replace('_', ' ')}"
        for table in (
            "conditions",
            "red_flags",
            "tests",
            "measures",
            "items",
            "causes",
            "programmes",
            "gait",
            "sources",
        )
    )
    return "\n".join(lines) + f"\n\nKnowledge {knowledge.version} of {knowledge.dated}: {counts}.\n"
