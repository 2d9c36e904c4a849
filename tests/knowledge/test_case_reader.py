"""Bad input gets one clear sentence; good input nothing but a case."""

import pytest

from restride.knowledge.case_reader import CaseError, read_case, read_case_file
from restride.knowledge.load import load
from restride.model.files import FileError

KNOWLEDGE = load()


def refusal(text: str | bytes) -> str:
    with pytest.raises(CaseError) as caught:
        read_case(text, KNOWLEDGE, name="case.yaml")
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def knee(**more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return f"complaints: [{{site: knee_outer, side: right{extra}}}]"


def test_a_complaint_with_its_site_is_a_whole_case():
    case = read_case(knee(), KNOWLEDGE)
    assert case.complaints[0].site == "knee_outer"
    assert case.red_flags == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("[1, 2]", "is not a case"),
        ("runner: {age_years: 30}", "there is no complaint"),
        ("complaints: [{site: kneee_outer}]", "did you mean 'knee_outer'"),
        (knee(pain="{worst: 11}"), "complaints[0].pain.worst: 11 is above 10"),
        (knee(weeks="-1"), "-1 is below 0"),
        (knee(weeks="soon"), "'soon' stands where a number is needed"),
        (knee(features="{night_pains: yes}"), "did you mean 'night_pain'"),
        (knee(features="{cancer_history: no}"), "write it under 'history.features'"),
        (knee(features="{night_pain: maybe}"), "night_pain: 'maybe' is not one of yes, no, not_asked"),
        (knee(colour="blue"), "'colour' is not a known field"),
        (knee(sight="knee_inner"), "did you mean 'site'"),
        (knee() + "\nrunner: {mass: 70}", "a unit is never guessed"),
        (knee() + "\nrunner: {sex: no}", "'no' is not one of female, male"),
        (knee() + "\nroutine: {usual_pace: 5:30}", "unit"),
        (knee() + "\nexam: [{test: hhd_hip_abd, side: left, value: 182 cm}]", "the unit 'cm'"),
        (knee() + "\nexam: [{test: hop_for_joy, side: left, result: positive}]", "is not a known test"),
        (
            knee() + "\nexam: [{test: mcmurray, side: left, result: positive},"
            " {test: mcmurray, side: left, result: negative}]",
            "contradict each other",
        ),
        (
            knee() + "\nexam: [{test: mcmurray, side: both, result: positive},"
            " {test: mcmurray, side: left, result: negative}]",
            "contradict each other",
        ),
        ("visit_on: 2026-01-01\n" + knee(began_on="2026-02-01"), "lies after the visit"),
        (knee() + "\ncomplaints: []", "stands twice"),
        (b"\x89PNG\r\n\x00\x00", "binary"),
        ("note: caf\xe9".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_case_that_cannot_be_used_is_refused_with_the_reason(text, words):
    assert words in refusal(text)


def test_a_file_too_large_to_be_a_case_is_not_read(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("# " + "x" * 10_000_000)
    with pytest.raises(FileError, match="at most 2 MB"):
        read_case_file(file, KNOWLEDGE)


def test_a_folder_is_read_by_its_case_file(tmp_path):
    (tmp_path / "case.yaml").write_text(knee())
    assert read_case_file(tmp_path, KNOWLEDGE).complaints[0].site == "knee_outer"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CaseError, match="There is no case"):
        read_case_file(tmp_path / "nowhere.yaml", KNOWLEDGE)


def test_the_same_result_on_both_sides_and_again_on_one_is_no_contradiction():
    text = (
        knee() + "\nexam: [{test: mcmurray, side: both, result: negative},"
        " {test: mcmurray, side: left, result: negative}]"
    )
    assert len(read_case(text, KNOWLEDGE).exam) == 2
