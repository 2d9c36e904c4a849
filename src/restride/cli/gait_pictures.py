"""The pictures of a gait analysis: page, PDF, film, and whether faces may be seen."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.film import check_slowness
from restride.adapters.gait_report.write import Wishes, write_pictures
from restride.cli.errors import CommandError
from restride.cli.writing import writing_to
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitComparison


def add_picture_arguments(parser: argparse.ArgumentParser) -> None:
    """What the report shall show."""
    parser.add_argument("--runner", metavar="NAME", help="name or initials on the report")
    parser.add_argument(
        "--film",
        type=float,
        nargs="?",
        const=1.0,
        metavar="SLOWER",
        help="write film.mp4 too: skeleton, events, angles; 4 makes it four times slower",
    )
    parser.add_argument(
        "--show-faces", metavar="WHY", help="do not blur faces, and say why in the report («the runner agreed»)"
    )


def check_picture_options(options: argparse.Namespace) -> None:
    """Refuse wishes that cannot be met, before the long work."""
    if options.film is not None and options.out is None:
        raise CommandError("--film needs a folder to write film.mp4 into; give it with --out.")
    if options.film is not None:
        check_slowness(options.film)
    if options.show_faces is not None and not options.show_faces.strip():
        raise CommandError("--show-faces needs the reason in words, for the report; without it faces stay blurred.")


def write(
    folder: Path,
    source: Path,
    one: Analysed,
    facts: Knowledge,
    options: argparse.Namespace,
    change: GaitComparison | None,
) -> None:
    """Page, PDF, exports and film; where nothing can typeset, no PDF, and a sentence."""
    wishes = Wishes(runner=options.runner, show_faces_because=options.show_faces, film=options.film)
    dated = datetime.now().astimezone().date()
    with writing_to(folder):
        _, left_out = write_pictures(folder, one, facts, dated=dated, source=source, wishes=wishes, comparison=change)
    if left_out:
        sys.stderr.write(f"restride: report.pdf was left out. {left_out}\n")
