"""Reading activity files in a process of its own with limits: a bomb or a broken file ends this process and no other.

Told by one JSON document on standard input; answers with MessagePack on standard output.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from datetime import date
from pathlib import Path

import msgspec

#: Engineering defaults of software: address space (libraries count too), processor time.
MOST_MEMORY_BYTES = 2 << 30
MOST_PROCESSOR_S = 240


class Job(msgspec.Struct, frozen=True):
    """What to read."""

    paths: tuple[str, ...]
    today: date
    zone: str | None = None


def main() -> int:
    """Read what standard input names."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    answers = sys.stdout.buffer
    # Libraries that print must not be taken for answers.
    sys.stdout = sys.stderr
    limit()
    from restride.adapters.activities.importing import import_paths
    from restride.adapters.activities.reading import Options
    from restride.knowledge.load import load
    from restride.training.limits import reading_limits

    options = Options(limits=reading_limits(load()), zone=job.zone, today=job.today)
    imported = import_paths([Path(path) for path in job.paths], options, workers=1)
    answers.write(msgspec.msgpack.encode(imported.readings))
    answers.flush()
    return 0


def limit() -> None:
    """Take what this process may use; it writes no file at all."""
    os.nice(10)
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MOST_PROCESSOR_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # not every system lets itself be limited
            resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    sys.exit(main())
