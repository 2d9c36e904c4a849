"""Measure speed: every module beside this one, or those named; each prints its own lines and targets."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> int:
    """Run the benchmarks and print what they measured."""
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")]
    for name in sys.argv[1:] or found:
        module = importlib.import_module(f"benchmarks.{name}")
        sys.stdout.write(f"{name}: {(module.__doc__ or '').splitlines()[0]}\n")
        for line in module.run():
            sys.stdout.write(f"  {line}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
