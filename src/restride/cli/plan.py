"""Propose a treatment plan for a case, and write its documents."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import restride
from restride.cli.case import add_case_arguments, read, write_json
from restride.cli.writing import writing_to
from restride.model.published import document_json

if TYPE_CHECKING:
    from restride.knowledge.load import Knowledge
    from restride.model import Case, Evaluation, Plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The case, and where the documents go."""
    add_case_arguments(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write plan.json, the documents (PDF) and a calendar file here",
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help="paper of the documents")


def run(options: argparse.Namespace) -> int:
    """Print the proposal in words or as JSON; with --out also write the documents."""
    case, facts, today = read(options)
    evaluation = restride.evaluate(case, today=today, facts=facts)
    plan = restride.plan(case, evaluation, today=today, facts=facts)
    if options.out is not None:
        _write(options, case, evaluation, plan, facts)
    if options.json:
        write_json(plan)
    elif options.out is None:
        from restride.explain.plan_text import plan_text

        sys.stdout.write(plan_text(plan, facts))
    return 0


def _write(options: argparse.Namespace, case: Case, evaluation: Evaluation, plan: Plan, facts: Knowledge) -> None:
    """All files or none: they are made in memory first."""
    from restride.adapters.documents import write_documents

    with writing_to(options.out):
        names = write_documents(
            options.out, case, evaluation, plan, facts, paper=options.paper, plan_json=document_json(plan)
        )
    sys.stderr.write("\n".join(f"wrote {options.out / name}" for name in names) + "\n")
