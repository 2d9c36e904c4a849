"""A small writer of activity files for tests: FIT, TCX, GPX; nothing of it is used by the program."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache

FIT_EPOCH = 631_065_600
_FORMATS = {
    0x00: "B", 0x01: "b", 0x02: "B", 0x83: "h", 0x84: "H", 0x85: "i", 0x86: "I", 0x88: "f", 0x0A: "B", 0x8B: "H",
    0x8C: "I",
}  # fmt: skip
_INVALID = {0x00: 0xFF, 0x01: 0x7F, 0x02: 0xFF, 0x83: 0x7FFF, 0x84: 0xFFFF, 0x85: 0x7FFFFFFF, 0x86: 0xFFFFFFFF}


def crc(data: bytes) -> int:
    """The checksum of FIT, bit by bit, as its documentation defines it."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


class Fit:
    """Collects definitions and messages; ``bytes`` gives the file."""

    def __init__(self, *, big_endian: bool = False) -> None:
        self.body = bytearray()
        self.order = ">" if big_endian else "<"
        self.local: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}

    def message(self, number: int, fields: Sequence[tuple[int, int, float | None]]) -> Fit:
        """One message: (field, base type, raw value; None writes «invalid»)."""
        shape = (number, tuple((field, base) for field, base, _ in fields))
        if shape not in self.local:
            local = len(self.local) % 16
            self.local = {key: value for key, value in self.local.items() if value != local}
            self.local[shape] = local
            big = int(self.order == ">")
            self.body += struct.pack(f"{self.order}BBBHB", 0x40 | local, 0, big, number, len(fields))
            for field, base, _ in fields:
                self.body += bytes((field, struct.calcsize(_FORMATS[base]), base))
        self.body.append(self.local[shape])
        for _, base, value in fields:
            raw = _INVALID[base] if value is None else value
            self.body += struct.pack(self.order + _FORMATS[base], raw if base == 0x88 else int(raw))
        return self

    def file_id(self, kind: int = 4) -> Fit:
        return self.message(0, [(0, 0x00, kind), (1, 0x84, 1), (2, 0x84, 1967)])

    def record(self, time_s: float, **values: float | None) -> Fit:
        fields: list[tuple[int, int, float | None]] = [(253, 0x86, time_s - FIT_EPOCH)]
        for name, value in values.items():
            field, base, scale, offset = _RECORD[name]
            fields.append((field, base, None if value is None else round((value + offset) * scale)))
        return self.message(20, fields)

    def event(self, time_s: float, kind: int) -> Fit:
        return self.message(21, [(253, 0x86, time_s - FIT_EPOCH), (0, 0x00, 0), (1, 0x00, kind)])

    def session(
        self, start_s: float, elapsed_s: float, distance_m: float | None, *, sport: int = 1, sub: int = 0,
        timer_s: float | None = None, effort: float | None = None,
    ) -> Fit:  # fmt: skip
        timer = elapsed_s if timer_s is None else timer_s
        fields: list[tuple[int, int, float | None]] = [
            (253, 0x86, start_s + elapsed_s - FIT_EPOCH), (2, 0x86, start_s - FIT_EPOCH), (5, 0x00, sport),
            (6, 0x00, sub), (7, 0x86, elapsed_s * 1000), (8, 0x86, timer * 1000),
            (9, 0x86, None if distance_m is None else distance_m * 100),
        ]  # fmt: skip
        if effort is not None:
            fields.append((193, 0x02, effort * 10))
        return self.message(18, fields)

    def activity(self, time_s: float, offset_s: int) -> Fit:
        return self.message(34, [(253, 0x86, time_s - FIT_EPOCH), (5, 0x86, time_s - FIT_EPOCH + offset_s)])

    def data(self) -> bytes:
        header = struct.pack("<BBHI4s", 14, 0x20, 2100, len(self.body), b".FIT")
        header += crc(header).to_bytes(2, "little")
        whole = header + bytes(self.body)
        return whole + _quick_crc(whole).to_bytes(2, "little")


_TABLE = [crc(bytes((byte,))) for byte in range(256)]


def _quick_crc(data: bytes) -> int:
    value = 0
    for byte in data:
        value = (value >> 8) ^ _TABLE[(value ^ byte) & 255]
    return value


_RECORD = {
    "lat": (0, 0x85, 2**31 / 180, 0), "lon": (1, 0x85, 2**31 / 180, 0), "altitude": (2, 0x84, 5, 500),
    "heart": (3, 0x02, 1, 0), "cadence": (4, 0x02, 1, 0), "distance": (5, 0x86, 100, 0), "speed": (6, 0x84, 1000, 0),
    "power": (7, 0x84, 1, 0), "oscillation": (39, 0x84, 10, 0), "contact": (41, 0x84, 10, 0),
    "temperature": (13, 0x01, 1, 0), "enhanced_speed": (73, 0x86, 1000, 0), "ratio": (83, 0x84, 100, 0),
    "balance": (84, 0x84, 100, 0), "step_length": (85, 0x84, 10, 0),
}  # fmt: skip


def seconds(text: str) -> float:
    """«2026-03-29T06:00:00+00:00» as seconds."""
    return datetime.fromisoformat(text).astimezone(UTC).timestamp()


def steady(
    start_s: float, duration_s: int, speed: float = 3.0, strides: float | None = 85, at: float = 0.0
) -> list[dict[str, float | None]]:
    """One point a second of even movement, beginning at a distance."""
    return [
        {"time_s": start_s + second, "distance": at + speed * second, "speed": speed, "cadence": strides}
        for second in range(duration_s)
    ]


@cache  # the same run is asked for by many tests, and writing one takes a while
def run_fit(
    start_s: float, duration_s: int, speed: float = 3.0, *, strides: float | None = 85, offset_s: int | None = None,
    sport: int = 1, sub: int = 0, effort: float | None = None, session: bool = True,
) -> bytes:  # fmt: skip
    """A whole even run."""
    fit = Fit().file_id()
    for point in steady(start_s, duration_s, speed, strides):
        fit.record(**point)  # type: ignore[arg-type]
    if session:
        fit.session(start_s, duration_s, speed * (duration_s - 1), sport=sport, sub=sub, effort=effort)
    if offset_s is not None:
        fit.activity(start_s + duration_s, offset_s)
    return fit.data()


@cache
def rich_fit(start_s: float, duration_s: int, lat: float = 10.0, lon: float = 20.0) -> bytes:
    """A run as a good watch writes it: fifteen fields a second, walk breaks, hills."""
    import math

    fit = Fit().file_id().event(start_s, 0)
    metres = 0.0
    for second in range(duration_s):
        walks = second % 600 > 540
        speed = 1.5 if walks else 3.0 + 0.4 * math.sin(second / 97)
        metres += speed
        fit.record(
            start_s + second, lat=lat + metres / 111_195, lon=lon, distance=metres, speed=speed,
            altitude=100 + 20 * math.sin(metres / 700), heart=120 + second % 40, cadence=55 if walks else 85,
            temperature=18, oscillation=80, contact=245, ratio=8, balance=50.5, step_length=1050, power=250,
        )  # fmt: skip
    fit.event(start_s + duration_s, 4)
    fit.session(start_s, duration_s, metres, effort=6).activity(start_s + duration_s, 7200)
    return fit.data()


def tcx(points: Iterable[dict[str, float | None]], sport: str = "Running", head: str = "") -> bytes:
    rows = []
    for point in points:
        when = datetime.fromtimestamp(point["time_s"] or 0, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        position = ""
        if point.get("lat") is not None:
            position = (
                f"<Position><LatitudeDegrees>{point['lat']}</LatitudeDegrees>"
                f"<LongitudeDegrees>{point['lon']}</LongitudeDegrees></Position>"
            )
        cadence = "" if point.get("cadence") is None else f"<RunCadence>{point['cadence']:.0f}</RunCadence>"
        rows.append(
            f"<Trackpoint><Time>{when}</Time>{position}<DistanceMeters>{point['distance']}</DistanceMeters>"
            f'<Extensions><TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
            f"<Speed>{point['speed']}</Speed>{cadence}</TPX></Extensions></Trackpoint>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>x</Id><Lap><Track>{"".join(rows)}</Track></Lap></Activity></Activities>'
        "</TrainingCenterDatabase>"
    ).encode()


def gpx(start_s: float, duration_s: int, speed: float = 3.0, kind: str = "running", lon: float = 20.0) -> bytes:
    rows = []
    for second in range(duration_s):
        when = datetime.fromtimestamp(start_s + second, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        rows.append(
            f'<trkpt lat="{10 + speed * second / 111_195:.8f}" lon="{lon}"><ele>5</ele><time>{when}</time></trkpt>'
        )
    word = f"<type>{kind}</type>" if kind else ""
    return (
        '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Along</name>'
        f"{word}<trkseg>{''.join(rows)}</trkseg></trk></gpx>"
    ).encode()
