"""Numbers that an option takes, with the range that the documents allow them too."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, get_args

import msgspec


def within(kind: Any) -> Callable[[str], float]:
    """A reader of one number in the range of an annotated type, for an option's ``type``."""
    limits = next(one for one in get_args(kind) if isinstance(one, msgspec.Meta))
    least, over = limits.ge if limits.ge is not None else limits.gt, limits.ge is None
    most, under = limits.le if limits.le is not None else limits.lt, limits.le is None
    words = f"{'above' if over else 'at least'} {least:g} and {'below' if under else 'at most'} {most:g}"

    def read(text: str) -> float:
        try:
            return float(msgspec.convert(float(text), kind))
        except (ValueError, msgspec.ValidationError):
            raise argparse.ArgumentTypeError(f"'{text}' does not fit; give a number {words}") from None

    return read
