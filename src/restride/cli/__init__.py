"""The command line. One file per command; errors are one sentence on standard error and exit status 2."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence

from restride.model.errors import PlainError

#: Command → what it does. Its module below this package is imported only when it runs.
COMMANDS = {
    "evaluate": "triage, hypotheses, causes, what to test next",
    "plan": "the whole proposal: plan, week, documents",
    "runs": "read activity files and exports, report load and spikes",
    "comeback": "next runs and why; export to watch and calendar",
    "gait": "movement analysis of video, markers, force, sensors: numbers with their error",
    "knowledge": "the facts and their sources: check | show ID",
    "schema": "JSON Schema of a case, an evaluation, a plan",
    "figure": "pictures of exercises: draw one, preview, contact sheet",
    "up": "start the site, print the address",
    "worker": "analyse the recordings that wait; ‘up’ starts one of its own",
    "staff-link": "a new password for somebody of staff: print a one-time link",
    "doctor": "look whether this machine can run it: one line each",
    "backup": "save database and media in one file, with checksums",
    "restore": "bring a backup back into a new folder",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # ± and × are in every answer, and in JSON they must stay what they are, whatever the machine's own code is.
            stream.reconfigure(encoding="utf-8")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in COMMANDS:
        return _run(words[0], words[1:])
    parser = _overview()
    parser.parse_args(words)
    parser.print_help(sys.stderr)
    return 2


def _run(command: str, words: Sequence[str]) -> int:
    try:
        module = importlib.import_module(f"restride.cli.{command.replace('-', '_')}")
        parser = argparse.ArgumentParser(prog=f"restride {command}", description=module.__doc__)
        module.add_arguments(parser)
        status: int = module.run(parser.parse_args(words))
    except PlainError as error:
        sys.stderr.write(f"restride: {error}\n")
        return 2
    except MemoryError:
        sys.stderr.write("restride: This needs more memory than there is; give shorter recordings, or fewer at once.\n")
        return 2
    except BrokenPipeError:
        # The reader has seen enough (`restride … | head`).
        sys.stderr.close()
        return 0
    except OSError as error:
        # What no room foresaw: a path too long, a folder shut away, a disk that is full.
        named = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or str(error)).lower()
        sys.stderr.write(f"restride: {named}the system refuses this ({reason}); check the path and the disk.\n")
        return 2
    except KeyboardInterrupt as stop:
        sys.stderr.write(f"\nrestride: stopped{f'; {stop}' if str(stop) else ''}.\n")
        return 130
    return status


def _overview() -> argparse.ArgumentParser:
    from restride import __version__

    lines = "\n".join(f"  {name:<11} {says}" for name, says in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="restride",
        description="Physical therapy for running injuries: evaluate, plan, and the site for therapist and runner.",
        epilog=f"commands:\n{lines}\n\n'restride COMMAND --help' says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="restride COMMAND …",
    )
    parser.add_argument("--version", action="version", version=f"restride {__version__}")
    parser.add_argument("command", nargs="?", choices=COMMANDS, metavar="COMMAND", help=argparse.SUPPRESS)
    return parser
