"""What needs a therapist, most urgent first: the upper list of the page of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from restride.model.words import Urgency
from restride.site import engine
from restride.site.comeback.alerts import OpenAlert
from restride.site.episodes.glance import Glance
from restride.site.names import Names

#: A red log comes before what can wait two weeks, and after what a doctor must see sooner.
RANK_OF_RED = Urgency.SOON.rank
RANK_OF_AMBER = Urgency.CAUTION.rank
RANK_OF_DRAFT = 0
RANK_OF_REVIEW = -1
RANK_OF_ANSWERS = -2
RANK_OF_NO_PLAN = -3
RANK_OF_SILENCE = -4
RANK_OF_LINK = -5
ACTS_WITHIN = {
    Urgency.EMERGENCY: "Now",
    Urgency.SAME_DAY: "Today",
    Urgency.URGENT: "Within 48–72 h",
    Urgency.SOON: "Within 2 weeks",
    Urgency.CAUTION: "At the visit",
}
TILE_OF_URGENCY = {
    Urgency.EMERGENCY: "solid",
    Urgency.SAME_DAY: "solid",
    Urgency.URGENT: "solid",
    Urgency.SOON: "warn",
    Urgency.CAUTION: "",
}
#: How soon an alert of the way back wants somebody, and by when.
_WAY_BACK = {
    "red_flag": (Urgency.URGENT.rank, "Today"),
    "two_reds": (RANK_OF_RED, "Call today"),
    "red": (RANK_OF_RED, "Call today"),
    "conflict": (RANK_OF_AMBER, "Today"),
    "two_ambers": (RANK_OF_AMBER, "This week"),
    "overrun": (RANK_OF_AMBER, "This week"),
    "elsewhere": (RANK_OF_AMBER, "This week"),
    "no_log": (RANK_OF_REVIEW, ""),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One row: who, why, what to do, by when."""

    rank: int
    line: Glance
    icon: str
    tone: str
    title: str
    text: str
    action: str
    route: str
    due: str
    urgency: str = ""
    draft: str = ""
    sign: str = ""
    sign_tone: str = ""
    #: The alert of the way back that this row is about; it is seen with a note.
    alert: OpenAlert | None = None

    @property
    def url(self) -> str:
        """Where the work is done; made only for the rows that are shown."""
        return reverse(self.route, args=[self.line.record.pk])

    @property
    def hot(self) -> bool:
        """Whether the row itself is tinted."""
        return self.rank >= Urgency.URGENT.rank


def needs(lines: Iterable[Glance]) -> list[Need]:
    """Return every need, most urgent first, then by the runner's name."""
    found = [need for line in lines for need in _needs_of(line)]
    return sorted(found, key=lambda need: (-need.rank, need.line.record.name))


def _needs_of(line: Glance) -> Iterator[Need]:
    if line.open_flags:
        yield _flag_need(line)
    elif line.referred:
        yield _referral(line)
    if line.red:
        yield _red_need(line)
    yield from _way_back_needs(line)
    if line.draft_number is not None:
        if not line.locked and not line.answers_unread:
            yield _signature(line, f"Plan {line.draft_number}", icon="pen", route="plan")
    elif line.review_on is not None and line.review_on <= timezone.localdate():
        yield _review(line, line.review_on)
    if line.answers_unread and not line.open_flags:
        yield _unread(line)
    elif _ready_for_a_plan(line):
        yield _no_plan(line)
    if line.latest_case is None:
        yield _waiting(line)


def _red_need(line: Glance) -> Need:
    return _need(
        line,
        rank=RANK_OF_RED,
        icon="stop",
        tone="stop",
        sign="Red: stop",
        sign_tone="stop",
        title="The diary stopped the load",
        text=f"{line.red} Told to walk only.",
        action="Open diary",
        due="Call today",
        route="record_diary",
    )


def _signature(line: Glance, what: str, *, icon: str, route: str) -> Need:
    return _need(
        line,
        rank=RANK_OF_DRAFT,
        icon=icon,
        tone="info",
        draft="Draft",
        title=f"{what} waits for your signature",
        text=f"{line.record.name} sees nothing of it until you sign.",
        action="Review and sign",
        route=route,
    )


def _review(line: Glance, on: date) -> Need:
    return _need(
        line,
        rank=RANK_OF_REVIEW,
        icon="clock",
        tone="warn",
        sign="Review due",
        sign_tone="warn",
        title=f"Plan {line.signed_number} is to be looked at again",
        text=f"Review date {on.day} {on:%B}. What to repeat stands on the plan.",
        action="Open plan",
        route="plan",
    )


def _unread(line: Glance) -> Need:
    return _need(
        line,
        rank=RANK_OF_ANSWERS,
        icon="unk",
        tone="",
        sign="New answers",
        title="Answers are in, not evaluated yet",
        text="Saved by the runner. Read them before the visit.",
        action="Read answers",
        route="answers",
    )


def _no_plan(line: Glance) -> Need:
    return _need(
        line,
        rank=RANK_OF_NO_PLAN,
        icon="next",
        tone="info",
        sign="No plan yet",
        sign_tone="info",
        title="Evaluated, no plan proposed",
        text="Nothing known locks it. Test what would decide most, then make the proposal.",
        action="Open evaluation",
        route="evaluation",
    )


def _way_back_needs(line: Glance) -> Iterator[Need]:
    if line.alerts:
        yield _alert_need(line)
    if line.programme_draft is not None:
        what = f"Programme {line.programme_draft} of the way back"
        yield _signature(line, what, icon="stairs", route="way_back")


def _alert_need(line: Glance) -> Need:
    """The most serious alert of the way back; the others stand behind it."""
    alert, more = line.alerts[0], len(line.alerts) - 1
    rank, due = _WAY_BACK[alert.kind]
    others = f" {more} more on the page." if more else ""
    return _need(
        line,
        rank=rank,
        icon=alert.icon,
        tone=alert.tone,
        sign=alert.short,
        sign_tone="stop" if alert.tone == "solid" else alert.tone,
        title=f"{alert.title}, {alert.day.day} {alert.day:%B}",
        text=f"{alert.says}{others}",
        action="Open way back",
        due=due,
        route="way_back",
        alert=alert,
    )


def _flag_need(line: Glance) -> Need:
    worst = line.open_flags[0].urgency
    count = len(line.open_flags)
    name = Names(engine.facts()).flag(line.open_flags[0].id)
    return _need(
        line,
        rank=worst.rank,
        icon="flag",
        tone=TILE_OF_URGENCY[worst],
        urgency=worst.value,
        title=name if count == 1 else f"{name}, and {count - 1} more",
        text=(
            f"{'One red flag is open' if count == 1 else f'{count} red flags are open'}. "
            f"{'The plan is locked until that is cleared.' if line.locked else 'The plan is not locked.'}"
        ),
        action="Open flags" if count > 1 else "Open flag",
        due=ACTS_WITHIN[worst],
        route="evaluation",
    )


def _referral(line: Glance) -> Need:
    return _need(
        line,
        rank=max(line.course_urgency.rank, RANK_OF_DRAFT),
        icon="next",
        tone=TILE_OF_URGENCY.get(line.course_urgency, "warn"),
        urgency="" if line.course_urgency is Urgency.NONE else line.course_urgency.value,
        sign="Refer",
        title="Somebody else must look at this first",
        text="The evaluation refers. Whom to see and what to image stands on it.",
        action="Open evaluation",
        due=ACTS_WITHIN.get(line.course_urgency, ""),
        route="evaluation",
    )


def _ready_for_a_plan(line: Glance) -> bool:
    plans = line.draft_number is None and line.signed_number is None
    return plans and line.evaluation is not None and not line.open_flags and not line.referred


def _waiting(line: Glance) -> Need:
    joined = line.record.user_id is not None
    return _need(
        line,
        rank=RANK_OF_SILENCE if joined else RANK_OF_LINK,
        icon="clock" if joined else "link",
        tone="warn" if joined else "",
        sign="No answers yet" if joined else "Not signed in",
        sign_tone="warn" if joined else "",
        title="The intake is not filled in" if joined else "The sign-in link is not used",
        text=(
            "Signed in, nothing saved so far. You can ask at the visit instead."
            if joined
            else "Hand over the link, or fill the intake in together."
        ),
        action="Open",
    )


def _need(line: Glance, *, rank: int, icon: str, tone: str, due: str = "", route: str = "record", **words: Any) -> Need:
    return Need(
        rank=rank,
        line=line,
        icon=icon,
        tone=tone,
        route=route,
        due=due,
        **words,
    )
