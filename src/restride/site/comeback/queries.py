"""Reads of the way back, and the contract for every page that shows it.

``course_of(episode, today)``
    The whole document (:class:`restride.model.comeback.Comeback`) under the newest **signed** programme, or None while
    nothing is signed. Nothing is stored: answers, terms and diary are replayed on every call (about 20 ms). Raises
    :class:`restride.comeback.DiaryError` (one sentence) where the diary contradicts itself.
``next_run(episode, today)``
    What a runner's page shows: the next session in steps, why, when to stop; or why there is none (``locked``).
    None while nothing is signed: show the plan's running as before. Never raises.
``verdict_on(episode, day, today)``
    What the planner made of the session of a day: colour, what was seen, what follows, in the runner's words.
``entries.logged_runs(episode)``
    Every session of the log as it counts now, corrections and later answers taken in; ``.lacks(today)`` names the
    pains still to be asked.
``actions.log_run(episode=…, said=RunSaid(…), by=…)``
    Keep a session, a correction of one (``replaces``) or how one felt later (``about``). The id is made on the phone:
    sent twice, nothing changes. Raises :class:`restride.site.diary.actions.EntryRefused` with one sentence.
``draft_course(episode, today)``, ``course_under(programme, terms, today)``
    The therapist's side: the same document under the unsigned draft, or under terms that are only tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils import timezone

import restride
from restride.comeback import DiaryError, LadderError
from restride.comeback.log import known_on
from restride.comeback.published import with_published
from restride.explain.comeback_text import decision_plain, figure, minutes, observation_words, what_follows
from restride.explain.dates import day_and_month
from restride.model.case import Case
from restride.model.comeback import Colour, Comeback, Decision, Mode, PlannedRun
from restride.model.diary import DiaryEntry
from restride.site import engine
from restride.site.comeback.basis import Terms, basis_of, newest_programme, programme_in_force, terms_of
from restride.site.comeback.entries import diary_entries
from restride.site.comeback.models import Programme
from restride.site.comeback.recorded import shown_runs, with_recorded_runs
from restride.site.episodes.models import Episode

StepKind = Literal["walk", "run"]
_ASK_THE_PAGE = "It is decided anew after every run: look at your page of today before you go."
_NOT_YET = "Your therapist must look at your diary first: "


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRun:
    """The next session of a runner, or why there is none."""

    mode: Mode
    #: Day of the session; None where ``locked`` says why there is none.
    on: date | None = None
    kind: Literal["walk", "walk_run", "run"] | None = None
    #: «3 × 5 min»: the large figure of the day.
    title: str = ""
    #: In the order they are done; warm-up and way home are walks. [s]
    steps: tuple[tuple[StepKind, int], ...] = ()
    running_s: int = 0
    total_s: int = 0
    #: Of the running time. [s]
    fast_s: int = 0
    uphill_s: int = 0
    #: «14:24»: not earlier on that day.
    not_before: str | None = None
    #: Why this session and no more.
    why: str = ""
    #: What means stop, in the words of the tissue's rule.
    stop_rule: str = ""
    #: How easy, how fast at most, on what ground.
    caps: tuple[str, ...] = ()
    #: Why there is no session; empty where there is one.
    locked: str = ""
    #: What must still hold before the first run, while walking.
    unlocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the planner made of one session."""

    colour: Colour
    #: «Pain while running 3 of 10, limit 2.»
    seen: str
    #: «So the same run is repeated.»
    follows: str
    decision: Decision


def course_of(episode: Episode, today: date) -> Comeback | None:
    """Return the document under the newest signed programme. See the top of this module."""
    programme = programme_in_force(episode)
    return None if programme is None else course_under(programme, None, today)


def draft_course(episode: Episode, today: date) -> Comeback | None:
    """Return the document under the newest programme, signed or not; for the therapist only."""
    programme = newest_programme(episode)
    return None if programme is None else course_under(programme, None, today)


def course_under(programme: Programme, terms: Terms | None, today: date) -> Comeback:
    """Return the document under a version, or under other terms that are only tried; nothing is written.

    Raises
    ------
    restride.comeback.DiaryError, restride.comeback.LadderError
        In one sentence: what was found, why it is a problem, what to do.
    """
    basis = basis_of(programme, today, terms)
    case = basis.with_diary(diary_under(programme, basis.case, today))
    case = with_published(case, shown_runs(programme.episode, today), today)
    return restride.next_step(case, basis.evaluation, today=today, facts=engine.facts())


def diary_under(programme: Programme, case: Case, today: date) -> tuple[DiaryEntry, ...]:
    """Return the diary of a case file, if it brought one, the site's own, and what only a watch knows, up to a day."""
    brought = tuple(known_on(entry, today) for entry in case.diary if entry.on <= today)
    told = diary_entries(programme.episode, today)
    started = terms_of(programme.document).settings.started_on or timezone.localdate(programme.made_at)
    since = started - timedelta(days=engine.facts().number("comeback", "tolerated_days"))
    return with_recorded_runs(programme.episode, (*brought, *told), since, today)


def next_run(episode: Episode, today: date) -> NextRun | None:
    """Return what a runner's page shows of the way back. See the top of this module."""
    try:
        document = course_of(episode, today)
    except (DiaryError, LadderError) as trouble:
        return NextRun(mode="LOCKED", locked=f"{_NOT_YET}{trouble}")
    return None if document is None else run_of(document)


def on_paper(episode: Episode, today: date) -> tuple[str, ...] | None:
    """Return what a printed sheet says of running under a signed way back; None while nothing is signed.

    Every run is decided anew, so paper that outlives the day names none beyond the next.
    """
    run = next_run(episode, today)
    if run is None:
        return None
    if run.locked:
        return ("Your way back decides when you run.", run.locked, _ASK_THE_PAGE)
    when = f", {run.on:%A} {day_and_month(run.on)}" if run.on else ""
    next_one = f"Next: {run.title}{when}."
    return ("Your way back decides when and how much you run.", next_one, run.stop_rule, _ASK_THE_PAGE)


def run_of(document: Comeback) -> NextRun:
    """Return the first session of a document as a runner's page shows it."""
    if not document.next_runs:
        return NextRun(
            mode=document.mode,
            locked=document.plain,
            stop_rule=document.pain_rule.plain,
        )
    run = document.next_runs[0]
    return NextRun(
        mode=document.mode,
        on=run.on,
        kind=run.kind,
        title=figure(run),
        steps=steps_of(run),
        running_s=run.running_s,
        total_s=run.total_s,
        fast_s=run.fast_s,
        uphill_s=run.uphill_s,
        not_before=run.not_before,
        why=decision_plain(document.decisions[-1]) if document.decisions else document.plain,
        stop_rule=document.pain_rule.plain,
        caps=tuple(_caps(run)),
        unlocks=document.unlocks if document.mode == "WALK" else (),
    )


def steps_of(run: PlannedRun) -> tuple[tuple[StepKind, int], ...]:
    """Return a session as a list of walks and runs in seconds; they add up to its whole length."""
    if run.kind == "walk":
        return (("walk", run.total_s),)
    pieces: list[tuple[StepKind, int]] = [("walk", run.warm_up_walk_s)]
    for bout in run.bouts:
        for _ in range(bout.repeats):
            pieces += [("run", bout.run_s), ("walk", bout.walk_s)]
    # The walk after the last bout is the way home.
    pieces[-1] = ("walk", run.cool_down_walk_s)
    return tuple(piece for piece in pieces if piece[1])


def verdict_on(episode: Episode, day: date, today: date) -> Verdict | None:
    """Return what the planner made of the session of a day; None where there was none, or nothing is signed."""
    try:
        document = course_of(episode, today)
    except (DiaryError, LadderError):
        return None
    decided = [one for one in document.decisions if one.on == day] if document else []
    return verdict_of(decided[-1]) if decided else None


def verdict_of(decision: Decision) -> Verdict:
    """Return one decision in the runner's words."""
    seen = observation_words(decision.observation)
    return Verdict(
        colour=decision.observation.colour or "open",
        seen=f"{seen[:1].upper()}{seen[1:]}.",
        follows=what_follows(decision),
        decision=decision,
    )


def _caps(run: PlannedRun) -> Iterator[str]:
    if run.kind == "walk":
        yield "Brisk, and without a limp"
        return
    yield f"Easy enough to talk: effort at most {run.effort_max_0_10:g} of 10"
    if run.pace_max_m_s:
        pace_s = round(1000 / run.pace_max_m_s)
        yield f"Not faster than {pace_s // 60}:{pace_s % 60:02d} min per km"
    yield {"flat": "Flat path", "rolling": "Rolling path", "hills": "Hilly path"}[run.surface]
    if run.fast_s:
        yield f"{minutes(run.fast_s)} min of it faster, in short pieces"
    if run.uphill_s:
        yield f"About {minutes(run.uphill_s)} min of it uphill"
