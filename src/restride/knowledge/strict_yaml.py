"""Read YAML without its traps.

Plain YAML reads a pace ``5:30`` as 330, ``no`` as false, an unquoted date as a date object, and lets a
repeated key win. Here every plain scalar is text unless it is unmistakably a number, ``true``, ``false``
or ``null``; repeated keys, aliases into themselves, tags and several documents are refused.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from restride.model.errors import PlainError

# The C parser is some eight times faster; the pure one is there where libyaml is not.
_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?\Z")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class StrictYamlError(PlainError):
    """One sentence: what was found, why it is a problem, what to do."""


def read_yaml(text: str | bytes, *, name: str = "the file") -> Any:
    """Read one YAML document into plain Python values.

    Parameters
    ----------
    text : str or bytes
        UTF-8 text of one document.
    name : str
        What to call the document in an error.

    Returns
    -------
    dict, list, str, int, float, bool or None

    Raises
    ------
    StrictYamlError
        Not UTF-8, not YAML, a repeated key, a tag, a key that is not text, or several documents.
    """
    if isinstance(text, bytes):
        text = _decode(text, name)
    try:
        loader = _BaseLoader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        return None if node is None else _value(node, name, ())
    except yaml.MarkedYAMLError as error:
        raise StrictYamlError(_describe(error, name)) from None
    except yaml.YAMLError as error:
        raise StrictYamlError(f"{name} is not readable YAML: {str(error).splitlines()[0]}.") from None
    except RecursionError:
        raise StrictYamlError(f"{name} is nested too deeply to be a file of ours; is it the right file?") from None


def _decode(raw: bytes, name: str) -> str:
    if b"\0" in raw[:4096]:
        raise StrictYamlError(f"{name} is a binary file; a YAML text file is needed.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StrictYamlError(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        ) from None


def _describe(error: yaml.MarkedYAMLError, name: str) -> str:
    mark = error.problem_mark or error.context_mark
    where = f", line {mark.line + 1}" if mark else ""
    return f"{name}{where} is not readable YAML: {error.problem or error.context}."


def _value(node: Any, name: str, open_nodes: tuple[int, ...]) -> Any:
    if id(node) in open_nodes:
        raise StrictYamlError(f"{name}, line {node.start_mark.line + 1}: an alias points into itself.")
    if node.tag not in _PLAIN_TAGS:
        raise StrictYamlError(f"{name}, line {node.start_mark.line + 1}: the tag {node.tag} is not allowed; remove it.")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    inside = (*open_nodes, id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, name, inside) for child in node.value]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise StrictYamlError(f"{name}, line {line}: a key must be text.")
        key = key_node.value
        if key in result:
            raise StrictYamlError(
                f"{name}, line {line}: the key '{key}' stands twice and one of them would be lost; keep one."
            )
        result[key] = _value(value_node, name, inside)
    return result


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 40 else text
    if _FLOAT.match(text):
        return float(text)
    return text
