"""Evaluation and proposal warm, knowledge cold, the command as a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import restride
from benchmarks._timing import median_ms, process_ms
from restride.knowledge.load import build
from validation.textbook import textbook_case

_DAY = date(2026, 11, 21)
_CONDITIONS = ("pfp", "achilles_midportion", "plantar_heel_pain", "gtps", "itbs")
_LOAD = "from restride.knowledge.load import load; load()"


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    facts = restride.load_knowledge()
    for name in _CONDITIONS:
        case = textbook_case(facts.conditions[name], facts)
        evaluation = restride.evaluate(case, today=_DAY, facts=facts)
        first = median_ms(lambda case=case: restride.evaluate(case, today=_DAY, facts=facts))  # type: ignore[misc]
        second = median_ms(
            lambda case=case, evaluation=evaluation: restride.plan(case, evaluation, today=_DAY, facts=facts)  # type: ignore[misc]
        )
        yield f"{name}: evaluate {first:.1f} ms + plan {second:.1f} ms = {first + second:.1f} ms (target 50)"
    bare = process_ms([sys.executable, "-c", "pass"])
    yield f"bare interpreter as a process: {bare:.0f} ms"
    cold = process_ms([sys.executable, "-c", _LOAD]) - bare
    yield f"knowledge cold, process less interpreter: {cold:.0f} ms (target 300)"
    yield f"knowledge parsed anew from YAML: {median_ms(build, 3):.0f} ms"
    example = next(iter(sorted((Path(__file__).parent.parent / "tests" / "cases").rglob("itbs*.yaml"))))
    command = [str(Path(sys.executable).parent / "restride"), "evaluate", str(example)]
    yield f"restride evaluate as a process: {process_ms(command):.0f} ms (target 700)"
