"""Patterns of form reach the page and the PDF with every member and its number."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msgspec
import pytest
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader

from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.write import report_html, write_pictures
from restride.explain.gait_words import member_words, pattern_title
from restride.knowledge.load import Knowledge
from restride.model.gait import FormPattern, PatternMember
from restride.model.words import Side, State


def member(state: State, name: str = "Hip bend at contact") -> PatternMember:
    return PatternMember(
        metric="hip_flexion_contact", name=name, side=Side.LEFT, value=48.4, error=2.1, unit="deg", limit=35.2,
        above=True, state=state,
    )  # fmt: skip


def pattern(state: State, *members: State) -> FormPattern:
    return FormPattern(
        id="overstriding", side=Side.LEFT, state=state,
        members=tuple(member(one, f"Number {at}") for at, one in enumerate(members)),
    )  # fmt: skip


def shown(runner: Analysed, facts: Knowledge, *patterns: FormPattern) -> Tag | None:
    report = msgspec.structs.replace(runner.report, patterns=patterns)
    page = BeautifulSoup(report_html(runner._replace(report=report), facts), "html.parser")
    return page.select_one("#patterns")


def test_what_is_seen_stands_there_with_each_number_its_error_and_its_limit(runner: Analysed, facts: Knowledge) -> None:
    section = shown(runner, facts, pattern(State.PRESENT, State.PRESENT, State.PRESENT))
    assert section is not None
    said = section.get_text(" ")
    assert "Seen: Overstriding, left." in said
    assert "Number 1 (left): 48.4° ± 2.1, above the limit of 35.2°" in said
    assert section.select_one("details") is None


def test_a_contradiction_is_said_to_be_one(runner: Analysed, facts: Knowledge) -> None:
    section = shown(runner, facts, pattern(State.UNKNOWN, State.PRESENT, State.ABSENT))
    assert section is not None
    said = section.get_text(" ")
    assert "No pattern was found; what is undecided stands below." in said
    assert "contradict each other" in said
    assert "not above the limit of 35.2°" in said
    few = shown(runner, facts, pattern(State.UNKNOWN, State.PRESENT, State.UNKNOWN))
    assert few is not None
    assert "Too few of its numbers" in few.get_text(" ")


def test_none_found_is_said_where_it_was_measured_and_nothing_where_it_was_not(
    runner: Analysed, facts: Knowledge
) -> None:
    section = shown(runner, facts, pattern(State.ABSENT, State.ABSENT, State.ABSENT))
    assert section is not None
    assert "No pattern was found among those that could be measured." in section.get_text(" ")
    folded = section.select_one("details")
    assert folded is not None
    assert "Overstriding, left" in folded.get_text(" ")
    assert shown(runner, facts) is None


@pytest.mark.parametrize("whole", [True, False])
def test_the_paper_says_the_same(runner: Analysed, facts: Knowledge, tmp_path: Path, whole: bool) -> None:
    patterns = runner.report.patterns if whole else ()
    assert runner.report.patterns
    one = runner._replace(report=msgspec.structs.replace(runner.report, patterns=patterns))
    write_pictures(tmp_path, one, facts, dated=date(2026, 11, 22))
    reader = PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes()))
    said = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert ("Patternsofform" in said) is whole
    for found in patterns:
        assert "".join(pattern_title(found).split()) in said
        for number in found.members:
            assert "".join(member_words(number).split()) in said
