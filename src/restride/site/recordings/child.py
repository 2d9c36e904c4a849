"""The analysis of one recording in a process of its own: a broken file ends this process and nothing else.

Told by one JSON line on standard input; answers JSON lines on standard output: progress, then a report's
folder or the sentence why not. It ends at once when standard input closes, so no analysis outlives its worker.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from restride.adapters.gait_movements import analyse_movement_recording
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.gait_report.film import LONGEST_S
from restride.adapters.gait_report.write import Wishes, write_pictures
from restride.adapters.movement_report.write import write_movement
from restride.adapters.video.analysis import VideoOptions
from restride.adapters.video.clip import SeveralError
from restride.adapters.video.first_look import first_look
from restride.adapters.video.following import Progress
from restride.adapters.video.reading import SUFFIXES as VIDEO_SUFFIXES
from restride.knowledge.load import Knowledge, load
from restride.model.errors import PlainError
from restride.model.movement import MovementName
from restride.model.words import Side

#: Engineering defaults: address space, which counts libraries and mapped files too, and processor time.
MOST_MEMORY_BYTES = 6 << 30
MOST_PROCESSOR_S = 2 * 3600
NOT_ENOUGH_MEMORY = (
    "The analysis needs more memory than one recording may use; cut the clip shorter or film at 1080p, "
    "then add it again."
)
#: How many times slower than life the film plays, where it does not get too long. Engineering default.
SLOW = 4.0
#: Options that only a clip takes.
OF_A_CLIP = frozenset({"view", "slow_motion", "height_m", "follow"})


class Job(msgspec.Struct, frozen=True):
    """What to analyse and where to write."""

    source: str
    out: str
    name: str
    recorded_on: date
    options: dict[str, Any] = {}
    #: The movement test it shows; running otherwise.
    movement: str = ""


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the child: how far it is, or how it ended; and once it looked, how the clip was filmed."""

    percent: int = 0
    stage: str = ""
    remarks: tuple[dict[str, Any], ...] = ()
    done: bool = False
    refused: str = ""
    #: A point on each person among whom the analysis could not choose [px].
    people: tuple[tuple[int, int], ...] = ()


def main() -> int:
    """Analyse what standard input names."""
    line = sys.stdin.buffer.readline()
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    answers, say = sys.stdout.buffer, msgspec.json.Encoder().encode
    # Libraries that print must not be taken for answers.
    sys.stdout = sys.stderr

    seen: list[dict[str, Any]] = []

    def tell(said: Said) -> None:
        # The worker listens to the last line: what was seen once is said with every line after it.
        seen[:] = said.remarks or seen
        _write(answers, say(msgspec.structs.replace(said, remarks=tuple(seen))))

    try:
        _limit()
        analyse(msgspec.json.decode(line, type=Job), tell)
    except SeveralError as several:
        tell(Said(refused=str(several), people=several.places))
    except PlainError as refused:
        tell(Said(refused=str(refused)))
    except MemoryError:
        tell(Said(refused=NOT_ENOUGH_MEMORY))
    else:
        tell(Said(percent=100, done=True))
    return 0


def analyse(job: Job, tell: Callable[[Said], None]) -> None:
    """Write the report and its files into the folder of a job.

    Raises
    ------
    PlainError
        In one sentence why the recording cannot be analysed.
    """
    tell(Said(percent=2, stage="Reading the recording"))
    knowledge, source = load(), Path(job.source)
    if source.suffix.lower() in VIDEO_SUFFIXES:
        remarks = tuple(
            msgspec.to_builtins(one)
            for one in first_look(source, knowledge)
            if not (job.movement and one.what == "length")  # a test is as long as it is
        )
        tell(Said(percent=5, stage="Following the person", remarks=remarks))

    def follow(share: float) -> None:
        tell(Said(percent=5 + round(80 * share), stage="Following the person"))

    (_movement if job.movement else _gait)(job, knowledge, follow, tell)


def _gait(job: Job, knowledge: Knowledge, follow: Progress, tell: Callable[[Said], None]) -> None:
    out = Path(job.out)
    found = analyse_recording(Path(job.source), knowledge, **_said(job.options), progress=follow)
    # The file lies here under a plain name; people know it by its own.
    recording = msgspec.structs.replace(found.report.recording, name=job.name)
    found = found._replace(report=msgspec.structs.replace(found.report, recording=recording))
    tell(Said(percent=90, stage="Writing the report"))
    slow = SLOW if SLOW * found.report.recording.duration_s <= LONGEST_S else 1.0
    wishes = Wishes(film=slow if found.filmed is not None else None, parts=True)
    write_pictures(out, found, knowledge, dated=job.recorded_on, source=Path(job.source), wishes=wishes)


def _movement(job: Job, knowledge: Knowledge, follow: Progress, tell: Callable[[Said], None]) -> None:
    given, side = _said(job.options), job.options.get("side")
    found = analyse_movement_recording(
        Path(job.source), msgspec.convert(job.movement, MovementName), knowledge,
        side=Side(side) if side else None, rate_hz=given.get("rate_hz"), video=given["video"], progress=follow,
    )  # fmt: skip
    found = found._replace(report=msgspec.structs.replace(found.report, name=job.name))
    tell(Said(percent=90, stage="Writing the report"))
    source = Path(job.source) if found.followed is not None else None
    write_movement(Path(job.out), found, knowledge, source=source, parts=True)


def _said(options: Mapping[str, Any]) -> dict[str, Any]:
    """What a person said of the recording, as the analysis takes it."""
    given = {name: value for name, value in options.items() if name not in OF_A_CLIP | {"side"}}
    if "first_foot" in given:
        given["first_foot"] = Side(given["first_foot"])
    given["video"] = VideoOptions(**{name: value for name, value in options.items() if name in OF_A_CLIP})
    return given


def _limit() -> None:
    os.nice(10)
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY_BYTES), (resource.RLIMIT_CPU, MOST_PROCESSOR_S)):
        hard = resource.getrlimit(limit)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # not every system lets itself be limited
            resource.setrlimit(limit, (soft, hard))


def _end_with_the_worker() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _write(stream: BinaryIO, line: bytes) -> None:
    stream.write(line + b"\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
