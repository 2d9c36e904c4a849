"""An animated figure as pictures: its drawing at each moment of the loop, and the pixels of that drawing.

The figure's own animation is followed (its SMIL, of which it uses little): turns, shifts and paths between key times.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

import av
import numpy as np
from lxml import etree

from restride.adapters.extras import need
from restride.adapters.films.writing import Picture

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
#: Drawings set in one go.
BATCH = 24
_PAGE = """#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt, fill: rgb(sheet.ground))
#for (at, drawing) in sheet.drawings.enumerate() {
  if at > 0 { pagebreak() }
  place(center + horizon, image(bytes(drawing), format: "svg", width: 100%, height: 100%, fit: "contain"))
}
"""


def loop_length_s(svg: str) -> float:
    """How long one round of the animation lasts; 0 where nothing moves."""
    found = re.search(r'dur="([0-9.]+)s"', svg)
    return float(found[1]) if found else 0.0


def drawings(svg: str, shares: Iterable[float]) -> Iterator[str]:
    """The drawing at shares (0 to 1) of its loop, without animation."""
    tree = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    return (_at(tree, share) for share in shares)


def _at(tree: Any, share: float) -> str:
    root = deepcopy(tree)
    for still in root.xpath("//*[contains(concat(' ', @class, ' '), ' f-still ')]"):
        still.getparent().remove(still)
    for motion in list(root.iter(f"{_SVG}animateTransform", f"{_SVG}animate")):
        _apply(motion, share)
        motion.getparent().remove(motion)
    return str(etree.tostring(root, encoding="unicode"))


def _apply(motion: Any, share: float) -> None:
    """Set what the animation sets, on the element that it is in."""
    moved = motion.getparent()
    value = _between(motion.get("values").split(";"), motion.get("keyTimes"), share)
    if motion.tag == f"{_SVG}animate":
        moved.set(motion.get("attributeName"), value)
        return
    base = moved.get("transform", "") if motion.get("additive") == "sum" else ""
    moved.set("transform", f"{base} {motion.get('type')}({value})".strip())


def _between(values: list[str], key_times: str | None, share: float) -> str:
    """The value at a share: every number of it part of the way from one key time to the next."""
    times = [float(word) for word in key_times.split(";")] if key_times else list(np.linspace(0, 1, len(values)))
    at = int(np.clip(np.searchsorted(times, share, side="right") - 1, 0, len(values) - 2))
    span = times[at + 1] - times[at]
    part = (share - times[at]) / span if span > 0 else 0.0
    first, second = values[at], values[at + 1]
    ends = [float(word) for word in _NUMBER.findall(second)]
    starts = _NUMBER.findall(first)
    if len(starts) != len(ends):
        return first if part < 0.5 else second
    mixed = iter(float(a) + (b - float(a)) * part for a, b in zip(starts, ends, strict=True))
    # A space keeps numbers apart that only a sign kept apart before.
    return _NUMBER.sub(lambda _: f" {next(mixed):.3f}", first)


def pixels(drawings: list[str], size: tuple[int, int], ground: str) -> list[Picture]:
    """Drawings as pictures of this size; see :func:`pngs`."""
    return [_decoded(page) for page in pngs(drawings, size, ground)]


def pngs(drawings: list[str], size: tuple[int, int], ground: str) -> list[bytes]:
    """Drawings as PNG files of this size, fitted in and centred on the ground's colour.

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The package that draws SVG is not installed.
    """
    need("pdf", "Pictures of figures")
    import typst

    sheet = {"width": size[0], "height": size[1], "ground": ground, "drawings": drawings}
    compiler = typst.Compiler(_PAGE.encode(), ignore_system_fonts=True, sys_inputs={"sheet": json.dumps(sheet)})
    pages: Any = compiler.compile(format="png", ppi=72)
    return [bytes(page) for page in (pages if isinstance(pages, list) else [pages])]


def _decoded(page: bytes) -> Picture:
    with av.open(io.BytesIO(page), "r") as container:
        frame = next(container.decode(video=0))
        return np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def moments(svg: str, size: tuple[int, int], rate_hz: float, rounds: int, ground: str) -> Iterator[Picture]:
    """Pictures of an animated figure, evenly spaced over so many rounds of its loop."""
    count = max(1, round(loop_length_s(svg) * rate_hz))
    drawn = drawings(svg, (at / count for at in range(count)))
    one_round: list[Picture] = []
    while batch := list(islice(drawn, BATCH)):
        for picture in pixels(batch, size, ground):
            one_round.append(picture)
            yield picture
    for _ in range(rounds - 1):
        yield from one_round
