"""The child's side: take limits, read tasks from standard input, answer on standard output, until there is no more."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import Any, BinaryIO

from restride.adapters.video.wire import receive, send

#: Task → the function that does it. Imported when asked for: who only counts frames loads no pose model.
TASKS = {
    "facts": "restride.adapters.video.tasks:facts",
    "frames": "restride.adapters.video.tasks:frames",
    "scout": "restride.adapters.video.tasks_pose:scout",
    "heads": "restride.adapters.video.tasks_pose:heads",
    "watch": "restride.adapters.video.tasks_pose:watch",
    "follow": "restride.adapters.video.tasks_pose:follow",
}


def main() -> None:
    """Do one task after the other."""
    _limit()
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    asked: Any = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115
    with contextlib.suppress(BrokenPipeError):
        while (request := receive(asked)) is not None:
            _answer(request.kind, request.facts, answers)


def _answer(task: str, facts: dict[str, Any], answers: BinaryIO) -> None:
    from restride.model.errors import PlainError

    room, _, name = TASKS[task].partition(":")
    try:
        getattr(importlib.import_module(room), name)(answers, **facts)
    except PlainError as refusal:
        send(answers, "refused", {"sentence": str(refusal)})
    except MemoryError:
        send(answers, "refused", {"sentence": "Decoding needs more memory than is allowed; export it at 1080p."})
    except BrokenPipeError:
        raise
    except Exception as fault:  # noqa: BLE001  (told to the parent, which has no other way to hear of it)
        send(answers, "broke", {"what": f"{type(fault).__name__}: {' '.join(str(fault).split())}"})
    else:
        send(answers, "done")


def _limit() -> None:
    """Memory, processor time, open files; no file may be written and no core dumped."""
    try:
        import resource
    except ImportError:  # not a Unix: the parent's watch remains
        return
    memory, seconds = (int(number) for number in os.environ["RESTRIDE_CHILD_LIMITS"].split())
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
