"""How parent and child talk: a message is a small header and, where there is one, a block of numbers behind it."""

from __future__ import annotations

import struct
from typing import IO, Any, NamedTuple

import msgspec
import numpy as np

_LENGTH = struct.Struct("<II")


class Message(NamedTuple):
    """What it is, its small facts, and an array or None."""

    kind: str
    facts: dict[str, Any]
    array: np.ndarray | None


def send(stream: IO[bytes], kind: str, facts: dict[str, Any] | None = None, array: np.ndarray | None = None) -> None:
    """Write one message and push it out."""
    shape = None if array is None else (array.dtype.str, array.shape)
    head = msgspec.msgpack.encode((kind, facts or {}, shape))
    body = b"" if array is None or not array.size else np.ascontiguousarray(array).data.cast("B")
    stream.write(_LENGTH.pack(len(head), len(body)))
    stream.write(head)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None where the other end is gone."""
    lengths = _exactly(stream, _LENGTH.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTH.unpack(lengths)
    head, body = _exactly(stream, head_length), _exactly(stream, body_length)
    if head is None or body is None:
        return None
    kind, facts, shape = msgspec.msgpack.decode(head, type=tuple[str, dict[str, Any], tuple[str, list[int]] | None])
    array = None
    if shape is not None:
        array = (np.frombuffer(body, dtype=shape[0]) if body else np.empty(0, dtype=shape[0])).reshape(shape[1])
    return Message(kind, facts, array)


def _exactly(stream: IO[bytes], length: int) -> bytearray | None:
    """So many bytes; None where the stream ends before."""
    block = bytearray(length)
    view, have = memoryview(block), 0
    while have < length:
        got = stream.readinto(view[have:])  # type: ignore[attr-defined]
        if not got:
            return None
        have += got
    return block
