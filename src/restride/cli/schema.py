"""Print the JSON Schema of a case, an evaluation or a plan."""

from __future__ import annotations

import argparse

from restride.cli.case import write_json
from restride.knowledge.load import load
from restride.knowledge.schemas import DOCUMENTS, json_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name of the document."""
    parser.add_argument("name", choices=sorted(DOCUMENTS), metavar="NAME", help=" | ".join(sorted(DOCUMENTS)))


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    write_json(json_schema(options.name, load()))
    return 0
