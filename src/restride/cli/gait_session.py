"""«restride gait SESSION.yaml», «restride gait A B … --session»: several recordings as one session, one report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

import msgspec

from restride.adapters.gait_sessions import (
    SESSION_SUFFIXES,
    AnalysedClip,
    analyse_clips,
    folders_of,
    read_session_file,
    read_session_report,
    write_session,
)
from restride.cli.errors import CommandError
from restride.cli.gait_pictures import check_picture_options
from restride.cli.gait_pictures import write as write_report
from restride.cli.gait_recordings import analysed_as_said
from restride.cli.gait_video import progress
from restride.cli.writing import writing_to
from restride.explain.session_words import session_text
from restride.gait.session import session_of
from restride.knowledge.load import Knowledge
from restride.model.gait_session import GaitSession, Role, SessionClip
from restride.model.published import document_json

_ROLES: tuple[Role, ...] = get_args(Role)
#: What a session's file says of each recording itself.
_IN_THE_FILE = (
    "force", "mapping", "rate", "speed", "sensor", "first_foot", "follow", "view", "slow_motion", "height",
    "pose", "roles",
)  # fmt: skip
#: What a session does not go with.
_ALONE = ("retraining", "compare", "movement", "case", "cue", "side")


def add_session_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the recordings are to each other."""
    several = parser.add_argument_group("several recordings as one session, or a session's file (YAML)")
    several.add_argument("--session", action="store_true", help="one session, one report as page, PDF and JSON")
    several.add_argument(
        "--roles",
        metavar="A,B",
        help=f"how each was run, in order, for --session: {', '.join(_ROLES)}; usual otherwise",
    )
    several.add_argument(
        "--earlier", type=Path, metavar="FILE", help="session.json of an earlier session to compare with"
    )


def is_session(options: argparse.Namespace) -> bool:
    """Whether one session is asked for."""
    named = len(options.recordings) == 1 and options.recordings[0].suffix.lower() in SESSION_SUFFIXES
    return named or options.session or options.roles is not None or options.earlier is not None


def say_session(options: argparse.Namespace, knowledge: Knowledge) -> None:
    """Analyse the recordings as one session, write its report and print it.

    Raises
    ------
    PlainError
        An option does not fit, or a recording cannot be used.
    """
    _refuse(options, _ALONE, "with a session; leave one of them out.")
    check_picture_options(options)
    first = options.recordings[0]
    if len(options.recordings) == 1 and first.suffix.lower() in SESSION_SUFFIXES:
        _refuse(options, _IN_THE_FILE, "with a session's file, which says what holds for each recording; leave it out.")
        written = read_session_file(first)
        earlier = _earlier(first.parent / written.earlier if written.earlier else options.earlier)
        day, found = written.on, analyse_clips(written, first.parent, knowledge, progress=progress)
    else:
        earlier = _earlier(options.earlier)
        day, found = None, _given(options, knowledge)
    session = session_of([one.clip for one in found], knowledge, on=day, earlier=earlier)
    if options.out:
        _write(options, session, found, knowledge)
    sys.stdout.write(document_json(session) if options.json else session_text(session))


def _refuse(options: argparse.Namespace, names: Sequence[str], why: str) -> None:
    for name in names:
        if getattr(options, name):
            raise CommandError(f"--{name.replace('_', '-')} does not go {why}")


def _earlier(path: Path | None) -> GaitSession | None:
    return read_session_report(path) if path is not None else None


def _given(options: argparse.Namespace, knowledge: Knowledge) -> list[AnalysedClip]:
    roles = _roles(options)
    return [
        AnalysedClip(path, one, SessionClip(role=role, report=one.report))
        for path, role, one in zip(options.recordings, roles, analysed_as_said(options, knowledge), strict=True)
    ]


def _roles(options: argparse.Namespace) -> list[Role]:
    if options.roles is None:
        return ["usual"] * len(options.recordings)
    said = [one.strip() for one in options.roles.split(",")]
    if len(said) != len(options.recordings):
        raise CommandError(
            f"--roles names {len(said)}, and {len(options.recordings)} recordings were given; name one for each."
        )
    try:
        return msgspec.convert(said, list[Role])
    except msgspec.ValidationError:
        raise CommandError(f"--roles knows {', '.join(_ROLES)}; '{options.roles}' names another.") from None


def _write(options: argparse.Namespace, session: GaitSession, found: list[AnalysedClip], knowledge: Knowledge) -> None:
    for name, one in zip(folders_of([clip.path for clip in found]), found, strict=True):
        folder = options.out / name
        write_report(folder, one.path, one.found, knowledge, options, None)
    dated = datetime.now().astimezone().date()
    with writing_to(options.out):
        left_out = write_session(options.out, session, dated=dated, runner=options.runner)
    if left_out:
        sys.stderr.write(f"restride: session.pdf was left out. {left_out}\n")
