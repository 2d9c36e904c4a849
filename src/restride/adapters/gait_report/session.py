"""The report of a session: its recordings, their numbers side by side, legs, and what changed."""

from __future__ import annotations

from restride.adapters.charts.gait import asymmetry_chart
from restride.adapters.gait_report.markup import Child, Html, icon, tag
from restride.adapters.gait_report.page import standalone
from restride.adapters.gait_report.sections import Section, compared, section_of, two_widths
from restride.adapters.gait_report.tables import grade_sign, scrolling, side_mark
from restride.explain.dates import long_date
from restride.explain.gait_words import KEY_FIGURES, key_ids
from restride.explain.session_words import (
    ROLES,
    SESSION_TITLE,
    cell_words,
    change_title,
    legs_title,
    seen_words,
    speed_words,
    take_cells,
    take_title,
)
from restride.model.gait_session import GaitSession, Take
from restride.model.words import Side


def session_sections(session: GaitSession, *, recordings: bool = True) -> list[Section]:
    """Every section in reading order; a page with its own list of recordings leaves that part out."""
    found = [section_of("recordings", "The recordings", _recordings(session), flush=True)] if recordings else []
    for at, change in enumerate(session.changes, 1):
        title = change_title(change)
        found.append(section_of(f"change-{at}", title, compared(change.comparison, f". {title}")))
    if session.not_compared:
        rows = [tag("li", one) for one in session.not_compared]
        found.append(section_of("not-compared", "Not compared", tag("ul", rows, class_="bul small")))
    found.append(section_of("beside", "Side by side", _beside(session, key=True), flush=True))
    found += [one for at, take in enumerate(session.takes, 1) if (one := _legs(take, at, session)) is not None]
    rest = tag("summary", icon("down"), tag("span", "Every other number, side by side"))
    numbers = tag("details", rest, _beside(session, key=False), class_="why numbers")
    found.append(section_of("all", "All measurements", numbers))
    return found


def session_html(session: GaitSession, *, runner: str | None = None) -> str:
    """The session as one HTML file."""
    day = long_date(session.on) if session.on else None
    facts = [("Runner", runner), ("Day", day), ("Recordings", str(len(session.clips)))]
    pairs = [tag("div", tag("dt", name), tag("dd", words)) for name, words in facts if words]
    head = tag("div", tag("h1", SESSION_TITLE), tag("dl", pairs, class_="gr-facts"), class_="gr-head")
    return standalone(SESSION_TITLE, head, session_sections(session))


def _recordings(session: GaitSession) -> Html:
    head = tag("tr", [tag("th", word, scope="col") for word in ("How", "Recording", "Seen", "Speed", "Quality")])
    rows = []
    for clip in session.clips:
        one = clip.report.recording
        said = tag("span", clip.says, class_="tiny mute unit") if clip.says else None
        why = tag("span", " ".join(clip.report.quality.reasons[:2]), class_="tiny mute unit reason")
        rows.append(
            tag("tr", tag("th", ROLES[clip.role], said, scope="row"), tag("td", one.name, data_label="Recording"),
                tag("td", seen_words(one.view, one.near_side), data_label="Seen"),
                tag("td", speed_words(one.speed_m_s), class_="nb", data_label="Speed"),
                tag("td", grade_sign(clip.report.quality.grade), why, data_label="Quality"))
        )  # fmt: skip
    return scrolling("The recordings", tag("table", tag("thead", head), tag("tbody", rows), class_="table cards"))


def _beside(session: GaitSession, *, key: bool) -> Html:
    """One column a take; each number from the recording that measured it best."""
    titles = [take_title(take) for take in session.takes]
    head = tag("tr", tag("th", "Measure", scope="col"), [tag("th", title, scope="col") for title in titles])
    rows = [
        tag("tr", tag("th", name, scope="row"),
            [tag("td", _cell(take, metric), data_label=take_title(take)) for take in session.takes])
        for metric, name in measured(session, key=key).items()
    ]  # fmt: skip
    label = "Key figures side by side" if key else "All measurements side by side"
    return scrolling(label, tag("table", tag("thead", head), tag("tbody", rows), class_="table cards beside"))


def measured(session: GaitSession, *, key: bool) -> dict[str, str]:
    """What any take measured, by id: the key figures in their order, or all the rest."""
    names: dict[str, str] = {}
    for take in session.takes:
        names |= {one.metric.id: one.metric.name for one in take.metrics if (one.metric.id in KEY_FIGURES) == key}
    if not key:
        return names
    return {name: names[name] for name in key_ids(names)}


def _cell(take: Take, name: str) -> Child:
    lines: list[Child] = []
    for side, metric, clip in take_cells(take, name):
        mark = [side_mark(side), " "] if side is not Side.BOTH else []
        poor = grade_sign("poor") if metric.grade == "poor" else None
        source = tag("span", clip, class_="tiny mute unit") if len(take.clips) > 1 else None
        lines.append(tag("p", mark, tag("span", cell_words(metric), class_="nb"), poor, source))
    return lines or tag("span", tag("span", "–", aria_hidden="true"), tag("span", "not given", class_="vh"))


def _legs(take: Take, at: int, session: GaitSession) -> Section | None:
    title = legs_title(take, session)
    wide, narrow = asymmetry_chart(take.legs), asymmetry_chart(take.legs, narrow=True)
    note = tag("p", take.legs_because, class_="small soft") if take.legs_because else None
    if wide is None or narrow is None:
        return section_of(f"legs-{at}", title, note) if note is not None else None
    return section_of(f"legs-{at}", title, tag("div", note, two_widths(wide, narrow)))
