"""Reading recordings: which there are, and the report of one beside the report before it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.http import Http404

from restride.model.gait import GaitReport
from restride.model.movement import MovementReport
from restride.site.accounts.models import User
from restride.site.episodes.models import Episode
from restride.site.recordings.models import Recording, Role, State

NEWEST = ("-recorded_on", "-visit_of_day", "-uploaded_at")


def recordings_of(episode: Episode) -> list[Recording]:
    """Return the recordings of an episode, the newest first, without their reports."""
    rows = Recording.objects.filter(episode=episode).exclude(state=State.REMOVED).defer("report")
    return list(rows.select_related("uploaded_by").order_by(*NEWEST))


def running_of(episode: Episode) -> list[Recording]:
    """Return the recordings of running of an episode with their reports, the newest first."""
    rows = Recording.objects.filter(episode=episode, movement="").exclude(state=State.REMOVED)
    return list(rows.select_related("uploaded_by").order_by(*NEWEST))


def reported(episode: Episode) -> QuerySet[Recording]:
    """Return the recordings of running with a report; one that is analysed again keeps its own until the new one."""
    return Recording.objects.filter(episode=episode, movement="", report__isnull=False).exclude(state=State.REMOVED)


def recording_in_care(user: User, episode: Episode, pk: UUID) -> Recording:
    """Return one recording of an episode that somebody may see, or 404."""
    rows = Recording.objects.in_care_of(user).exclude(state=State.REMOVED)
    found = rows.filter(episode=episode, pk=pk).select_related("uploaded_by", "episode__record").first()
    if found is None:
        raise Http404
    return found


def report_of(recording: Recording) -> GaitReport | None:
    """Read a stored report back; nothing where there is none, or an older program wrote it in another shape."""
    if recording.report is None:
        return None
    try:
        return msgspec.convert(recording.report, GaitReport)
    except msgspec.ValidationError:
        return None


def movement_report_of(recording: Recording) -> MovementReport | None:
    """Read the stored report of a movement test back; nothing where there is none of this shape."""
    if recording.report is None:
        return None
    try:
        return msgspec.convert(recording.report, MovementReport)
    except msgspec.ValidationError:
        return None


def repeats_of(recording: Recording) -> list[GaitReport]:
    """Return what the same view showed on other days with nothing special about it: whether a finding persists."""
    rows = reported(recording.episode).filter(role=Role.USUAL).exclude(recorded_on=recording.recorded_on)
    found = [(row, report) for row in rows.order_by("-recorded_on") if (report := report_of(row)) is not None]
    return [report for row, report in found if row.view == recording.view]


def before(recording: Recording) -> tuple[Recording, GaitReport] | None:
    """Return the newest recording of an earlier visit that was made in the same way, with its report.

    The same way: from the same view, as usual or with the same change, and running beside running.
    """
    now = report_of(recording)
    rows = reported(recording.episode).filter(role=recording.role)
    for row in rows.filter(recorded_on__lte=recording.recorded_on).order_by(*NEWEST):
        report = report_of(row) if row.visit < recording.visit and row.view == recording.view else None
        if report is not None and now is not None and report.recording.locomotion == now.recording.locomotion:
            return row, report
    return None
