"""Import files, folders and exports: all cores, a progress call, a store that makes it resumable."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NamedTuple

from restride.adapters.activities.caps import SECONDS, TooMuchError
from restride.adapters.activities.reading import Options, graded, read_bytes
from restride.adapters.activities.sources import Archives, Refused, Source, sources_of
from restride.adapters.activities.store import Store
from restride.adapters.activities.strava import read_strava
from restride.adapters.activities.tables import MappingError, TableContent, read_csv
from restride.training.record import FileReading

#: Called with files done and files in all.
Progress = Callable[[int, int], None]
#: Fewer bytes than this are read in this process: starting others would take longer. [bytes]
_SMALL = 3_000_000
_BATCH = 8
_COMMIT_EVERY = 64


class Imported(NamedTuple):
    """What an import gave: a reading for every file of these paths, and how many were new to the store."""

    readings: tuple[FileReading, ...]
    files: int
    new: int


def import_paths(
    paths: list[Path],
    options: Options,
    *,
    store: Path | None = None,
    progress: Progress | None = None,
    workers: int = 0,
) -> Imported:
    """Read everything below the paths. Stopped half-way, a store keeps what is done; the next call goes on.

    Raises
    ------
    restride.adapters.activities.store.StoreError
        The store cannot be used.
    """
    found = list(sources_of(paths))
    tasks = [one for one in found if isinstance(one, Source)]
    refused = [_refused(one) for one in found if isinstance(one, Refused)]
    with contextlib.ExitStack() as stack:
        kept = stack.enter_context(Store(store, options)) if store is not None else None
        known = kept.known() if kept is not None else frozenset()
        readings: list[FileReading] = []
        waiting: list[FileReading] = []
        new = done = 0
        try:
            for batch in _run(tasks, options, known, workers):
                for one in batch:
                    if one.format != _KNOWN:
                        readings.append(one)
                        waiting += [one] if one.sha256 else []
                done += len(batch)
                if kept is not None and len(waiting) >= _COMMIT_EVERY:
                    new += kept.add(waiting)
                    waiting = []
                if progress is not None:
                    progress(done, len(tasks))
        finally:
            if kept is not None and waiting:
                new += kept.add(waiting)
        if kept is not None:
            # What the store holds of other imports belongs to the same runner's history.
            readings = kept.readings() + [one for one in readings if not one.sha256]
        else:
            new = len({one.sha256 for one in readings})
    return Imported(tuple(_once(readings + refused)), len(found), new)


_KNOWN = "known"


def _once(readings: list[FileReading]) -> Iterator[FileReading]:
    seen = set()
    for one in sorted(readings, key=lambda reading: (reading.name, reading.sha256)):
        if one.sha256 not in seen or not one.sha256:
            seen.add(one.sha256)
            yield one


def _refused(one: Refused) -> FileReading:
    return FileReading(name=one.name, sha256="", format="unknown", grade="REJECTED", reason=one.reason)


def _run(tasks: list[Source], options: Options, known: frozenset[str], workers: int) -> Iterator[list[FileReading]]:
    workers = workers or os.cpu_count() or 1
    if workers == 1 or len(tasks) < 2 or sum(task.size for task in tasks) < _SMALL:
        worker = _Worker(options, known)
        for task in tasks:
            yield [worker.read(task)]
        return
    # Large files first, so that no core ends alone with one; archives stay in order inside a batch.
    batches = [tasks[at : at + _BATCH] for at in range(0, len(tasks), _BATCH)]
    lost: list[Source] = []
    # A process with threads (the site) must not be copied by fork.
    context = multiprocessing.get_context("fork" if threading.active_count() == 1 and hasattr(os, "fork") else "spawn")
    with ProcessPoolExecutor(workers, context, _start, (options, known)) as pool:
        futures = [(batch, pool.submit(_read_batch, batch)) for batch in batches]
        try:
            for batch, future in futures:
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost += batch
        except (GeneratorExit, KeyboardInterrupt):
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for task in lost:
        yield [_alone(task, options, known, context)]


def _alone(task: Source, options: Options, known: frozenset[str], context: Any) -> FileReading:
    """One file in a process of its own: whether it was this one that ended the others."""
    with ProcessPoolExecutor(1, context, _start, (options, known)) as pool:
        try:
            return pool.submit(_read_batch, [task]).result()[0]
        except BrokenProcessPool:
            return FileReading(
                name=task.name, sha256="", format="unknown", grade="REJECTED",
                reason="Cannot be read: it makes the reader stop.",
            )  # fmt: skip


_worker: _Worker | None = None


def _start(options: Options, known: frozenset[str]) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = _Worker(options, known)


def _read_batch(batch: list[Source]) -> list[FileReading]:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    return [_worker.read(task) for task in batch]


class _Worker:
    def __init__(self, options: Options, known: frozenset[str]) -> None:
        self._options = options
        self._known = known
        self._archives = Archives()

    def read(self, task: Source) -> FileReading:
        try:
            with _time_limit(0.0 if task.role == "apple" else SECONDS):
                return self._read(task)
        except TimeoutError:
            reason = f"Left out: it takes longer than {SECONDS:.0f} s."
        except TooMuchError as error:
            reason = f"Left out: {error}."
        except MappingError as error:
            reason = f"Cannot be read: {error}."
        except OSError as error:
            reason = f"Cannot be opened ({error.strerror or type(error).__name__})."
        except Exception as error:  # noqa: BLE001  a damaged file must never stop the import of the others
            reason = f"Cannot be read: its content makes no sense ({type(error).__name__})."
        return FileReading(name=task.name, sha256="", format=task.role or "unknown", grade="REJECTED", reason=reason)

    def _read(self, task: Source) -> FileReading:
        if task.role == "apple":
            return self._apple(task)
        data = self._archives.bytes_of(task)
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._known:
            return FileReading(name=task.name, sha256=digest, format=_KNOWN, grade="OK")
        if not task.role:
            return read_bytes(task.name, data, self._options, digest)
        if task.role == "strava":
            content = read_strava(data)
        elif task.role == "garmin":
            from restride.adapters.activities.garmin_export import read_garmin_summary

            content = read_garmin_summary(data)
        else:
            content = read_csv(data, self._options.columns, self._options.zone)
        return self._table(task, digest, content)

    def _apple(self, task: Source) -> FileReading:
        from restride.adapters.activities.apple_health import read_apple

        digest = hashlib.sha256()
        with self._archives.stream_of(task) as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() in self._known:
            return FileReading(name=task.name, sha256=digest.hexdigest(), format=_KNOWN, grade="OK")
        with self._archives.stream_of(task) as stream:
            return self._table(task, digest.hexdigest(), read_apple(stream))

    def _table(self, task: Source, digest: str, content: TableContent) -> FileReading:
        if not content.activities:
            reason = "; ".join(content.faults) or "no activity is in it"
            return FileReading(
                name=task.name, sha256=digest, format=task.role, grade="REJECTED", reason=f"Cannot be used: {reason}."
            )
        return graded(
            task.name, digest, task.role, content.activities, 0, content.faults, lossy=content.lossy,
            options=self._options,
        )  # fmt: skip


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop what takes too long; only where the system has alarms and this is the main thread."""
    usable = seconds and hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
