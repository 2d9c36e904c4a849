"""Turn the decoder's complaint about a document into one plain sentence with place, finding and way out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from restride.model.quantity import QuantityError

_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
_BOUND = re.compile(r"Expected `\w+` (>=|<=) (-?[\d.]+)")
_LENGTH = re.compile(r"Expected `(\w+)` of length (>=|<=) (\d+)")
_KIND = re.compile(r"Expected `([\w |]+)`, got `(\w+)`")
_FIELD = re.compile(r"unknown field `(.+)`")
_MISSING = re.compile(r"missing required field `(.+)`")
_ENUM = re.compile(r"Invalid enum value '?(.*?)'?\Z", re.DOTALL)
_KINDS = {
    "float": "a number",
    "int": "a whole number",
    "object": "a mapping",
    "array": "a list",
    "str": "text",
    "bool": "true or false",
}


def plain_error(error: msgspec.ValidationError, document: Mapping[str, Any], form: type, whole: str) -> str:
    """Say place, finding and way out: «complaints[0].pain.worst: 11 is above 10, the highest possible; …».

    ``form`` is what the document was read as, and ``whole`` what it is called where no part of it is meant.
    """
    message, _, where = str(error).partition(" - at `")
    path = where.rstrip("`").removeprefix("key in ").strip("`").removeprefix("$").lstrip(".")
    if isinstance(error.__cause__, QuantityError):
        return f"{path}: {error.__cause__}."
    steps = [name or index for name, index in _STEP.findall(path)]
    place, found, kind = _look_up(steps, document, message, inspect.type_info(form))
    return f"{place or whole}: {_sentence(message, found, kind)}"


def _sentence(message: str, found: Any, kind: inspect.Type | None) -> str:
    if bound := _BOUND.search(message):
        above = bound[1] == "<="
        extreme = "above {}, the highest" if above else "below {}, the lowest"
        return f"{found} is {extreme.format(f'{float(bound[2]):g}')} possible; check the number."
    if length := _LENGTH.search(message):
        return _length(length[1], length[2] == "<=", int(length[3]), found)
    if field := _FIELD.search(message):
        return _unknown_field(field[1], kind)
    if field := _MISSING.search(message):
        return f"the field '{field[1]}' is missing; add it."
    if enum := _ENUM.search(message):
        return f"'{enum[1]}' is not one of {', '.join(_options(kind))}; choose one of them."
    if wrong := _KIND.search(message):
        wanted = " or ".join(
            _KINDS.get(name.strip(), name.strip()) for name in wrong[1].split("|") if name.strip() != "null"
        )
        shown = (
            f"'{found}'"
            if isinstance(found, (str, int, float))
            else f"a {_KINDS.get(wrong[2], wrong[2]).removeprefix('a ')}"
        )
        return f"{shown} stands where {wanted} is needed; correct it."
    return f"{message[0].lower()}{message[1:]}; correct it."


def _length(kind: str, most: bool, limit: int, found: Any) -> str:
    what = {"array": "entries", "str": "characters"}.get(kind, "parts")
    bound = f"at most {limit} are possible" if most else f"at least {limit} must be there"
    return f"{len(found)} {what}, and {bound}; correct it."


def _unknown_field(name: str, kind: inspect.Type | None) -> str:
    fields = [field.name for field in kind.fields] if isinstance(kind, inspect.StructType) else []
    near = difflib.get_close_matches(name, fields, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(fields)}."
    return f"'{name}' is not a known field, so it would be ignored; {hint}"


def _options(kind: inspect.Type | None) -> list[str]:
    if isinstance(kind, inspect.EnumType):
        return [str(member.value) for member in kind.cls]
    if isinstance(kind, inspect.LiteralType):
        return [str(value) for value in kind.values]
    return []


def _look_up(
    steps: list[str], document: Any, message: str, kind: inspect.Type | None
) -> tuple[str, Any, inspect.Type | None]:
    """Place in words, what stands there, and the type that was expected, following the decoder's path."""
    found, place = document, ""
    for step in steps:
        if isinstance(kind, inspect.StructType):
            kind = next((_inner(field.type) for field in kind.fields if field.name == step), None)
            found = found.get(step) if isinstance(found, Mapping) else None
            place += f".{step}" if place else step
        elif isinstance(kind, inspect.DictType):
            key = _offending_key(found, message)
            kind, found = _inner(kind.value_type), found.get(key) if isinstance(found, Mapping) else None
            place += f".{key}"
        else:
            kind = _inner(getattr(kind, "item_type", None) or inspect.AnyType())
            found = found[int(step)] if isinstance(found, list) and step.isdigit() else None
            place += f"[{step}]"
    return place, found, kind


def _inner(kind: inspect.Type) -> inspect.Type:
    """The type beside None, and the type inside its metadata."""
    if isinstance(kind, inspect.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return _inner(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _offending_key(mapping: Any, message: str) -> str:
    value = _ENUM.search(message)
    if value and isinstance(mapping, Mapping):
        return next((str(key) for key, one in mapping.items() if str(one) == value[1]), "…")
    return "…"
