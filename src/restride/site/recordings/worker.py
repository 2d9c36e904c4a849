"""The one embedded worker: takes recordings that are due and analyses each in a child process.

It may be killed at any moment. What it had taken falls due again when the lease ends, what it had written
lies in a folder that no row names, and the next worker sweeps that away.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

import msgspec
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

import restride
from restride.site.recordings import lease as leases
from restride.site.recordings.child import Job, Said
from restride.site.recordings.lease import Lease
from restride.site.recordings.models import Recording, State

#: Engineering defaults, in seconds: how often it looks for work, and how often it says that it lives.
LOOK_S = 1.0
BEAT_S = 1.0
#: Age after which a folder without a row is no upload under way.
ORPHAN_S = 24 * 3600
REPORT = "report.json"
UNEXPECTED = (
    "The analysis ended without an answer, which a damaged file can cause; play the recording once to see "
    "whether it is whole, then add it again."
)

log = logging.getLogger("restride.recordings")


class Worker:
    """Takes what is due, one recording at a time, until told to stop."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._stopping = threading.Event()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Give back what is being analysed and end."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped, or until the process that started us is gone."""
        started_by = os.getppid()
        while not self._stopping.is_set() and os.getppid() == started_by:
            close_old_connections()
            if not self.work_once():
                self._stopping.wait(LOOK_S)

    def work_once(self) -> bool:
        """Analyse one recording, if one is due."""
        taken = leases.take(timezone.now())
        if taken is None:
            return False
        try:
            self._analyse(taken)
        except OSError as problem:
            log.warning("recording %s: %s", taken.recording.pk, problem)
            reason = (problem.strerror or "an unknown reason").lower()
            leases.refuse(taken, f"The report cannot be written ({reason}); free some space, then start it again.")
        finally:
            sweep(taken.recording)
        return True

    def _analyse(self, taken: Lease) -> None:
        recording = taken.recording
        out = recording.folder / f"report-{taken.token}"
        out.mkdir(parents=True)
        said = self._watch(taken, out)
        if said is None:
            return
        if said.remarks:
            leases.beat(taken, timezone.now(), percent=said.percent, stage=said.stage, remarks=said.remarks)
        if said.refused:
            # The file lies here under a plain name; people know it by its own.
            leases.refuse(taken, said.refused.replace(recording.source.name, recording.name), people=said.people)
        elif not said.done or not (out / REPORT).is_file():
            leases.refuse(taken, UNEXPECTED)
        else:
            report = msgspec.json.decode((out / REPORT).read_bytes())
            leases.hand_in(taken, timezone.now(), report=report, result=out.name, pipeline=restride.__version__)

    def _watch(self, taken: Lease, out: Path) -> Said | None:
        """Follow the child to its last word; nothing where the work was taken from us or given back."""
        recording = taken.recording
        job = Job(
            source=str(recording.source),
            out=str(out),
            name=recording.name,
            recorded_on=recording.recorded_on,
            options=recording.options,
            movement=recording.movement,
        )
        with subprocess.Popen(
            [sys.executable, "-m", "restride.site.recordings.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as child:
            try:
                lines = _lines_of(child, msgspec.json.encode(job))
                return self._follow(taken, lines)
            finally:
                _end(child)

    def _follow(self, taken: Lease, lines: queue.Queue[bytes | None]) -> Said | None:
        said, beaten_at = Said(), time.monotonic()
        while True:
            try:
                line = lines.get(timeout=BEAT_S)
            except queue.Empty:
                line = b""
            if line is None:
                return said
            if line:
                said = _read(line) or said
            if self._stopping.is_set():
                leases.give_back(taken)
                return None
            if said.done or said.refused:
                return said
            if line == b"" or time.monotonic() - beaten_at >= BEAT_S:
                beaten_at = time.monotonic()
                now = timezone.now()
                if not leases.beat(taken, now, percent=said.percent, stage=said.stage, remarks=said.remarks):
                    return None


def sweep(recording: Recording) -> None:
    """Remove the reports of a recording that nobody names: of workers that died, and of earlier analyses."""
    recording.refresh_from_db(fields=["state", "result", "lease_token"])
    if recording.state == State.REMOVED:
        shutil.rmtree(recording.folder, ignore_errors=True)
    keep = {recording.result, f"report-{recording.lease_token}"}
    for folder in recording.folder.glob("report-*"):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def sweep_all() -> None:
    """Remove what died workers left behind, and folders of uploads that never became a row."""
    root = Path(settings.MEDIA_ROOT) / "recordings"
    known = {str(recording.pk): recording for recording in Recording.objects.all()}
    for folder in root.glob("*"):
        if folder.name in known:
            sweep(known[folder.name])
        elif time.time() - folder.stat().st_mtime > ORPHAN_S:
            shutil.rmtree(folder, ignore_errors=True)


def work_until_stopped() -> None:
    """Be the worker of this process."""
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    sweep_all()
    worker.run()


def _lines_of(child: subprocess.Popen[bytes], job: bytes) -> queue.Queue[bytes | None]:
    """Give the child its job and return what it says, line by line; None is the end."""
    lines: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        for line in child.stdout or ():
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    with suppress(BrokenPipeError):  # it died before it listened; its end follows
        if child.stdin is not None:
            child.stdin.write(job + b"\n")
            child.stdin.flush()
    return lines


def _read(line: bytes) -> Said | None:
    try:
        return msgspec.json.decode(line, type=Said)
    except msgspec.MsgspecError:
        return None


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started."""
    if child.poll() is None:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        child.wait()
