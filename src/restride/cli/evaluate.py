"""Evaluate a case: triage, working hypotheses, dangers, impairments, causes, what to test next, the course."""

from __future__ import annotations

import argparse
import sys

import restride
from restride.cli.case import add_case_arguments, read, write_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_case_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the evaluation in words, or as JSON."""
    case, facts, today = read(options)
    evaluation = restride.evaluate(case, today=today, facts=facts)
    if options.json:
        write_json(evaluation)
    else:
        from restride.explain.evaluation_text import evaluation_text

        sys.stdout.write(evaluation_text(evaluation, facts))
    return 0
