"""The child process that decodes one clip: limited, and allowed to die without taking anybody along."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from restride.adapters.video.clip import VideoError
from restride.adapters.video.limits import MEMORY_MOST, PROCESSOR_MOST_S, SILENCE_MOST_S
from restride.adapters.video.wire import Message, receive, send

#: Started as a module of its own, so that the child holds nothing of what its parent had in memory.
WORKER = (sys.executable, "-c", "from restride.adapters.video.worker import main; main()")
_AGAIN = "export the clip again as MP4 (H.264), or film again"


class Child:
    """One child for one clip, which does task after task. Use it in a ``with`` block; leaving the block ends it.

    Parameters
    ----------
    path : Path
        The clip.
    memory : int
        What the child may hold [bytes].
    silence_s : float
        How long it may say nothing [s].
    command : sequence of str
        What is started; the worker.
    """

    def __init__(
        self,
        path: Path,
        *,
        memory: int = MEMORY_MOST,
        silence_s: float = SILENCE_MOST_S,
        command: Sequence[str] = WORKER,
    ) -> None:
        if not path.is_file():
            raise VideoError(f"{path.name} is not there; check the path.")
        self.path = path
        self._silence_s = silence_s
        # One arena for all threads; and pictures are taken from the heap again and again instead of from the
        # system, which would have to clear each page anew.
        environment = {
            **os.environ, "MALLOC_ARENA_MAX": "1",
            "MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "67108864",
            "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
            "RESTRIDE_CHILD_LIMITS": f"{memory} {PROCESSOR_MOST_S}",
        }  # fmt: skip
        self._process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.silent = False

    @property
    def pid(self) -> int:
        """Of the child, for whoever watches it."""
        return self._process.pid

    def __enter__(self) -> Child:
        """The child; it waits for a task."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the child, whatever it is doing."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()

    def ask(self, task: str, **facts: Any) -> Iterator[Message]:
        """Hand a task over, and what the child says until it is done.

        Parameters
        ----------
        task : str
            A task of :mod:`restride.adapters.video.worker`; one at a time.
        facts
            What the task needs to know.

        Raises
        ------
        VideoError
            The child refused the clip, died, or said nothing for too long.
        """
        assert self._process.stdin is not None  # noqa: S101
        # A child that is already gone is noticed when its answer is read.
        with contextlib.suppress(BrokenPipeError):
            send(self._process.stdin, task, {"path": str(self.path.resolve()), **facts})
        yield from self._answers()

    def _answers(self) -> Iterator[Message]:
        assert self._process.stdout is not None  # noqa: S101
        while True:
            watch = threading.Timer(self._silence_s, self._end_silent)
            watch.daemon = True
            watch.start()
            try:
                message = receive(self._process.stdout)
            finally:
                watch.cancel()
            if message is None:
                raise VideoError(self._why_gone())
            if message.kind == "done":
                return
            if message.kind == "refused":
                raise VideoError(str(message.facts["sentence"]))
            if message.kind == "broke":
                raise VideoError(
                    f"{self.path.name} could not be worked on to its end ({message.facts['what']}); "
                    "that is a fault of the program: please report it with the clip."
                )
            yield message

    def _end_silent(self) -> None:
        self.silent = True
        self._process.kill()

    def _why_gone(self) -> str:
        name = self.path.name
        status = self._process.wait()
        if self.silent:
            return f"Decoding {name} stood still for {self._silence_s:g} s and was ended; {_AGAIN}."
        return (
            f"The decoder broke down over {name} ({_ending(status)}); nothing else is harmed. "
            f"The file is damaged or made to do harm: {_AGAIN}."
        )


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
