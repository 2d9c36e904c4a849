"""Load the knowledge: every file of ``data/`` through its schema, once, and fast the next time.

Parsing a megabyte of YAML takes seconds; a compiled copy of the very same records takes milliseconds.
The copy is keyed by name, size and time of every file, so an edited file is always read anew.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from restride.knowledge import schema
from restride.knowledge.strict_yaml import StrictYamlError, read_yaml
from restride.model.errors import PlainError

DATA = Path(__file__).parent / "data"

#: Folder or file stem below ``data/`` → the kind of record it holds.
KINDS: dict[str, type[schema.Frozen]] = {
    "sources": schema.Source,
    "conditions": schema.Condition,
    "red_flags": schema.RedFlag,
    "tests": schema.PhysicalTest,
    "measures": schema.Measure,
    "gait": schema.GaitVariable,
    "exercises": schema.Item,
    "techniques": schema.Item,
    "modalities": schema.Item,
    "drills": schema.Item,
    "advice": schema.Item,
    "programmes": schema.Programme,
    "causes": schema.Cause,
    "load": schema.Statement,
    "prevention": schema.Statement,
    "findings": schema.FindingWord,
    "findings/body_sites": schema.BodySite,
    "findings/needs": schema.Need,
    "engine": schema.EngineTable,
    "engine/derivations": schema.Derivation,
}

_ITEM_FOLDERS = ("exercises", "techniques", "modalities", "drills", "advice")


class KnowledgeError(PlainError):
    """A knowledge file that cannot be used: one sentence with file, place and what to do."""


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """Every fact the program knows, by id, with the dated version and a digest of the files."""

    version: str
    dated: str
    digest: str
    sources: dict[str, schema.Source]
    conditions: dict[str, schema.Condition]
    red_flags: dict[str, schema.RedFlag]
    tests: dict[str, schema.PhysicalTest]
    measures: dict[str, schema.Measure]
    gait: dict[str, schema.GaitVariable]
    items: dict[str, schema.Item]
    programmes: dict[str, schema.Programme]
    causes: dict[str, schema.Cause]
    load_facts: dict[str, schema.Statement]
    prevention: dict[str, schema.Statement]
    findings: dict[str, schema.FindingWord]
    sites: dict[str, schema.BodySite]
    needs: dict[str, schema.Need]
    engine: dict[str, schema.EngineTable]
    derivations: tuple[schema.Derivation, ...]
    #: «table/id» → file it stands in, relative to ``data/``.
    files: dict[str, str]

    def fact(self, table: str, name: str) -> schema.Fact:
        """One number of the reasoning, from ``engine/``."""
        return self.engine[table].facts[name]

    def number(self, table: str, name: str) -> float:
        """The value of that fact."""
        value = self.fact(table, name).value
        if value is None:
            raise KnowledgeError(f"engine/{table}: '{name}' is a range where one number is needed.")
        return value


def data_files(folder: Path = DATA) -> list[Path]:
    """Every knowledge file, in a fixed order."""
    return sorted(path for path in folder.rglob("*.yaml") if path.name != "version.yaml")


def kind_of(path: Path, folder: Path = DATA) -> type[schema.Frozen]:
    """The kind of record a file holds, from where it stands."""
    relative = path.relative_to(folder)
    kind = KINDS.get(relative.with_suffix("").as_posix()) or KINDS.get(relative.parts[0])
    if kind is None:
        known = ", ".join(sorted(KINDS))
        raise KnowledgeError(f"{relative}: no kind of knowledge belongs here; the folders are {known}.")
    return kind


Record = TypeVar("Record", bound=schema.Frozen)


def read_records(path: Path, kind: type[Record], folder: Path = DATA) -> list[Record]:
    """Read one file: a single record, or a list of them.

    Raises
    ------
    KnowledgeError
        Not strict YAML, or not of the schema; the sentence names file, record and field.
    """
    relative = path.relative_to(folder).as_posix()
    try:
        raw = read_yaml(path.read_bytes(), name=relative)
    except StrictYamlError as error:
        raise KnowledgeError(str(error)) from None
    rows = raw if isinstance(raw, list) else [raw]
    records = []
    for row in rows:
        try:
            records.append(msgspec.convert(row, kind))
        except msgspec.ValidationError as error:
            name = row.get("id", "?") if isinstance(row, dict) else "?"
            raise KnowledgeError(f"{relative}: record '{name}': {error}.") from None
    return records


def build(folder: Path = DATA) -> Knowledge:
    """Parse every file below ``folder``; slow, exact, no cache."""
    version = read_yaml((folder / "version.yaml").read_bytes(), name="version.yaml")
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    derivations: list[schema.Derivation] = []
    files: dict[str, str] = {}
    for path in data_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
        relative = path.relative_to(folder)
        kind = kind_of(path, folder)
        for record in read_records(path, kind, folder):
            if isinstance(record, schema.Derivation):
                derivations.append(record)
                continue
            table_name = _table_of(kind, relative.parts[0])
            table = tables.setdefault(table_name, {})
            record_id: str = record.id  # type: ignore[attr-defined]
            if record_id in table:
                raise KnowledgeError(
                    f"{relative}: the id '{record_id}' stands already in "
                    f"{files[f'{table_name}/{record_id}']}; one of them would be lost: rename or remove one."
                )
            table[record_id] = record
            files[f"{table_name}/{record_id}"] = relative.as_posix()
    names = [f.name for f in msgspec.structs.fields(Knowledge) if f.name not in _NOT_TABLES]
    return Knowledge(
        version=version["version"],
        dated=version["dated"],
        digest=digest.hexdigest(),
        derivations=tuple(derivations),
        files=files,
        **{name: tables.get(name, {}) for name in names},
    )


_NOT_TABLES = {"version", "dated", "digest", "derivations", "files"}
_TABLE_BY_KIND = {schema.BodySite: "sites", schema.Need: "needs", schema.FindingWord: "findings"}


def _table_of(kind: type[schema.Frozen], folder: str) -> str:
    if folder in _ITEM_FOLDERS:
        return "items"
    if folder == "load":
        return "load_facts"
    return _TABLE_BY_KIND.get(kind, folder)


@cache
def load() -> Knowledge:
    """The knowledge shipped with this program, from the compiled copy where it is fresh."""
    stamp = _fingerprint()
    for place in _cache_places():
        try:
            raw = place.read_bytes()
        except OSError:
            continue
        if raw[:64] == stamp:
            try:
                return msgspec.msgpack.decode(raw[64:], type=Knowledge)
            except msgspec.MsgspecError:
                continue
    knowledge = build()
    _store(stamp + msgspec.msgpack.encode(knowledge))
    return knowledge


def _fingerprint() -> bytes:
    digest = hashlib.sha256()
    for path in [*data_files(), *sorted((Path(__file__).parent / "schema").glob("*.py"))]:
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest().encode()


def _cache_places() -> list[Path]:
    home = os.environ.get("XDG_CACHE_HOME")
    cache_home = Path(home) if home else Path.home() / ".cache"
    return [Path(__file__).parent / "compiled.bin", cache_home / "restride" / "knowledge.bin"]


def _store(content: bytes) -> None:
    """Keep the compiled copy where one can be written; without one the next start is only slower."""
    for place in _cache_places():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f"{place.name}.{os.getpid()}")
            temporary.write_bytes(content)
            temporary.replace(place)
        except OSError:
            continue
        return
