"""The way back opened for a therapist: what is in force, what waits for a signature, and what each leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import restride
from restride.comeback import DiaryError, LadderError
from restride.explain.dates import day_and_month
from restride.explain.words import TISSUES
from restride.model.case import Case
from restride.model.comeback import Comeback
from restride.model.diary import DiaryEntry
from restride.model.evaluation import Evaluation
from restride.model.words import Tissue
from restride.site import engine
from restride.site.comeback.basis import (
    Basis,
    Terms,
    basis_of,
    has_newer_answers,
    is_signed,
    newest_programme,
    programme_in_force,
    terms_of,
)
from restride.site.comeback.models import Programme
from restride.site.comeback.queries import diary_under
from restride.site.episodes.models import Episode
from restride.site.names import Names


@dataclass(frozen=True, slots=True)
class Opened:
    """One version of the programme with its document; ``trouble`` says why there is none."""

    programme: Programme
    basis: Basis
    entries: tuple[DiaryEntry, ...]
    course: Comeback | None
    trouble: str = ""

    @property
    def signed(self) -> bool:
        """Whether the runner sees it."""
        return is_signed(self.programme)

    @property
    def case(self) -> Case:
        """The answers it rests on."""
        return self.basis.case

    @property
    def evaluation(self) -> Evaluation:
        """With the newest triage."""
        return self.basis.evaluation

    @property
    def tissue_evaluated(self) -> Tissue:
        """Tissue of the leading hypothesis."""
        complaints = self.evaluation.complaints
        return complaints[0].state.tissue if complaints else Tissue.UNKNOWN

    @property
    def irritability_evaluated(self) -> str:
        """As the evaluation grades it."""
        complaints = self.evaluation.complaints
        return complaints[0].state.irritability.level if complaints else "unknown"


@dataclass(frozen=True, slots=True)
class Bench:
    """Both versions that matter: in force, and waiting."""

    in_force: Opened | None
    draft: Opened | None

    @property
    def shown(self) -> Opened | None:
        """What the page opens with: what the runner sees, else the draft."""
        return self.in_force or self.draft

    @property
    def newest(self) -> Opened | None:
        """What a change starts from."""
        return self.draft or self.in_force


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at before the signature."""

    holds: bool
    words: str
    blocks: bool = False


def bench_of(episode: Episode, today: date) -> Bench:
    """Open what is in force and what waits."""
    newest = newest_programme(episode)
    if newest is None:
        return Bench(None, None)
    if is_signed(newest):
        return Bench(opened(newest, today), None)
    in_force = programme_in_force(episode)
    return Bench(opened(in_force, today) if in_force else None, opened(newest, today))


def opened(programme: Programme, today: date, terms: Terms | None = None) -> Opened:
    """Open one version, or other terms on its answers; nothing is written."""
    basis = basis_of(programme, today, terms)
    entries = diary_under(programme, basis.case, today)
    try:
        course = restride.next_step(basis.with_diary(entries), basis.evaluation, today=today, facts=engine.facts())
    except (DiaryError, LadderError) as trouble:
        sentence = str(trouble)
        return Opened(programme, basis, entries, None, sentence[:1].upper() + sentence[1:])
    return Opened(programme, basis, entries, course)


def checks(draft: Opened) -> tuple[Check, ...]:
    """Return what was checked before the signature."""
    triage = draft.evaluation.triage
    newer = has_newer_answers(draft.programme)
    missing = [one for one in draft.course.readiness if one.answer != "yes"] if draft.course else []
    return (
        Check(
            not triage.signing_locked,
            "No open red flag, every emergency question answered"
            if not triage.signing_locked
            else "A red flag is open, or an emergency question was never asked",
            blocks=triage.signing_locked,
        ),
        Check(not newer, "There are newer answers" if newer else "Made from the newest answers", blocks=newer),
        Check(
            draft.course is not None,
            "The diary agrees with itself" if draft.course is not None else draft.trouble,
            blocks=draft.course is None,
        ),
        Check(
            not missing,
            "Everything before the first run is answered yes"
            if not missing
            else f"{len(missing)} of {len(draft.course.readiness) if draft.course else 0} before the first run are not "
            "answered yes; walking only until they are",
        ),
    )


def locks_of(shown: Opened) -> dict[str, str]:
    """Return what a release can open now: id → words."""
    course = shown.course
    if course is None:
        return {}
    found: dict[str, str] = {}
    settings = terms_of(shown.programme.document).settings
    if course.mode == "PAUSED":
        found["pause"] = "The pause"
    locked = engine.facts().engine["comeback"].lists["locked_tissues"]
    if course.tissue.value in locked and not any(one.what == "tissue" for one in settings.releases):
        found["tissue"] = f"Running, tissue: {TISSUES[course.tissue].lower()}"
    names = Names(engine.facts())
    for flag, since in _flags(shown.entries):
        if not any(one.what == flag and one.on >= since for one in settings.releases):
            found[flag] = f"Red flag told on {day_and_month(since)}: {names.finding(flag)}"
    return found


def _flags(entries: Sequence[DiaryEntry]) -> list[tuple[str, date]]:
    latest: dict[str, date] = {}
    for entry in entries:
        for flag in entry.flags:
            latest[flag] = max(entry.on, latest.get(flag, entry.on))
    return sorted(latest.items())
