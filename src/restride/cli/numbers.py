"""Numbers that an option takes, with the range that the documents allow them too."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import msgspec

from restride.model.recordings import limits


def within(kind: Any) -> Callable[[str], float]:
    """A reader of one number in the range of an annotated type, for an option's ``type``."""
    least, most = limits(kind)
    words = f"at least {least:g} and at most {most:g}"

    def read(text: str) -> float:
        try:
            return float(msgspec.convert(float(text), kind))
        except (ValueError, msgspec.ValidationError):
            raise argparse.ArgumentTypeError(f"'{text}' does not fit; give a number of {words}") from None

    return read
