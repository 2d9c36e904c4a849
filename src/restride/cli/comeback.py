"""The way back to running: next runs and why, from the case and its diary; exports to watch and calendar."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

import restride
from restride.adapters.documents.folder import write_together
from restride.adapters.extras import need
from restride.cli.case import add_case_arguments, read_all, write_json
from restride.cli.errors import CommandError
from restride.cli.writing import writing_to
from restride.comeback import DiaryError, LadderError
from restride.comeback.published import with_published
from restride.model.case import Case
from restride.model.comeback import Comeback
from restride.model.diary import PublishedRun
from restride.model.published import document_json
from restride.model.quantity import decode_quantity, encode_quantity

#: Beside the calendar: what it showed, so that the next one counts on and calls off.
_SHOWN = "published.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The case, and where the exports go."""
    add_case_arguments(parser)
    parser.add_argument("--runner", action="store_true", help="the runner's words instead of the therapist's")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write the document, workouts for the watch and a calendar file here"
    )


def run(options: argparse.Namespace) -> int:
    """Print the way back in words or as JSON; with --out also write the exports."""
    case, facts, today, history = read_all(options)
    if options.out is not None and not (case.comeback and case.comeback.published):
        case = with_published(case, _shown(options.out, case), today)
    evaluation = restride.evaluate(case, today=today, facts=facts)
    try:
        document = restride.next_step(case, evaluation, today=today, facts=facts, history=history)
    except (DiaryError, LadderError) as error:
        raise CommandError(f"{options.case}: {error}") from None
    if options.out is not None:
        _write(options.out, document, case)
    if options.json:
        write_json(document)
    elif options.out is None:
        from restride.explain.comeback_text import runner_text, therapist_text

        sys.stdout.write(runner_text(document) if options.runner else therapist_text(document, facts))
    return 0


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the calendar of a folder has shown."""

    case: str | None
    runs: tuple[PublishedRun, ...]


def _shown(folder: Path, case: Case) -> tuple[PublishedRun, ...]:
    """The runs that the calendar in ``folder`` showed last time; none where there is none."""
    path = folder / _SHOWN
    if not path.exists():
        return ()
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Shown, dec_hook=decode_quantity)
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read ({error}); delete it, or choose another folder.") from None
    if found.case != case.id:
        raise CommandError(
            f"{folder} holds the calendar of another case ({found.case or 'without an id'}); choose another folder."
        )
    return found.runs


def _write(folder: Path, document: Comeback, case: Case) -> None:
    """All files or none: they are made and read back in memory first."""
    need("pdf", "Workouts and calendar files")
    from restride.adapters.workouts import ExportError, exports, handed_out

    before = case.comeback.published if case.comeback else ()
    try:
        files = {
            "comeback.json": document_json(document).encode(),
            **exports(document, before),
            _SHOWN: msgspec.json.encode(
                _Shown(case=document.case, runs=handed_out(document, before)), enc_hook=encode_quantity
            ),
        }
    except ExportError as error:
        raise CommandError(str(error)) from None
    with writing_to(folder):
        write_together(folder, files, ())
    sys.stderr.write("\n".join(f"wrote {folder / name}" for name in files) + "\n")
