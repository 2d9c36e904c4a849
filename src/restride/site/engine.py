"""The site's one door to the engine: documents in, documents out, and the same document read back as types."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

import restride
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.plan import Plan
from restride.model.quantity import encode_quantity
from restride.site.documents import Document
from restride.training.history import History

Published = TypeVar("Published", Evaluation, Plan)


def facts() -> Knowledge:
    """Return the knowledge shipped with the program; read once for the process."""
    return restride.load_knowledge()


def case_of(document: Document) -> Case:
    """Return the case that a document holds.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        In one sentence what is wrong with it.
    """
    return convert_case(document, facts(), name="This case")


def with_runs(document: Document, history: History, today: date) -> Document:
    """Return a stored case joined with recorded runs; everything else in it stays as it was written."""
    case = restride.with_runs(case_of(document), history, today=today, facts=facts())
    known: Document = msgspec.json.decode(msgspec.json.encode(case, enc_hook=encode_quantity))
    joined = {name: part for name, part in document.items() if name not in ("runs", "routine")}
    return joined | {name: known[name] for name in ("routine", "runs") if known.get(name)}


def evaluate(document: Document, today: date) -> Evaluation:
    """Evaluate a stored case."""
    return restride.evaluate(case_of(document), today=today, facts=facts())


def plan(document: Document, evaluation: Evaluation, today: date) -> Plan:
    """Propose a plan for a stored case and its evaluation."""
    return restride.plan(case_of(document), evaluation, today=today, facts=facts())


def written(answer: Evaluation | Plan) -> Document:
    """Return a published document as the database stores it."""
    document: Document = msgspec.json.decode(msgspec.json.encode(answer))
    return document


def read(document: Document, kind: type[Published]) -> Published | None:
    """Read a stored document back; nothing if an older program wrote it in another shape."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError:
        return None
