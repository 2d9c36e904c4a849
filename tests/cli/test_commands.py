"""The command line as a person meets it: words, JSON that fits its schema, one sentence for an error."""

import contextlib
import io
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from restride.cli import main
from restride.knowledge.schemas import DOCUMENTS

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.yaml"))
KNEE = "complaints: [{site: knee_outer, side: right}]\n"
TODAY = ("--today", "2026-11-21")


def run(capsys, *words):
    status = main([str(word) for word in words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture(scope="module")
def schema():
    """A schema as the command prints it; each takes a second to make, so it is printed once."""
    printed = {}

    def of(name):
        if name not in printed:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                assert main(["schema", name]) == 0
            printed[name] = json.loads(out.getvalue())
        return printed[name]

    return of


def assert_fits(document, published):
    """That a document fits a schema, which a test of its own has checked: that takes a second each time."""
    jsonschema.Draft202012Validator(published).validate(document)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_published_schema_is_a_schema(name, schema):
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["evaluate", "plan"])
def test_every_example_is_answered_in_words_and_in_json_that_fits_its_schema(command, example, capsys, schema):
    status, words, _ = run(capsys, command, example, *TODAY)
    assert status == 0
    assert "Knowledge" in words
    status, out, _ = run(capsys, command, example, "--json", *TODAY)
    assert status == 0
    document = json.loads(out)
    assert_fits(document, schema({"evaluate": "evaluation"}.get(command, command)))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_fits_the_published_schema_of_a_case(example, schema):
    document = json.loads(json.dumps(yaml.load(example.read_text(), Loader=yaml.BaseLoader)))
    numbers = _as_written(document)
    assert_fits(numbers, schema("case"))


def _as_written(value):
    """Numbers as numbers, as our reader takes them; everything else is text."""
    if isinstance(value, dict):
        return {key: _as_written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_written(one) for one in value]
    try:
        return float(value)
    except ValueError:
        return value


def test_the_same_case_gives_the_same_bytes(capsys):
    first = run(capsys, "plan", EXAMPLES[0], "--json", *TODAY)
    assert run(capsys, "plan", EXAMPLES[0], "--json", *TODAY) == first


def test_the_example_that_must_be_referred_gets_no_plan(capsys):
    example = next(path for path in EXAMPLES if "referred" in path.stem)
    _, out, _ = run(capsys, "plan", example, "--json", *TODAY)
    plan = json.loads(out)
    assert plan["decision"] == "locked"
    assert plan["home"] == []
    assert plan["unlocks"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (KNEE.replace("knee_outer", "elbow"), "is not a known body site"),
        (KNEE.replace("side: right", "pain: {worst: 11}"), "11 is above 10"),
        (KNEE.replace("side: right", "weeks: -2"), "-2 is below 0"),
        (KNEE + "exam: [{test: flying, side: left, result: positive}]\n", "is not a known test"),
        (KNEE + "exam: [{test: wblt, side: left, value: 9 kg}]\n", "the unit 'kg'"),
        (KNEE + "routine: {usual_pace: 5:30}\n", "unit"),
        (KNEE + "runner: {sex: no}\n", "'no' is not one of"),
        (KNEE + KNEE, "stands twice"),
        ("x" * 10_000_000, "at most 2 MB"),
        ("\0\1\2", "binary"),
        ("", "is empty"),
        ("caf\xe9", None),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "plan"])
def test_bad_input_is_one_sentence_status_two_and_nothing_written(command, text, words, tmp_path, capsys):
    case, out = tmp_path / "case.yaml", tmp_path / "out"
    case.write_bytes(text.encode("latin-1" if words is None else "utf-8"))
    extra = ("--out", out) if command == "plan" else ()
    status, printed, error = run(capsys, command, case, *extra)
    assert status == 2
    assert printed == ""
    assert error.count("\n") == 1
    assert (words or "UTF-8") in error
    assert not out.exists()


@pytest.mark.parametrize("today", ["tomorrow", "2026-02-30", "21.11.2026"])
def test_a_day_that_is_none_is_refused(today, capsys):
    status, _, error = run(capsys, "evaluate", EXAMPLES[0], "--today", today)
    assert status == 2
    assert "is not a date" in error


def test_without_a_command_the_commands_are_listed(capsys):
    status, _, error = run(capsys)
    assert status == 2
    assert "evaluate" in error
    assert "plan" in error


def test_another_folder_of_knowledge_that_is_none_is_one_sentence(capsys, tmp_path):
    status, _, error = run(capsys, "knowledge", "check", "--data", tmp_path / "nowhere")
    assert status == 2
    assert error.count("\n") == 1
