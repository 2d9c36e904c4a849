"""Write every table that holds the program against something it did not make itself."""

from __future__ import annotations

import importlib
import sys

TABLES = (
    "guideline_concordance", "published_cases", "comeback_simulation", "gait_force", "gait_events", "gait_coverage",
    "gait_angles", "gait_walking", "gait_drawn_runner", "gait_video", "gait_peers",
)  # fmt: skip


def main() -> int:
    """Run each table; exit status 1 where one finds a promise broken."""
    return max(importlib.import_module(f"validation.{name}").main() for name in TABLES)


if __name__ == "__main__":
    sys.exit(main())
