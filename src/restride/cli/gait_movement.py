"""«restride gait … --movement NAME»: the numbers of a movement test, as words or JSON."""

from __future__ import annotations

import argparse
import sys

from restride.adapters.gait_movements import analyse_movement_recording
from restride.adapters.mocap.marker_sets import read_mapping
from restride.cli.case import json_text
from restride.cli.errors import CommandError
from restride.cli.gait_video import progress, video_options
from restride.explain.movement_text import movement_text
from restride.knowledge.load import Knowledge
from restride.model.words import Side


def say_movement(options: argparse.Namespace, knowledge: Knowledge) -> None:
    """Measure every recording as this test and print it; write the report where a folder is given.

    Raises
    ------
    PlainError
        A recording cannot be used, or an option does not go with a movement test.
    """
    for name in ("retraining", "compare", "force", "sensor"):
        if getattr(options, name):
            raise CommandError(f"--{name} is of running and does not go with --movement; leave one of them out.")
    mapping = read_mapping(options.mapping) if options.mapping else None
    reports = [
        analyse_movement_recording(
            path,
            options.movement,
            knowledge,
            side=Side(options.side) if options.side else None,
            mapping=mapping,
            rate_hz=options.rate,
            video=video_options(options),
            progress=progress,
        ).report
        for path in options.recordings
    ]
    for path, report in zip(options.recordings, reports, strict=True):
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / f"{path.stem}.{report.movement}.json").write_text(json_text(report), encoding="utf-8")
        sys.stdout.write(json_text(report) if options.json else movement_text(report, knowledge))
