"""YAML without its traps."""

import pytest

from restride.knowledge.strict_yaml import StrictYamlError, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5:30", "5:30"),
        ("no", "no"),
        ("on", "on"),
        ("2026-11-21", "2026-11-21"),
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("12", 12),
        ("-3.5", -3.5),
        ("true", True),
        ("null", None),
        ('"12"', "12"),
        ("", None),
    ],
)
def test_a_scalar_is_text_unless_it_is_unmistakably_something_else(text, value):
    assert read_yaml(f"pace: {text}") == {"pace": value}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' stands twice"),
        ("a: &x\n  b: *x", "an alias points into itself"),
        ("a: !!python/object:os.system {}", "the tag"),
        ("a: !secret 1", "the tag !secret is not allowed"),
        ("? [1, 2]\n: 3", "a key must be text"),
        ("a: [1", "is not readable YAML"),
        ("a: 1\n---\nb: 2", "is not readable YAML"),
        (b"\xff\xfea", "is not UTF-8 text"),
        (b"\x00\x01\x02", "is a binary file"),
        ("[" * 500 + "]" * 500, "nested too deeply"),
    ],
)
def test_what_is_ambiguous_or_broken_is_refused_in_one_sentence(text, words):
    with pytest.raises(StrictYamlError) as caught:
        read_yaml(text, name="case.yaml")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_alias_stands_for_its_anchor():
    assert read_yaml("a: &x [1, 2]\nb: *x") == {"a": [1, 2], "b": [1, 2]}
