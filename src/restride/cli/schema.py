"""Print the JSON Schema of a published document."""

from __future__ import annotations

import argparse

from restride.cli.case import write_json
from restride.knowledge.load import load
from restride.knowledge.schemas import DOCUMENTS, json_schema, schema_of
from restride.training.report import RunsDocument

_NAMES = sorted([*DOCUMENTS, "runs"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name of the document."""
    parser.add_argument("name", choices=_NAMES, metavar="NAME", help=" | ".join(_NAMES))


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    write_json(schema_of(RunsDocument) if options.name == "runs" else json_schema(options.name, load()))
    return 0
