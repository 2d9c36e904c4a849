"""The movement tab: recordings, their analysis under way, and the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from restride.adapters.extras import MissingPackage
from restride.gait.retraining import RetrainingError
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.bodies import takes_files
from restride.site.evaluations.frame import Framed, framed
from restride.site.plans.actions import PlanRefused
from restride.site.recordings import actions, page, queries, retraining, sessions
from restride.site.recordings.actions import RecordingRefused
from restride.site.recordings.forms import LARGEST_BYTES, OptionsForm, RecordingForm, RemoveForm, SaidForm, initial_of
from restride.site.recordings.models import Role

TAB = "movement"


@staff_page
@require_GET
def movement(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """List the recordings of the open episode."""
    here = framed(request, record_id)
    visits = page.by_visit(queries.recordings_of(here.episode))
    return render(request, "recordings/list.html", here.context(TAB, visits=visits))


@takes_files(LARGEST_BYTES)
@staff_page
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Take a file and queue its analysis."""
    here = framed(request, record_id)
    form = RecordingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.add_recording(
                episode=here.episode,
                name=file.name,
                blocks=file.chunks(),
                recorded_on=form.cleaned_data["recorded_on"],
                condition=form.cleaned_data["condition"],
                options=form.options(),
                movement=form.cleaned_data["shows"],
                role=form.cleaned_data["role"] or Role.USUAL,
                visit_of_day=form.cleaned_data["visit_of_day"],
                by=request.user,
            )
        except RecordingRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("recording", here.record.pk, row.pk)
    return render(request, "recordings/add.html", here.context(TAB, form=form), status=422 if form.errors else 200)


@staff_page
@require_GET
def recording(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Show how far the analysis is, why it failed, or the report."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    people = page.people_in(row)
    if row.movement:
        context = here.context(TAB, row=row, people=people, **page.movement_context(row, request.user))
        return render(request, "recordings/movement_test.html", context)
    said = SaidForm(initial={"role": row.role, "visit_of_day": row.visit_of_day, "condition": row.condition})
    context = here.context(TAB, row=row, people=people, said=said, **page.report_context(row))
    return render(request, "recordings/recording.html", context)


@staff_page
@require_POST
def numbers(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Let the numbers of a movement test into the exam; what a hand measured only where it is ticked."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    over = {tuple(one.split(" ", 1)) for one in request.POST.getlist("over") if " " in one}
    if _try(request, lambda: actions.use_numbers(recording=row, over_hand=over, by=request.user)):
        messages.success(request, f"{row.title}: in the exam, evaluated again")
        return redirect("exam", here.record.pk)
    return redirect("recording", here.record.pk, row.pk)


@staff_page
@require_POST
def how(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Put right how a run was done and what was special about it."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    form = SaidForm(request.POST)
    if form.is_valid():
        said = {**form.cleaned_data, "role": form.cleaned_data["role"] or Role.USUAL}
        actions.say_how(recording=row, **said, by=request.user)
        messages.success(request, "Saved; the session is read anew")
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("recording", here.record.pk, row.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def retrain(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Offer one cue after a recording, with its conditions and dose; what is chosen enters the draft of the plan."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    try:
        offer = retraining.offer(row, request.user, request.GET.get("cue") or None)
    except RetrainingError as unknown:
        raise Http404 from unknown
    if offer is None:
        messages.error(request, "There is no finished report of running; retraining starts from one.")
        return redirect("recording", here.record.pk, row.pk)
    form = retraining.RetrainingForm(request.POST or None, offer=offer) if offer.open else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data["reason"]
        try:
            retraining.into_the_plan(offer=offer, chosen=form.chosen(), reason=said, by=request.user)
        except (RecordingRefused, PlanRefused) as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, "The cue is in the draft of the plan")
            return redirect("plan", here.record.pk)
    status = 422 if form is not None and form.errors else 200
    return render(
        request, "recordings/retraining.html", here.context(TAB, **retraining.context(offer, form)), status=status
    )


@staff_page
@require_GET
def filming(request: SignedInRequest) -> HttpResponse:
    """Show how to film well: running, and each movement test."""
    return render(request, "recordings/filming.html", page.filming_context())


@staff_page
@require_GET
def session(request: SignedInRequest, record_id: UUID, slug: str) -> HttpResponse:
    """Show the recordings of one visit as one session, beside an earlier one."""
    here = framed(request, record_id)
    shown = _session(request, here, slug)
    context = here.context(TAB, session=shown, sections=sessions.sections_of(shown))
    return render(request, "recordings/session.html", context)


@staff_page
@require_GET
def session_paper(request: SignedInRequest, record_id: UUID, slug: str) -> HttpResponse:
    """Hand out the session of a visit as PDF."""
    here = framed(request, record_id)
    shown = _session(request, here, slug)
    if shown.report is None:
        messages.error(request, shown.trouble or "Nothing of it is analysed yet, so there is no report to print.")
        return redirect("movement_session", here.record.pk, slug)
    try:
        content = sessions.paper_of(shown, here.record)
    except MissingPackage as missing:
        messages.error(request, str(missing))
        return redirect("movement_session", here.record.pk, slug)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="session-{shown.visit.slug}.pdf"'
    return response


def _session(request: SignedInRequest, here: Framed, slug: str) -> sessions.Session:
    found = sessions.session_at(here.episode, slug, request.GET.get("against", ""))
    if found is None:
        raise Http404
    return found


@staff_page
@require_GET
def progress(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Say how far the analysis is; once it ended, let the page load anew."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    if request.htmx and not row.at_work:
        return HttpResponseClientRefresh()
    return render(request, "recordings/_progress.html", {"row": row, "record": here.record, "now": timezone.now()})


@staff_page
@require_http_methods(["GET", "POST"])
def again(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Analyse again with corrected options."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    form = OptionsForm(request.POST or None, initial=initial_of(row.options))
    if request.method == "POST" and form.is_valid():
        _try(request, lambda: actions.start_again(recording=row, by=request.user, options=form.options()))
        return redirect("recording", here.record.pk, row.pk)
    return render(request, "recordings/again.html", here.context(TAB, form=form, row=row))


@staff_page
@require_POST
def follow(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Analyse again, following one of the people among whom the analysis could not choose."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    place = next((one for one, _ in page.people_in(row) if one == request.POST.get("place")), None)
    if place is None:
        messages.error(request, "That place is not among those in question any more; look at the recording again.")
    else:
        options = {**row.options, "follow": [float(one) for one in place.split(",")]}
        _try(request, lambda: actions.start_again(recording=row, by=request.user, options=options))
    return redirect("recording", here.record.pk, row.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, record_id: UUID, recording_id: UUID) -> HttpResponse:
    """Remove a recording, with a reason."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove(recording=row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{row.name}: removed")
        return redirect("movement", here.record.pk)
    return render(request, "recordings/remove.html", here.context(TAB, form=form, row=row))


@staff_page
@require_POST
def do(request: SignedInRequest, record_id: UUID, recording_id: UUID, deed: str) -> HttpResponse:
    """Pause, cancel, start again, or let the findings into the case."""
    here = framed(request, record_id)
    row = queries.recording_in_care(request.user, here.episode, recording_id)
    if deed not in DEEDS:
        raise Http404
    act, said, leads_to = DEEDS[deed]
    if _try(request, lambda: act(recording=row, by=request.user)) and said:
        messages.success(request, said.format(row=row))
        if leads_to:
            return redirect(leads_to, here.record.pk)
    return redirect("recording", here.record.pk, row.pk)


Deed = Callable[..., Any]
#: Deed → what is done, what is said, and the page it leads to.
DEEDS: dict[str, tuple[Deed, str, str]] = {
    "pause": (actions.pause, "", ""),
    "cancel": (actions.cancel, "", ""),
    "start": (actions.start_again, "", ""),
    "use": (actions.use_findings, "{row.name}: findings are in the case, evaluated again", "evaluation"),
}


def _try(request: SignedInRequest, deed: Callable[[], Any]) -> bool:
    """Do it, or say in one sentence why not."""
    try:
        deed()
    except RecordingRefused as refused:
        messages.error(request, str(refused))
        return False
    return True
