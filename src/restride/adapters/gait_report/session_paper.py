"""The report of a session on paper, with the same numbers as its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from restride.adapters.charts.gait import asymmetry_chart
from restride.adapters.documents.letterhead import Letterhead, head_data
from restride.adapters.documents.typesetting import Paper, typeset
from restride.adapters.gait_report.paper import change_data, chart_data
from restride.adapters.gait_report.session import measured
from restride.explain.dates import long_date
from restride.explain.gait_words import GRADES
from restride.explain.session_words import (
    ROLES,
    SESSION_TITLE,
    cell_words,
    change_title,
    legs_title,
    poor_words,
    seen_words,
    speed_words,
    take_cells,
    take_title,
)
from restride.model.gait_session import GaitSession, SessionClip, Take
from restride.model.words import Side


def session_pdf(
    session: GaitSession, *, dated: date, letterhead: Letterhead | None = None, paper: Paper = "a4"
) -> bytes:
    """A tagged PDF of the session.

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The typesetter or the typeface is not installed.
    """
    data = session_data(session)
    data["head"] = head_data(letterhead, None, None)
    data["date"] = long_date(session.on or dated)
    return typeset("gait_session.typ", data, paper=paper, dated=dated)


def session_data(session: GaitSession) -> dict[str, Any]:
    """Everything in the session's report as the template takes it."""
    several = len(session.clips) != 1
    return {
        "title": SESSION_TITLE,
        "subtitle": f"{len(session.clips)} recording{'s' if several else ''}",
        "foot": f"Restride · knowledge {session.knowledge_version} · describes movement, gives no diagnosis",
        "clips": [_clip(one) for one in session.clips],
        "changes": [{"title": change_title(one), **change_data(one.comparison)} for one in session.changes],
        "not_compared": list(session.not_compared),
        "takes": [take_title(take) for take in session.takes],
        "key": _beside(session, key=True),
        "rest": _beside(session, key=False),
        "legs": [found for take in session.takes if (found := _legs(take, session)) is not None],
    }


def _clip(clip: SessionClip) -> dict[str, Any]:
    one = clip.report.recording
    return {
        "how": ROLES[clip.role],
        "says": clip.says or "",
        "name": one.name,
        "seen": seen_words(one.view, one.near_side),
        "speed": speed_words(one.speed_m_s),
        "grade": GRADES[clip.report.quality.grade],
        "poor": clip.report.quality.grade == "poor",
        "why": " ".join(clip.report.quality.reasons[:2]),
    }


def _beside(session: GaitSession, *, key: bool) -> list[dict[str, Any]]:
    """Rows of a table with one column a take; in a cell each side's number with the recording that measured it."""
    return [
        {
            "name": title,
            "cells": [
                [
                    [
                        side.value[0].upper() if side is not Side.BOTH else "",
                        cell_words(metric) + poor_words(metric),
                        clip if len(take.clips) > 1 else "",
                    ]
                    for side, metric, clip in take_cells(take, name)
                ]
                for take in session.takes
            ],
        }
        for name, title in measured(session, key=key).items()
    ]


def _legs(take: Take, session: GaitSession) -> dict[str, Any] | None:
    chart = asymmetry_chart(take.legs)
    if chart is None and not take.legs_because:
        return None
    return {
        "title": legs_title(take, session),
        "note": take.legs_because or "",
        "chart": chart_data(chart) if chart is not None else None,
    }
