"""Apple's health export, streamed: gigabytes of samples pass by, the workouts are kept."""

from __future__ import annotations

from typing import IO

from lxml import etree

from restride.adapters.activities.tables import TableContent
from restride.adapters.activities.xml_points import seconds_of
from restride.training.activity import Activity, Declared, Stop, Where

_SPORTS = {"Running": "running", "Walking": "walking", "Hiking": "hiking", "Cycling": "cycling", "Swimming": "swimming"}
_MINUTES = {"min": 60.0, "s": 1.0, "hr": 3600.0}
_METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
_EFFORT = ("HKQuantityTypeIdentifierWorkoutEffortScore", "HKQuantityTypeIdentifierEstimatedWorkoutEffortScore")


def read_apple(stream: IO[bytes]) -> TableContent:
    """Workouts of ``export.xml``. Memory does not grow with the file."""
    workouts: list[Activity] = []
    efforts: list[tuple[float, float]] = []
    faults: list[str] = []
    lossy = False
    context = etree.iterparse(
        _WithoutEntities(stream), events=("end",), tag=("Workout", "Record", "Correlation", "ActivitySummary"),
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
    )  # fmt: skip
    try:
        for _, element in context:
            if element.tag == "Workout":
                one = _workout(element)
                if one is not None:
                    workouts.append(one)
            elif element.get("type") in _EFFORT:
                when, _ = seconds_of(_iso(element.get("startDate")))
                score = _number(element.get("value"))
                if when is not None and score:
                    efforts.append((when, score))
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as error:
        faults.append(f"the XML breaks off ({str(error).split(' (')[0][:120]})")
        lossy = True
    return TableContent(tuple(_with_effort(workouts, efforts)), tuple(faults), lossy)


class _WithoutEntities:
    """The stream, stopped at the first declaration of an entity; Apple's own DTD declares none."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._seen = 0
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        if self._seen < 1_000_000:
            if b"<!ENTITY" in (self._tail + piece).upper():
                from restride.adapters.activities.caps import TooMuchError

                raise TooMuchError("it declares XML entities, which no export needs and which can fill the memory")
            self._seen += len(piece)
            self._tail = piece[-16:]
        return piece


def _workout(element: etree._Element) -> Activity | None:
    start, offset = seconds_of(_iso(element.get("startDate")))
    end, _ = seconds_of(_iso(element.get("endDate")))
    if start is None:
        return None
    kind = (element.get("workoutActivityType") or "").removeprefix("HKWorkoutActivityType")
    seconds = _scaled(element.get("duration"), _MINUTES.get(element.get("durationUnit") or "min"))
    metres = _scaled(element.get("totalDistance"), _METRES.get(element.get("totalDistanceUnit") or ""))
    heart_mean = heart_max = climb = None
    where: Where = "unknown"
    for part in element:
        name = part.get("type") or part.get("key") or ""
        if name.startswith("HKQuantityTypeIdentifierDistance"):
            metres = metres or _scaled(part.get("sum"), _METRES.get(part.get("unit") or ""))
        elif name == "HKQuantityTypeIdentifierHeartRate":
            heart_mean, heart_max = _number(part.get("average")), _number(part.get("maximum"))
        elif name == "HKIndoorWorkout":
            where = "treadmill" if part.get("value") == "1" else "outdoor"
        elif name == "HKElevationAscended":
            climb = _scaled((part.get("value") or "").removesuffix("cm").strip(), 0.01)
    return Activity(
        sport=_SPORTS.get(kind, kind.lower() or "unknown"),
        where=where if kind == "Running" else "unknown",
        start_s=start,
        utc_offset_s=offset,
        stops=_pauses(element),
        declared=Declared(
            distance_m=metres,
            timer_s=seconds,
            elapsed_s=None if end is None else max(end - start, 0.0),
            climb_m=climb,
            heart_rate_mean=heart_mean,
            heart_rate_max=heart_max,
        ),
        device=element.get("sourceName"),
    )


def _pauses(element: etree._Element) -> tuple[Stop, ...]:
    found, since = [], None
    for part in element:
        kind = part.get("type") or ""
        if kind.startswith("HKWorkoutEventType"):
            when, _ = seconds_of(_iso(part.get("date")))
            if kind.endswith("Pause"):
                since = when
            elif kind.endswith("Resume") and since is not None and when is not None:
                if when > since:
                    found.append(Stop(since, when))
                since = None
    return tuple(found)


def _with_effort(workouts: list[Activity], efforts: list[tuple[float, float]]) -> list[Activity]:
    import msgspec

    result = []
    for one in workouts:
        start, lasts = one.start_s or 0.0, (one.declared.elapsed_s or one.declared.timer_s or 0.0)
        scores = [score for when, score in efforts if start - 60 <= when <= start + lasts + 60]
        if scores:
            one = msgspec.structs.replace(one, declared=msgspec.structs.replace(one.declared, effort_0_10=scores[0]))
        result.append(one)
    return result


def _iso(text: str | None) -> str:
    """«2024-03-31 18:02:11 +0200» as ISO writes it."""
    day, _, rest = (text or "").partition(" ")
    clock, _, zone = rest.partition(" ")
    return f"{day}T{clock}{zone}"


def _scaled(text: str | None, factor: float | None) -> float | None:
    value = _number(text)
    return None if value is None or factor is None or value <= 0 else value * factor


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
