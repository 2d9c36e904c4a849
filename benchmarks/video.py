"""Video: the whole pipeline against the bare pose model, a clip to its report, and the memory of three minutes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from benchmarks._timing import median_ms, processor_ms
from restride.adapters.films.writing import write_film
from restride.adapters.pose.blazepose import BlazePose
from restride.adapters.video.following import BLAZEPOSE, follow
from restride.figure.runner import Film, Shot, drawn_motion

REAL = Path(os.environ.get("RESTRIDE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
CLIP = REAL / "video" / "treadmill_side_fast_speedoverlay_720p30.mp4"
SECONDS = 180


class _Enough(Exception):
    """Stops a run that has shown what it takes."""


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    if not CLIP.is_file():
        yield f"left out: {CLIP.name} is not on this machine"
        return
    for size in ("full", "heavy"):
        yield _against_bare(size)
    with tempfile.TemporaryDirectory() as folder:
        yield _ten_seconds(Path(folder))
        path = three_minutes(Path(folder) / "three_minutes.mp4")
        # What is taken does not depend on how far it got: the longest part of the three minutes is the same work.
        share = float(os.environ.get("RESTRIDE_BENCH_SHARE", "1"))
        peak, whole, done = peak_mb(lambda told: follow(path, model=f"{BLAZEPOSE}:heavy", progress=told), share)
        yield (
            f"memory, {SECONDS} s of 1080p at 30 a second, heavy, {100 * done:.0f} % of it followed: "
            f"{peak:.0f} MB at most in {whole} processes together (target 600)"
        )


def _against_bare(size: str) -> str:
    """The same frames, model and machine; the bare model is timed just before and just after, as neighbours change.

    Processor time a frame with one child compares core with core; wall time with all children is what a person waits.
    Only the wall time may profit from a second core, which the bare model cannot use.
    """
    pose = BlazePose(size)  # type: ignore[arg-type]
    crop = np.random.default_rng(0).random((256, 256, 3), dtype=np.float32)

    def bare_ms() -> tuple[float, float]:
        return processor_ms(lambda: pose._landmarks.run(crop), 15), median_ms(lambda: pose._landmarks.run(crop), 15)

    times = [bare_ms()]
    one, _ = _follow_ms(size, 1)
    times.append(bare_ms())
    _, all_cores = _follow_ms(size, None)
    times.append(bare_ms())
    processor, wall = (float(np.mean([pair[k] for pair in times])) for k in (0, 1))
    return (
        f"{size}: bare model {processor:.1f} ms a frame, whole pipeline in one child {one:.1f} ms of processor, with "
        f"decoding, finding the runner and start-up: {processor / one:.2f} of the bare model core for core; "
        f"wall {wall:.1f} and {all_cores:.1f} ms: {wall / all_cores:.2f} of its frames a second on "
        f"{len(os.sched_getaffinity(0))} cores, where the bare model uses one (target 0.9)"
    )


def _follow_ms(size: str, children: int | None) -> tuple[float, float]:
    """Processor and wall time a frame of the clip. [ms]"""
    before, start = os.times(), time.perf_counter()
    followed = follow(CLIP, model=f"{BLAZEPOSE}:{size}", children=children)
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return 1000 * spent / len(followed.frames), 1000 * wall / len(followed.frames)


def _ten_seconds(folder: Path) -> str:
    """A drawn clip of 10 s at 60 frames a second, 640 × 480, to page, PDF and JSON, by the command."""
    path = folder / "ten.mp4"
    film = Film(drawn_motion("run", 3.2), Shot(seconds=10.0, rate_hz=60.0))
    write_film(path, film.pictures(), film.shot.size, 60.0)
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [str(Path(sys.executable).with_name("restride")), "gait", str(path), "--out", str(folder / "report")],
        check=True, capture_output=True,
    )  # fmt: skip
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    written = ", ".join(sorted(one.name for one in (folder / "report").iterdir()))
    return (
        f"10 s at 60 a second, 600 frames, best model there is, to {written}: {wall:.0f} s by the clock, "
        f"{spent:.0f} s of processor on {len(os.sched_getaffinity(0))} cores"
    )


def three_minutes(path: Path) -> Path:
    """The clip in 1080p, its packets repeated until it lasts three minutes."""
    once = path.with_name("once.mp4")
    with av.open(str(CLIP)) as source, av.open(str(once), "w") as made:
        stream = made.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", 12_000_000
        for number, frame in enumerate(source.decode(video=0)):
            large = frame.reformat(1920, 1080, "yuv420p")
            large.pts, large.time_base = number, Fraction(1, 30)
            made.mux(stream.encode(large))
        made.mux(stream.encode(None))
    with av.open(str(once)) as source, av.open(str(path), "w") as made:
        stream = made.add_stream_from_template(source.streams.video[0])
        packets = sum(1 for packet in source.demux(video=0) if packet.size)
        for again in range(SECONDS * 30 // packets + 1):
            source.seek(0)
            for packet in source.demux(video=0):
                if packet.size and packet.pts is not None and packet.dts is not None:
                    moved = round(again * packets / 30 / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + moved, packet.dts + moved, stream
                    made.mux(packet)
    return path


def peak_mb(action: Callable[[Callable[[float], None]], object], enough: float = 1.0) -> tuple[float, int, float]:
    """Most memory that this process and its children hold together, shared pages counted once. [MB]"""
    peak, most, reached, over = 0.0, 1, 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak, most
        while not over.is_set():
            processes = _family()
            total = sum(_held_kb(pid) for pid in processes) / 1000
            if total > peak:
                peak, most = total, len(processes)
            time.sleep(0.2)

    def told(share: float) -> None:
        nonlocal reached
        reached = share
        if share >= enough:
            raise _Enough

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        action(told)
    except _Enough:
        pass
    finally:
        over.set()
        watcher.join()
    return peak, most, reached


def _family() -> list[int]:
    children = {
        int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    }
    return [os.getpid(), *children]


def _held_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
