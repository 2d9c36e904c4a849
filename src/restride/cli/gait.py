"""Analyse recordings of running: video, markers, skeletons, key points, force, inertial sensors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from restride.adapters.gait_sessions import folders_of
from restride.adapters.imu.reading import PLACES
from restride.adapters.video.clip import SeveralError
from restride.cli.errors import CommandError
from restride.cli.gait_pictures import add_picture_arguments, check_picture_options
from restride.cli.gait_pictures import write as write_report
from restride.cli.gait_recordings import analysed_as_said
from restride.cli.gait_session import add_session_arguments, is_session, say_session
from restride.cli.gait_video import add_video_arguments
from restride.cli.numbers import within
from restride.cli.writing import check_writable, json_of
from restride.explain.gait_text import comparison_text, gait_text
from restride.gait.compare import compare
from restride.gait.movement_tests import MOVEMENTS
from restride.gait.retraining import check_cue
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.model.published import document_json
from restride.model.recordings import RateHz, SpeedMS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The recordings and what they do not say themselves."""
    parser.add_argument(
        "recordings",
        type=Path,
        nargs="+",
        metavar="RECORDING",
        help="a video, C3D, TRC, BVH, AMC, a folder of OpenPose JSON, force as MOT or CSV, a sensor's CSV",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write the report as page, PDF and JSON, and strides.csv, TRC, MOT there",
    )
    parser.add_argument("--json", action="store_true", help="as JSON instead of words: the report, a list of several")
    parser.add_argument("--force", type=Path, metavar="FILE", help="ground force of the same run (MOT, CSV)")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="marker names: «label: point», one a line")
    parser.add_argument(
        "--rate", type=within(RateHz), metavar="HZ", help="frames a second, where the file has none or a wrong one"
    )
    parser.add_argument("--speed", type=within(SpeedMS), metavar="M_S", help="running speed in m/s")
    parser.add_argument("--sensor", choices=PLACES, help="where the inertial sensor sat")
    parser.add_argument(
        "--first-foot", choices=("left", "right"), help="which foot strikes first, of force without sides"
    )
    parser.add_argument(
        "--retraining", action="store_true", help="one cue with its dose for the first recording; more are its repeats"
    )
    parser.add_argument("--cue", metavar="ITEM", help="another cue than the one proposed, for --retraining")
    parser.add_argument("--case", type=Path, metavar="CASE", help="the runner's case, for --retraining")
    parser.add_argument("--movement", choices=MOVEMENTS, help="the recording shows this movement test, no running")
    parser.add_argument("--side", choices=("left", "right"), help="the tested leg, for --movement")
    parser.add_argument("--compare", action="store_true", help="hold the second recording against the first")
    add_session_arguments(parser)
    add_video_arguments(parser)
    add_picture_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print each report in words, or as JSON; write the exports."""
    check_writable(options.out)
    try:
        _run(options)
    except SeveralError as error:
        raise CommandError(f"{error} The option is --follow X,Y.") from None
    return 0


def _run(options: argparse.Namespace) -> None:
    facts = load()
    if is_session(options):
        say_session(options, facts)
    elif options.movement is not None:
        from restride.cli.gait_movement import say_movement

        say_movement(options, facts)
    else:
        _say_each(options, facts)


def _say_each(options: argparse.Namespace, facts: Knowledge) -> None:
    _check(options)
    check_cue(options.cue, facts)
    case = read_case_file(options.case, facts) if options.case else None
    found = analysed_as_said(options, facts)
    reports = [one.report for one in found]
    change = compare(reports[0], reports[1], facts) if options.compare else None
    if options.out:
        # Several recordings get a folder each.
        names = folders_of(options.recordings) if len(found) > 1 else [""]
        for name, path, one in zip(names, options.recordings, found, strict=True):
            write_report(options.out / name, path, one, facts, options, change if one is found[-1] else None)
    if not options.json:
        sys.stdout.write("".join(map(gait_text, reports)))
    if options.retraining:
        from restride.cli.gait_retraining import say_retraining

        say_retraining(reports, case, facts, cue=options.cue, json=options.json)
    elif options.json:
        sys.stdout.write(json_of(reports) if change is None else document_json(change))
    if change is not None and not options.json:
        sys.stdout.write(comparison_text(change))


def _check(options: argparse.Namespace) -> None:
    """Refuse what does not go together, before the long work."""
    if options.compare and len(options.recordings) != 2:
        raise CommandError(
            f"--compare takes two recordings, an earlier and a later; {len(options.recordings)} were given."
        )
    if options.compare and options.retraining and options.json:
        raise CommandError("--json gives one document; ask for --compare or for --retraining.")
    if options.case is not None and not options.retraining:
        raise CommandError("--case belongs to --retraining; for an evaluation name the recording in the case.")
    if options.cue is not None and not options.retraining:
        raise CommandError("--cue belongs to --retraining; give both, or neither.")
    if options.side is not None:
        raise CommandError("--side is the tested leg of a movement test; it belongs to --movement.")
    check_picture_options(options)
