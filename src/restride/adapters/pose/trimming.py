"""Leave out of a network what leads to none of the outputs that are wanted.

The landmark model also draws the person's silhouette, at the full size of its picture, and guesses places in metres.
Nobody asks for either, and both together take a fifth to nearly a half of the time. A model file is a FlatBuffer
(schema of TensorFlow Lite, version 3): tables that point to each other. The list of operations and the list of outputs
are made shorter in place; nothing else moves, so what is left gives the same numbers to the last bit.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Sequence
from pathlib import Path

#: Places of the fields in their tables, as the published schema numbers them.
_MODEL_SUBGRAPHS = 2
_SUBGRAPH_TENSORS, _SUBGRAPH_OUTPUTS, _SUBGRAPH_OPERATORS = 0, 2, 3
_TENSOR_NAME = 3
_OPERATOR_INPUTS, _OPERATOR_OUTPUTS = 1, 2


def trimmed(path: Path, wanted: Sequence[int]) -> bytes:
    """A model with only some of its outputs, and without the operations that lead to none of these.

    Parameters
    ----------
    path : Path
        A ``.tflite`` file with one subgraph, which stays as it is.
    wanted : sequence of int
        Outputs by their place in the order of their names; those of the result come in this order.
    """
    # Pages that are written to become our own, all others stay those of the file, until the whole is copied once.
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY) as model:
        _trim(model, wanted)
        return model[:]


def _trim(model: mmap.mmap, wanted: Sequence[int]) -> None:
    graph = _items(model, _field(model, _at(model, 0), _MODEL_SUBGRAPHS))[0]
    outputs = _field(model, graph, _SUBGRAPH_OUTPUTS)
    tensors = _items(model, _field(model, graph, _SUBGRAPH_TENSORS))
    named = sorted(
        _numbers(model, outputs), key=lambda tensor: _text(model, _field(model, tensors[tensor], _TENSOR_NAME))
    )
    kept_outputs = [named[place] for place in wanted]
    operators = _field(model, graph, _SUBGRAPH_OPERATORS)
    kept = _leading_to(model, _items(model, operators), kept_outputs)
    # A vector is its length and what it holds; places of tables are told as distances from where they are told.
    start = _at(model, operators)
    struct.pack_into("<I", model, start, len(kept))
    for number, table in enumerate(kept):
        here = start + 4 + 4 * number
        struct.pack_into("<I", model, here, table - here)
    struct.pack_into(f"<I{len(kept_outputs)}i", model, _at(model, outputs), len(kept_outputs), *kept_outputs)


def _leading_to(model: mmap.mmap, operators: Sequence[int], outputs: Sequence[int]) -> list[int]:
    """Those operations, in their order, without which these tensors would not come about."""
    needed, kept = set(outputs), []
    for operator in reversed(operators):
        if needed.intersection(_numbers(model, _field(model, operator, _OPERATOR_OUTPUTS))):
            kept.append(operator)
            needed.update(_numbers(model, _field(model, operator, _OPERATOR_INPUTS)))
    return kept[::-1]


def _field(model: mmap.mmap, table: int, number: int) -> int:
    """Where a table keeps a field; its own list of distances, which lies elsewhere, says so."""
    fields = table - struct.unpack_from("<i", model, table)[0]
    return table + int(struct.unpack_from("<H", model, fields + 4 + 2 * number)[0])


def _at(model: mmap.mmap, place: int) -> int:
    """What is pointed to from a place."""
    return place + int(struct.unpack_from("<I", model, place)[0])


def _items(model: mmap.mmap, place: int) -> list[int]:
    """The tables of a vector that is pointed to."""
    start = _at(model, place)
    return [_at(model, start + 4 + 4 * k) for k in range(struct.unpack_from("<I", model, start)[0])]


def _numbers(model: mmap.mmap, place: int) -> list[int]:
    start = _at(model, place)
    return list(struct.unpack_from(f"<{struct.unpack_from('<I', model, start)[0]}i", model, start + 4))


def _text(model: mmap.mmap, place: int) -> bytes:
    start = _at(model, place)
    return bytes(model[start + 4 : start + 4 + struct.unpack_from("<I", model, start)[0]])
