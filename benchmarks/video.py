"""Video: the whole pipeline against the bare pose model, and the memory of a clip of three minutes in 1080p."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from benchmarks._timing import processor_ms
from restride.adapters.pose.blazepose import BlazePose
from restride.adapters.pose.estimator import Region
from restride.adapters.video.following import BLAZEPOSE, follow
from restride.adapters.video.reading import frames

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
        path = three_minutes(Path(folder) / "three_minutes.mp4")
        # What is taken does not depend on how far it got: the longest part of the three minutes is the same work.
        share = float(os.environ.get("RESTRIDE_BENCH_SHARE", "1"))
        peak, whole, done = peak_mb(lambda told: follow(path, model=f"{BLAZEPOSE}:heavy", progress=told), share)
        yield (
            f"memory, {SECONDS} s of 1080p at 30 a second, heavy, {100 * done:.0f} % of it followed: "
            f"{peak:.0f} MB at most in {whole} processes together (target 600)"
        )


def _against_bare(size: str) -> str:
    """Processor time a frame, so that neighbours on the machine disturb little."""
    pose = BlazePose(size)  # type: ignore[arg-type]
    ((_, image),) = frames(CLIP, [0])
    region = Region(707, 280, 800)
    pose.pose(image, region)
    crop = np.zeros((256, 256, 3), dtype=np.float32)
    bare = processor_ms(lambda: pose._landmarks.run(crop), 40)
    before = os.times()
    followed = follow(CLIP, model=f"{BLAZEPOSE}:{size}")
    after = os.times()
    spent = 1000 * (after.children_user + after.children_system - before.children_user - before.children_system)
    each = spent / len(followed.frames)
    cores = len(os.sched_getaffinity(0))
    return (
        f"{size}: bare model {bare:.1f} ms a frame, whole pipeline {each:.1f} ms with decoding, finding the runner and "
        f"start-up on {len(followed.frames)} frames: {bare / each:.2f} of the bare model on each of {cores} cores, "
        f"{cores * bare / each:.2f} on all of them, where the bare model uses one (target 0.9)"
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
