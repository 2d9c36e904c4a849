"""The annotated film: skeleton, events and angles on the runner's video, or on a runner drawn from markers."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from restride.adapters.gait_report.body import LEG_UNITS, Body, Facing, circles_of, parts_for, projected
from restride.adapters.gait_report.canvas import Canvas, Colour, Place
from restride.adapters.gait_report.footage import Footage
from restride.explain.gait_words import ANGLES
from restride.gait.context import Gait
from restride.gait.track import SIDES, sided
from restride.model.errors import PlainError
from restride.model.words import Side

Picture = NDArray[np.uint8]
#: Pictures a second that a film shows at most; a faster recording shows every so many.
_MOST_HZ = 60.0
#: How long the word of a strike or toe-off stands [s of the recording].
_WORD_S = 0.12
_STRIP_PX = 58
_BACK, _GROUND = (236, 235, 228), (154, 166, 159)
_SHADES: dict[str, Colour] = {"far": (179, 196, 190), "torso": (69, 99, 92), "near": (47, 75, 70), "arm": (47, 75, 70)}
_SIDE_COLOURS: dict[Side, Colour] = {Side.LEFT: (134, 183, 255), Side.RIGHT: (255, 174, 116)}
_GLOW, _CARD, _SPRING, _DARK = (79, 224, 197), (255, 255, 255), (14, 156, 134), (12, 24, 21)
_LINES = (("shoulder", "hip", "knee", "ankle"), ("heel", "toe"))
#: Encoders that browsers play, the first that is at hand is used.
_ENCODERS = ("libx264", "libopenh264", "h264")
#: A longer film is cut here [s of film].
LONGEST_S = 180.0


class FilmError(PlainError):
    """A film that cannot be made."""


class Film(NamedTuple):
    """An encoded film and its size [px]."""

    mp4: bytes
    width: int
    height: int
    frames: int


def drawn_film(gait: Gait, body: Body, *, slow: float = 1.0, height: int = 540) -> Film:
    """A film of markers: the runner from the side and from behind, with events and angles.

    Parameters
    ----------
    gait : Gait
        The analysed recording.
    body : Body
        Its points to draw.
    slow : float
        So many times slower than it was.
    height : int
        Of the picture [px]; it is 16 : 9.
    """
    rows = film_rows(gait.track.time_s, slow)
    scene = _Scene(gait, body, height * 16 // 9, height)
    times = gait.track.time_s[rows]
    return encoded(((float(t), scene.picture(float(t))) for t in times), slow)


def overlaid_film(
    gait: Gait, footage: Footage, *, slow: float = 1.0, longest_px: int = 1280, show_faces: bool = False
) -> Film:
    """The runner's own video with what was found drawn on it; faces are blurred unless asked otherwise.

    Raises
    ------
    FilmError
        No encoder, or nothing to show.
    """
    rows = [int(row) for row in film_rows(footage.time_s, slow)]

    def pictures() -> Iterator[tuple[float, Picture]]:
        strip: _Strip | None = None
        for row, picture in footage.pictures(rows, longest_px, show_faces=show_faces):
            time_s = float(footage.time_s[row])
            annotate(picture, gait, footage, row)
            strip = strip or _Strip(gait, picture.shape[1], (float(footage.time_s[0]), float(footage.time_s[-1])))
            yield time_s, strip.under(picture, time_s)

    return encoded(pictures(), slow)


def plain_film(
    footage: Footage, rows: Sequence[int], *, longest_px: int, quality: int, show_faces: bool = False
) -> Film:
    """Rows of the video alone, small, for the player of the page: it draws the skeleton itself."""
    pictures = footage.pictures(rows, longest_px, show_faces=show_faces)
    return encoded(((float(footage.time_s[row]), picture) for row, picture in pictures), 1.0, quality=quality)


def check_slowness(slow: float) -> None:
    """Refuse what is no slowness.

    Raises
    ------
    FilmError
        It is no number from 1 to 100.
    """
    if not 1 <= slow <= 100:
        raise FilmError(f"A film {slow:g} times as slow cannot be made; choose 1 for real time up to 100.")


def film_rows(time_s: NDArray[np.float64], slow: float) -> NDArray[np.int64]:
    """Frames to show so that a film ``slow`` times slower has at most 60 pictures a second and lasts three minutes.

    Raises
    ------
    FilmError
        See :func:`check_slowness`.
    """
    check_slowness(slow)
    step = 1 / (_MOST_HZ * slow)
    chosen, last = [], -np.inf
    for row, time in enumerate(time_s):
        if (time - time_s[0]) * slow > LONGEST_S:
            break
        if time - last >= step - 1e-4:
            chosen.append(row)
            last = time
    return np.array(chosen, dtype=np.int64)


def encoded(pictures: Iterable[tuple[float, Picture]], slow: float, *, quality: int = 22) -> Film:
    """H.264 in MP4 with the pictures' own times, so that an uneven clock stays what it is.

    Raises
    ------
    FilmError
        No H.264 encoder is at hand, or there is no picture.
    """
    name = next((one for one in _ENCODERS if _can_encode(one)), None)
    if name is None:
        raise FilmError(
            "No H.264 encoder is at hand here, so no film can be made that browsers play; install PyAV's wheel."
        )
    with tempfile.TemporaryDirectory(prefix="restride-film-") as folder:
        # Not in memory: the container puts its index in front, for which it opens the file a second time.
        path = Path(folder, "film.mp4")
        width, height, count = _encode(path, name, pictures, slow, quality)
        return Film(path.read_bytes(), width, height, count)


def _encode(
    path: Path, encoder: str, pictures: Iterable[tuple[float, Picture]], slow: float, quality: int
) -> tuple[int, int, int]:
    """Write the file and give width, height and number of pictures."""
    import av

    clock, start, count = Fraction(1, 90_000), 0.0, 0
    stream: av.VideoStream | None = None
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        for time_s, picture in pictures:
            even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
            if stream is None:
                made = out.add_stream(encoder, rate=60, options={"crf": str(quality), "preset": "veryfast"})
                stream = cast(av.VideoStream, made)
                stream.height, stream.width = even.shape[:2]
                stream.pix_fmt, stream.codec_context.time_base = "yuv420p", clock
                start = time_s
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
            frame.pts, frame.time_base = round((time_s - start) * slow / clock), clock
            out.mux(stream.encode(frame))
            count += 1
        if stream is None:
            raise FilmError("No frame of the clip could be shown, so no film was made; export the clip again.")
        out.mux(stream.encode(None))
        return stream.width, stream.height, count


def _can_encode(name: str) -> bool:
    import av

    try:
        return bool(av.Codec(name, "w").is_encoder)
    except (ValueError, av.FFmpegError):
        return False


def annotate(picture: Picture, gait: Gait, footage: Footage, row: int) -> None:
    """Skeleton, angles and events drawn on a frame of a clip, in place."""
    canvas, scale = Canvas(picture), picture.shape[1] / footage.width
    time_s = float(footage.time_s[row])
    places = {
        name: (float(values[row, 0]) * scale, float(values[row, 1]) * scale)
        for name, values in footage.points.items()
        if np.isfinite(values[row]).all()
    }
    unit = max(picture.shape[:2]) / 720
    # A runner far away gets thin lines, or nothing of the runner would be left to see.
    tall = max((y for _, y in places.values()), default=0.0) - min((y for _, y in places.values()), default=0.0)
    for side in SIDES:
        _skeleton(canvas, places, side, min(unit, max(tall / 420, 0.35)))
    for side in [gait.near_side] if gait.near_side else SIDES:
        _angles(canvas, gait, places, side, time_s, unit)
    _events(canvas, gait, time_s, (14 * unit, 14 * unit), unit)


def _skeleton(canvas: Canvas, places: dict[str, Place], side: Side, unit: float) -> None:
    for line in _LINES:
        chain = [places[name] for point in line if (name := sided(point, side)) in places]
        canvas.line(chain, _DARK, 5.0 * unit)
        canvas.line(chain, _SIDE_COLOURS[side], 3.0 * unit)
        for place in chain:
            canvas.dot(place, 5.2 * unit, _SPRING)
            canvas.dot(place, 3.0 * unit, _CARD)


def _angles(canvas: Canvas, gait: Gait, places: dict[str, Place], side: Side, time_s: float, unit: float) -> None:
    for point, angle in (("knee", "knee_flexion"), ("hip", "hip_flexion")):
        values, place = gait.angles.get(sided(angle, side)), places.get(sided(point, side))
        if values is None or place is None:
            continue
        value = float(np.interp(time_s, gait.track.time_s, values))
        if np.isfinite(value):
            words = f"{ANGLES[angle][0]} {value:.0f}°".replace("-", "−")
            canvas.label((place[0] + 16 * unit, place[1] - 9 * unit), words, round(18 * unit))


def _events(canvas: Canvas, gait: Gait, time_s: float, place: Place, unit: float) -> None:
    """The word of an event that just happened, and the time."""
    size = round(20 * unit)
    canvas.label(place, f"{time_s:.3f} s", size)
    just = [e for e in gait.events if 0 <= time_s - e.time_s < _WORD_S]
    for at, event in enumerate(just[-2:]):
        words = f"{event.side.value} foot strike" if event.kind == "strike" else f"{event.side.value} toe-off"
        canvas.label((place[0], place[1] + (at + 1) * 1.6 * size), words, size)


class _Strip:
    """The contacts of both feet as a strip for under a film's pictures, drawn once, and a cursor for each picture."""

    def __init__(self, gait: Gait, width: int, span: tuple[float, float]) -> None:
        """For pictures so wide [px], from the first to the last moment of the film [s]."""
        self._left, self._right, self._span = 56.0, width - 12.0, span
        self._still = np.full((_STRIP_PX, width, 3), _DARK, dtype=np.uint8)
        canvas, (start, end) = Canvas(self._still), span
        for line, side in enumerate(SIDES):
            top = 8 + 22 * line
            canvas.words((12, top - 1), side.value.capitalize(), 17, _SIDE_COLOURS[side])
            phases = gait.phases(side)
            for strike, off in zip(phases.strike_s, phases.toe_off_s, strict=True):
                if np.isfinite(off) and off > start and strike < end:
                    canvas.block(
                        self._at(max(strike, start)), top, self._at(min(off, end)), top + 16, _SIDE_COLOURS[side]
                    )

    def under(self, picture: Picture, time_s: float) -> Picture:
        """The picture with the strip under it."""
        whole = np.concatenate([picture, self._still])
        at, top = self._at(time_s), picture.shape[0]
        Canvas(whole).line([(at, top + 4.0), (at, top + _STRIP_PX - 4.0)], _CARD, 2.5)
        return whole

    def _at(self, moment: float) -> float:
        start, end = self._span
        return float(self._left + (self._right - self._left) * (moment - start) / max(end - start, 1e-6))


class _Scene:
    """The drawn runner: from the side of the camera on the left half, from behind on the right."""

    def __init__(self, gait: Gait, body: Body, width: int, height: int) -> None:
        self.gait, self.body, self.width, self.height = gait, body, width, height - _STRIP_PX
        self.facings: tuple[Facing, ...] = (body.facing,) if body.flat else ("right", "rear")
        self.scale = (self.height - 60) / 205.0
        feet = [body.points[name][:, 1] for name in body.points if name.startswith(("toe", "heel", "ankle"))]
        lowest = float(np.nanpercentile(np.concatenate(feet), 1)) if feet else 0.0
        self.floor = -LEG_UNITS * (lowest - 0.05)
        self.strip = _Strip(gait, width, (float(body.time_s[0]), float(body.time_s[-1])))
        self.empty = np.full((self.height, self.width, 3), _BACK, dtype=np.uint8)

    def picture(self, time_s: float) -> Picture:
        canvas = Canvas(self.empty.copy())
        points = self.body.at(time_s)
        ground = self.height - 26.0
        canvas.line([(16.0, ground), (self.width - 16.0, ground)], _GROUND, 3.0)
        for at, facing in enumerate(self.facings):
            centre = self.width * (2 * at + 1) / (2 * len(self.facings))
            self._runner(canvas, projected(points, facing), facing, centre, ground, time_s)
        _events(canvas, self.gait, time_s, (18.0, 16.0), 1.0)
        return self.strip.under(canvas.picture, time_s)

    def _runner(
        self, canvas: Canvas, paper: dict[str, Place], facing: Facing, centre: float, ground: float, time_s: float
    ) -> None:
        middle = paper.get("pelvis", (0.0, 0.0))[0]
        places = {
            name: (centre + self.scale * (x - middle), ground + self.scale * (y - self.floor))
            for name, (x, y) in paper.items()
        }
        for shade, group in itertools.groupby(parts_for(facing), key=lambda part: part.shade):
            limbs = [circles for part in group if (circles := circles_of(part, places))]
            if shade == "arm":
                # The near arm is cut free of the trunk by a thin gap.
                self._limbs(canvas, limbs, _BACK, 3.0)
            self._limbs(canvas, limbs, _SHADES[shade], 0.0)
        sides: Sequence[Side] = SIDES if facing == "rear" else (Side(facing),)
        for side in sides:
            _skeleton(canvas, places, side, 1.0)
        if facing != "rear":
            _angles(canvas, self.gait, places, sides[0], time_s, 1.0)

    def _limbs(
        self, canvas: Canvas, limbs: Sequence[Sequence[tuple[float, float, float]]], colour: Colour, wider: float
    ) -> None:
        for circles in limbs:
            scaled = [(x, y, self.scale * radius + wider) for x, y, radius in circles]
            for first, second in itertools.pairwise(scaled):
                canvas.limb(first, second, colour)
