"""Several children at work at once: how many are worth it, and waiting for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Done = TypeVar("Done")
#: More than so many children gain little and take much memory.
CHILDREN_MOST = 4


def cores() -> int:
    """Cores that this process may use; not every system says so, and then all of them."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def together(tasks: Sequence[Callable[[], Done]]) -> list[Done]:
    """Do all at once, each in a thread of its own, and what each gives; the first problem is raised when all ended."""
    with ThreadPoolExecutor(len(tasks)) as threads:
        return [done.result() for done in [threads.submit(task) for task in tasks]]
