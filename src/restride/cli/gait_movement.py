"""«restride gait … --movement NAME»: the numbers of a movement test, as words or JSON."""

from __future__ import annotations

import argparse
import sys

from restride.adapters.gait_movements import analyse_movement_recording
from restride.adapters.gait_sessions import folders_of
from restride.adapters.mocap.marker_sets import read_mapping
from restride.adapters.movement_report.write import write_movement
from restride.cli.errors import CommandError
from restride.cli.gait_video import progress, video_options
from restride.cli.writing import json_of, writing_to
from restride.explain.movement_text import movement_text
from restride.knowledge.load import Knowledge
from restride.model.words import Side

#: What says something of running, or asks for what only its report has.
_OF_RUNNING = (
    "retraining", "case", "cue", "compare", "force", "sensor", "speed", "first_foot", "film", "show_faces", "runner",
)  # fmt: skip


def say_movement(options: argparse.Namespace, knowledge: Knowledge) -> None:
    """Measure every recording as this test and print it; write the report where a folder is given.

    Raises
    ------
    PlainError
        A recording cannot be used, or an option does not go with a movement test.
    """
    for name in _OF_RUNNING:
        if getattr(options, name) not in (None, False):
            option = name.replace("_", "-")
            raise CommandError(f"--{option} is of running and does not go with --movement; leave one of them out.")
    mapping = read_mapping(options.mapping) if options.mapping else None
    found = [
        analyse_movement_recording(
            path,
            options.movement,
            knowledge,
            side=Side(options.side) if options.side else None,
            mapping=mapping,
            rate_hz=options.rate,
            video=video_options(options),
            progress=progress,
        )
        for path in options.recordings
    ]
    # Several recordings get a folder each.
    names = folders_of(options.recordings) if len(found) > 1 else [""]
    for name, path, one in zip(names, options.recordings, found, strict=True):
        if options.out:
            with writing_to(options.out):
                write_movement(options.out / name, one, knowledge, source=path if one.followed is not None else None)
        if not options.json:
            sys.stdout.write(movement_text(one.report, knowledge))
    if options.json:
        sys.stdout.write(json_of([one.report for one in found]))
