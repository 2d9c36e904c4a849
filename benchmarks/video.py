"""Video: the whole pipeline against the bare pose model, a clip to its report, and the memory of three minutes."""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from restride.adapters.films.writing import write_film
from restride.adapters.pose import weights
from restride.adapters.video.following import BLAZEPOSE, follow
from restride.adapters.video.method import video_method
from restride.figure.runner import Film, Shot, drawn_motion
from restride.knowledge.load import load

REAL = Path(os.environ.get("RESTRIDE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
CLIP = REAL / "video" / "treadmill_side_fast_speedoverlay_720p30.mp4"
SECONDS = 180
#: Each its own ratio: a machine that is shared changes its speed within minutes.
ROUNDS = 3


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    if not CLIP.is_file():
        yield f"left out: {CLIP.name} is not on this machine"
        return
    with tempfile.TemporaryDirectory() as folder:
        thrice = repeated(CLIP, Path(folder) / "thrice.mp4", seconds=20)
        for size in ("full", "heavy"):
            yield _against_bare(size, thrice)
        yield _ten_seconds(Path(folder))
        path = three_minutes(Path(folder) / "three_minutes.mp4")
        peak, whole, done = peak_mb(path, float(os.environ.get("RESTRIDE_BENCH_SHARE", "1")))
        yield (
            f"memory, {SECONDS} s of 1080p at 30 a second, heavy, {100 * done:.0f} % of it followed: "
            f"{peak:.0f} MB at most in {whole} processes together (target 600)"
        )


def _against_bare(size: weights.Size, path: Path) -> str:
    """The same model and machine, the clip three times over; each whole run lies between two of the bare model.

    The bare model is the published file as it is, fed with the same picture again and again. Core for core: one child
    against one process, processor time. By the clock: as many children as there are cores against the bare model in as
    many processes, all at once. «Steady» leaves out what is paid once a clip: loading and the first look.
    """
    cores = len(os.sched_getaffinity(0))
    rounds = []
    alone, together = _bare_ms(size, 1)[0], _bare_ms(size, cores)[1]
    for _ in range(ROUNDS):
        before, beside = alone, together
        core, led, _ = _follow_ms(path, size, 1)
        alone = _bare_ms(size, 1)[0]
        wall = _follow_ms(path, size, None)[2]
        together = _bare_ms(size, cores)[1]
        bare, wall_bare = (before + alone) / 2, (beside + together) / 2
        rounds.append((bare, core, led, wall_bare, wall, bare / core, bare / led, wall_bare / wall))
    bare, core, led, wall_bare, wall, one, steady, clock = np.median(rounds, axis=0)
    return (
        f"{size}: bare model {bare:.1f} ms a frame, whole pipeline {core:.1f} ms of processor ({led:.1f} without "
        f"loading and first look): {one:.2f} of the bare model core for core ({steady:.2f}); by the clock "
        f"on {cores} cores {wall_bare:.1f} and {wall:.1f}: {clock:.2f} of its frames a second (target 0.9); "
        f"medians of {ROUNDS} rounds"
    )


#: Run by itself, so that several can run at once: processor and wall time of one run of the published network.
_BARE = """
import sys, time
import numpy as np
from ai_edge_litert.interpreter import Interpreter
network = Interpreter(model_path=sys.argv[1], num_threads=1)
network.allocate_tensors()
place = network.get_input_details()[0]["index"]
picture = np.random.default_rng(0).random((1, 256, 256, 3), dtype=np.float32)
for count in (5, int(sys.argv[2])):
    before, start = time.process_time(), time.perf_counter()
    for _ in range(count):
        network.set_tensor(place, picture)
        network.invoke()
print(1000 * (time.process_time() - before) / count, 1000 * (time.perf_counter() - start) / count)
"""


def _bare_ms(size: weights.Size, processes: int) -> tuple[float, float]:
    """Processor time of a run, and wall time between two runs of any of so many processes at once. [ms]"""
    command = [sys.executable, "-c", _BARE, str(weights.find(size).landmarks), "150"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(processes)]
    times = np.array([[float(one) for one in run.communicate()[0].split()] for run in runs])
    return float(times[:, 0].mean()), float(1 / (1 / times[:, 1]).sum())


def _follow_ms(path: Path, size: str, children: int | None) -> tuple[float, float, float]:
    """Processor time a frame of the clip, the same from the first frame led on, and wall time a frame. [ms]"""
    before, start = os.times(), time.perf_counter()
    first: list[tuple[float, float]] = []

    def told(share: float) -> None:
        if not first:
            first.append((share, _spent_by_children()))

    followed = follow(path, video_method(load()), model=f"{BLAZEPOSE}:{size}", children=children, progress=told)
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    frames, (share, already) = len(followed.frames), first[0]
    return 1000 * spent / frames, 1000 * (spent - already) / (frames * (1 - share)), 1000 * wall / frames


def _spent_by_children() -> float:
    """Processor time of the children that still run. [s]"""
    ticks = [
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in _family(os.getpid())[1:]
    ]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


#: Run by itself, as the command does it, telling after each part the clock and the processor time so far.
_PARTS = """
import os, sys, time
from datetime import date
from pathlib import Path
def told(part):
    print(part, time.time(), sum(os.times()[:4]), sep="|")
import restride.cli.gait
from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.write import write_pictures
from restride.adapters.video.analysis import VideoOptions, analyse_followed, follow_clip
from restride.knowledge.load import load
knowledge, path, options = load(), Path(sys.argv[1]), VideoOptions()
told("start")
followed = follow_clip(path, knowledge, options)
told("runner followed")
filmed = analyse_followed(followed, knowledge, options)
told("numbers")
one = Analysed(filmed.report, filmed.gait, filmed)
write_pictures(Path(sys.argv[2]), one, knowledge, dated=date.today(), source=path)
told("faces, film, page, PDF, exports")
"""


def _ten_seconds(folder: Path) -> str:
    """A drawn clip of 10 s at 60 frames a second, 640 × 480, to page, PDF and JSON."""
    path = folder / "ten.mp4"
    film = Film(drawn_motion("run", 3.2), Shot(seconds=10.0, rate_hz=60.0))
    write_film(path, film.pictures(), film.shot.size, 60.0)
    clock, spent, parts = time.time(), 0.0, []
    done = subprocess.run(
        [sys.executable, "-c", _PARTS, str(path), str(folder / "report")], check=True, stdout=subprocess.PIPE, text=True
    )
    begun = clock
    for line in done.stdout.splitlines():
        part, at, so_far = line.split("|")
        parts.append(f"{part} {float(at) - clock:.1f} s ({float(so_far) - spent:.1f} s)")
        clock, spent = float(at), float(so_far)
    written = ", ".join(sorted(one.name for one in (folder / "report").iterdir()))
    return (
        f"10 s at 60 a second, 600 frames, best model there is, to {written}: {clock - begun:.0f} s by the clock, "
        f"{spent:.0f} s of processor on {len(os.sched_getaffinity(0))} cores; by parts, processor in brackets: "
        + "; ".join(parts)
    )


def three_minutes(path: Path) -> Path:
    """The clip in 1080p, repeated until it lasts three minutes."""
    once = path.with_name("once.mp4")
    with av.open(str(CLIP)) as source, av.open(str(once), "w") as made:
        stream = made.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", 12_000_000
        for number, frame in enumerate(source.decode(video=0)):
            large = frame.reformat(1920, 1080, "yuv420p")
            large.pts, large.time_base = number, Fraction(1, 30)
            made.mux(stream.encode(large))
        made.mux(stream.encode(None))
    return repeated(once, path, seconds=SECONDS)


def repeated(once: Path, path: Path, *, seconds: float) -> Path:
    """A clip again and again, its packets as they are, until it lasts so long."""
    with av.open(str(once)) as source, av.open(str(path), "w") as made:
        shown = source.streams.video[0]
        stream = made.add_stream_from_template(shown)
        packets, rate = sum(1 for packet in source.demux(shown) if packet.size), float(shown.average_rate or 30)
        for again in range(math.ceil(seconds * rate / packets)):
            source.seek(0)
            for packet in source.demux(shown):
                if packet.size and packet.pts is not None and packet.dts is not None:
                    moved = round(again * packets / rate / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + moved, packet.dts + moved, stream
                    made.mux(packet)
    return path


#: Run by itself, so that what the films were made with is not counted: follow a clip, as far as wanted.
_FOLLOWED = """
import sys
from pathlib import Path
from restride.adapters.video.following import BLAZEPOSE, follow
from restride.adapters.video.method import video_method
from restride.knowledge.load import load
class Enough(Exception):
    pass
def told(share):
    print(share)
    if share >= float(sys.argv[2]):
        raise Enough
try:
    follow(Path(sys.argv[1]), video_method(load()), model=BLAZEPOSE + ":heavy", progress=told)
except Enough:
    pass
"""


def peak_mb(path: Path, enough: float = 1.0) -> tuple[float, int, float]:
    """Most memory [MB] that following a clip holds in how many processes together, shared pages counted once.

    What is taken does not depend on how far it got: the longest part of the clip is the same work. So it may end at
    the share of the clip that is enough; the last number says which share it was.
    """
    peak, most = 0.0, 1
    told = path.with_suffix(".told")
    with (
        told.open("w") as out,
        subprocess.Popen([sys.executable, "-c", _FOLLOWED, str(path), str(enough)], stdout=out) as one,
    ):
        while one.poll() is None:
            processes = _family(one.pid)
            total = sum(_held_kb(pid) for pid in processes) / 1000
            if total > peak:
                peak, most = total, len(processes)
            time.sleep(0.2)
    if one.returncode:
        raise RuntimeError(f"Following {path.name} ended with {one.returncode}.")
    return peak, most, float(told.read_text().split()[-1])


def _family(pid: int) -> list[int]:
    """A process and those it started."""
    found = {pid: None}
    # A process or thread may end while its list is asked for.
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found |= dict.fromkeys(int(one) for one in (task / "children").read_text().split())
    return list(found)


def _held_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
