"""The run of the way back on the runner's page: today, later, or why not; and what was run and felt since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from restride.explain.comeback_text import minutes
from restride.site.comeback.entries import LoggedRun, logged_runs
from restride.site.comeback.models import RunKind, RunLog
from restride.site.comeback.queries import NextRun, Verdict, next_run, verdict_on
from restride.site.episodes.models import Episode

State = Literal["today", "later", "locked", "done"]
Piece = tuple[int, int, int]
#: The bar of the hero, in units of its own picture.
BAR_WIDTH = 316.0
BAR_GAP = 3.0
#: A piece narrower than this has no number under it, one wider than that has a word in it.
NUMBER_WIDTH = 11.0
WORD_WIDTH = 26.0
KINDS = {"walk": "Walk", "walk_run": "Run and walk", "run": "Run"}


@dataclass(frozen=True, slots=True)
class BarPiece:
    """One step in the bar."""

    runs: bool
    x: float
    width: float
    middle: float
    minutes: str
    has_word: bool


@dataclass(frozen=True, slots=True)
class Later:
    """A number that is asked some time after a run."""

    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class RunCard:
    """What the page shows of the way back."""

    run: NextRun
    state: State
    #: What was run today, where something was.
    log: LoggedRun | None = None
    verdict: Verdict | None = None

    @property
    def what(self) -> str:
        """«Run and walk · 29 min»."""
        return f"{KINDS.get(self.run.kind or 'run', 'Run')} · {minutes(self.run.total_s)} min"

    @property
    def figure(self) -> str:
        """The large figure: «3 × 5» of «3 × 5 min», «20» of «walk 20 min»."""
        return self.run.title.removeprefix("walk ").removesuffix(" min")

    @property
    def doing(self) -> str:
        """The small word beside the figure."""
        return "min walking" if self.run.kind == "walk" else "min running"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps as the phone's timer reads them."""
        runs = sum(kind == "run" for kind, _ in self.run.steps)
        steps: list[dict[str, Any]] = []
        number = 0
        for kind, seconds in self.run.steps:
            number += kind == "run"
            says = f"{number} of {runs}" if kind == "run" and runs > 1 else ""
            steps.append({"kind": kind, "s": seconds, "says": says} if says else {"kind": kind, "s": seconds})
        return steps

    @property
    def bar(self) -> list[BarPiece]:
        """The steps as a bar; the eye gets the proportion, the ear the words below."""
        whole = sum(seconds for _, seconds in self.run.steps) or 1
        room = BAR_WIDTH - BAR_GAP * (len(self.run.steps) - 1)
        pieces, x = [], 0.0
        for kind, seconds in self.run.steps:
            width = room * seconds / whole
            number = minutes(seconds) if width >= NUMBER_WIDTH else ""
            pieces.append(
                BarPiece(kind == "run", round(x, 1), round(width, 1), round(x + width / 2, 1), number,
                         kind == "run" and width >= WORD_WIDTH)
            )  # fmt: skip
            x += width + BAR_GAP
        return pieces

    @property
    def bar_words(self) -> str:
        """The bar for who cannot see it."""
        return ", then ".join(f"{kind} {minutes(seconds)} min" for kind, seconds in self.run.steps).capitalize()

    @property
    def kind(self) -> str:
        """Whether the log of today is about a run or a walk."""
        if self.log is not None:
            return self.log.log.kind
        return RunKind.WALK if self.run.kind == "walk" else RunKind.RUN

    @property
    def planned_json(self) -> str:
        """What was to be run, as a log holds it."""
        return json.dumps(pieces_of(self.run.steps))

    @property
    def planned_s(self) -> str:
        """Running time that the page showed; nothing beside a log, whose plan is over."""
        return str(self.run.running_s) if self.log is None and self.run.running_s else ""

    @property
    def walked_s(self) -> str:
        """Length of a walk, planned or logged."""
        if self.kind != RunKind.WALK:
            return ""
        return str(self.run.total_s if self.log is None else self.log.log.length_s or "")

    @property
    def ran_json(self) -> str:
        """What was run today piece by piece, for a correction that leaves it; empty where only minutes are known."""
        return json.dumps(self.log.log.ran) if self.log and self.log.log.ran else ""

    @property
    def ran_min(self) -> str:
        """Minutes that were typed."""
        return _typed(self.log.log.running_s or self.log.log.length_s) if self.log and not self.log.log.ran else ""

    @property
    def longest_min(self) -> str:
        """Longest piece that was typed, in minutes."""
        return _typed(self.log.log.longest_bout_s) if self.log and not self.log.log.ran else ""

    @property
    def ran_words(self) -> str:
        """What was run today, in words."""
        return "" if self.log is None else done_words(self.log.log)

    @property
    def log_id(self) -> str:
        """Id of the entry that a correction replaces."""
        return str(self.log.id) if self.log else ""

    @property
    def during(self) -> int | None:
        """Worst pain said of today's session."""
        return self.log.log.during if self.log else None

    @property
    def effort(self) -> str:
        """How hard it was."""
        return "" if self.log is None or self.log.log.effort is None else str(self.log.log.effort)

    @property
    def limped(self) -> bool:
        """Whether a limp was said."""
        return bool(self.log and self.log.log.limped)

    @property
    def elsewhere(self) -> str:
        """What else hurt."""
        return self.log.log.elsewhere if self.log else ""

    @property
    def note(self) -> str:
        """The runner's own words."""
        return self.log.log.note if self.log else ""


def done_words(row: RunLog) -> str:
    """Return «3 × 5 min», «1 + 0:02 min», «walk 20 min»: what an entry says was done."""
    if row.kind == RunKind.WALK:
        return f"walk {lasted(row.length_s or 0)} min"
    parts = [f"{times} × {lasted(run)}" if times > 1 else lasted(run) for times, run, _ in row.ran]
    return f"{' + '.join(parts) or lasted(row.running_s or row.length_s or 0)} min"


def _typed(seconds: int | None) -> str:
    return f"{seconds / 60:g}" if seconds else ""


def lasted(seconds: int) -> str:
    """«5», «2½», «2:47»: minutes as they were, to the second where they were not whole halves."""
    return minutes(seconds) if seconds % 30 == 0 else f"{seconds // 60}:{seconds % 60:02d}"


def pieces_of(steps: Sequence[tuple[str, int]]) -> list[Piece]:
    """Return walks and runs as (repeats, run_s, walk_s); the way out and the way home are no walk breaks."""
    pieces: list[list[int]] = []
    for at, (kind, seconds) in enumerate(steps):
        if kind == "run":
            pieces.append([1, seconds, 0])
        elif pieces and at < len(steps) - 1:
            pieces[-1][2] += seconds
    joined: list[list[int]] = []
    for times, run, walk in pieces:
        if joined and joined[-1][1] == run and (joined[-1][2] == walk or not walk):
            joined[-1][0] += times
        else:
            joined.append([times, run, walk])
    return [(times, run, walk) for times, run, walk in joined]


def run_card(episode: Episode, today: date) -> RunCard | None:
    """Return what the page of a day shows; None while no programme is signed."""
    run = next_run(episode, today)
    if run is None:
        return None
    log = next((one for one in reversed(logged_runs(episode)) if one.log.day == today), None)
    verdict = verdict_on(episode, today, today) if log else None
    return RunCard(run, _state(run, log, today), log, verdict)


def _state(run: NextRun, log: LoggedRun | None, today: date) -> State:
    if run.locked:
        return "locked"
    if log is not None:  # one session a day: what is proposed after it is for later
        return "done"
    return "today" if run.on == today else "later"


def later_questions(episode: Episode, now: datetime) -> list[Later]:
    """Return what can be asked by now of the last runs: an hour later on the day itself, 24 hours later on the next."""
    questions = []
    for one in logged_runs(episode):
        row = one.log
        if row.day < now.date() - timedelta(days=1):
            continue
        about = row.about_id or row.pk
        since = now - (row.started_at or row.said_at)
        if row.day == now.date() and one.entry.pain.hour_later is None:
            questions.append(Later("hour_later", "One hour after it", str(about)))
        elif row.day < now.date() and since >= timedelta(days=1) and one.entry.pain.after_24_h is None:
            questions.append(Later("after_24_h", "A day after your run", str(about)))
    return questions
