"""The way back on a record: where the runner stands, try, use, sign, pause, release, readiness, files."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.explain.dates import long_date
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.comeback import programmes
from restride.site.comeback.alerts import AlertProblem, open_alerts, see_alert
from restride.site.comeback.basis import has_newer_answers, terms_of
from restride.site.comeback.desk import Bench, Opened, bench_of, checks, locks_of, opened
from restride.site.comeback.forms import PauseForm, ReadinessForm, ReasonForm, ReleaseForm, SeenForm, TermsForm
from restride.site.comeback.models import Programme
from restride.site.comeback.page import shown_runs, side_by_side, way_back_page
from restride.site.comeback.programmes import ProgrammeRefused
from restride.site.comeback.setting import break_id, break_words, initial_of, terms_from
from restride.site.documents import fingerprint
from restride.site.evaluations.frame import Framed, framed
from restride.site.evaluations.queries import standing_of
from restride.site.runs.feed import publish, series_of
from restride.site.runs.views import history_context

TAB = "way_back"


@staff_page
@require_GET
def way_back(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show where the runner stands on the way back, and why."""
    return _show(request, framed(request, record_id))


@staff_page
@require_POST
def begin(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Make the first version of the programme from the newest evaluation."""
    here = framed(request, record_id)
    standing_of(here.episode, by=request.user)  # evaluates answers that nothing was made of yet
    try:
        programmes.begin(episode=here.episode, by=request.user, today=timezone.localdate())
    except ProgrammeRefused as refused:
        messages.error(request, str(refused))
    return redirect(TAB, here.record.pk)


@staff_page
@require_GET
def try_terms(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Change a limit, a date, a tissue, a ladder, and see the next weeks beside the current ones; nothing is kept."""
    here = framed(request, record_id)
    bench = bench_of(here.episode, timezone.localdate())
    if bench.newest is None:
        return redirect(TAB, here.record.pk)
    form = _terms_form(bench.newest, request.GET if request.GET else None)
    return render(request, "comeback/try.html", _tried(here, request, bench, form))


@staff_page
@require_POST
def use_terms(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Make what was tried the new draft, with a reason."""
    here = framed(request, record_id)
    bench = bench_of(here.episode, timezone.localdate())
    if bench.newest is None:
        raise Http404
    form, why = _terms_form(bench.newest, request.POST), ReasonForm(request.POST)
    if form.is_valid() and why.is_valid():
        wanted = _wanted(form, bench.newest, request)
        try:
            made = programmes.change_terms(
                episode=here.episode, terms=wanted, reason=why.cleaned_data["reason"], by=request.user
            )
            messages.success(request, f"{made} waits for your signature")
            return redirect(TAB, here.record.pk)
        except ProgrammeRefused as refused:
            why.add_error(None, str(refused))
    return render(request, "comeback/try.html", _tried(here, request, bench, form, why))


@staff_page
@require_POST
def sign(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Sign and release what was read."""
    here = framed(request, record_id)
    row = Programme.objects.in_care_of(request.user).filter(episode=here.episode, number=number).first()
    if row is None:
        raise Http404
    today = timezone.localdate()
    ticked = {int(one) for one in request.POST.getlist("read") if one.isdecimal()}
    try:
        course = opened(row, today).course
        unread = [line for at, line in enumerate(course.read_first if course else ()) if at not in ticked]
        if unread:
            raise ProgrammeRefused(f"Read this first and tick it: {unread[0]}")
        programmes.sign(programme=row, seen_fingerprint=request.POST.get("seen", ""), by=request.user, today=today)
        messages.success(request, f"{row} signed. {here.record.name} sees it now")
    except ProgrammeRefused as refused:
        return _show(request, here, refused=str(refused), ticked=ticked)
    return redirect(TAB, here.record.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def pause(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Stop the running until a release."""
    here = framed(request, record_id)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            programmes.pause(
                episode=here.episode,
                reason=form.cleaned_data["reason"],
                by=request.user,
                today=timezone.localdate(),
            )
            messages.success(request, f"Paused. {here.record.name} sees it now")
            return redirect(TAB, here.record.pk)
        except ProgrammeRefused as refused:
            form.add_error(None, str(refused))
    context = here.context(TAB, form=form, title="Pause the running?", action="Pause", tone="danger",
                           says="It holds from now until you release it. The runner sees it at once.")  # fmt: skip
    return render(request, "comeback/ask.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def release(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Release the tissue, a pause or a red flag of the diary, by name and date."""
    here = framed(request, record_id)
    shown = bench_of(here.episode, timezone.localdate()).in_force
    locks = locks_of(shown) if shown else {}
    if not locks:
        messages.error(request, "Nothing is locked that a release could open.")
        return redirect(TAB, here.record.pk)
    form = ReleaseForm(request.POST or None, locks=locks)
    if request.method == "POST" and form.is_valid():
        try:
            programmes.release(episode=here.episode, by=request.user, today=timezone.localdate(), **form.cleaned_data)
            messages.success(request, f"Released from {long_date(form.cleaned_data['run_from'])}")
            return redirect(TAB, here.record.pk)
        except ProgrammeRefused as refused:
            form.add_error(None, str(refused))
    context = here.context(TAB, form=form, title="Release", action="Release", tone="main",
                           says="By your name, from a date. Readiness still comes before the first run.")  # fmt: skip
    return render(request, "comeback/ask.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def readiness(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Answer what must hold before the first run."""
    here = framed(request, record_id)
    newest = bench_of(here.episode, timezone.localdate()).newest
    asked = newest.course.readiness if newest is not None and newest.course is not None else ()
    if not asked:
        messages.error(request, "Nothing is to be asked before the first run here.")
        return redirect(TAB, here.record.pk)
    form = ReadinessForm(request.POST or None, readiness=asked)
    if request.method == "POST" and form.is_valid():
        try:
            made = programmes.answer_readiness(
                episode=here.episode, answers=form.changed_answers(), on=timezone.localdate(), by=request.user
            )
            messages.success(request, f"Kept. {made} waits for your signature")
            return redirect(TAB, here.record.pk)
        except ProgrammeRefused as refused:
            form.add_error(None, str(refused))
    return render(request, "comeback/readiness.html", here.context(TAB, form=form))


@staff_page
@require_POST
def take_answers(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Put the newest answers under the same terms."""
    here = framed(request, record_id)
    standing_of(here.episode, by=request.user)
    try:
        made = programmes.take_newer_answers(episode=here.episode, by=request.user)
        messages.success(request, f"{made} rests on the newest answers and waits for your signature")
    except ProgrammeRefused as refused:
        messages.error(request, str(refused))
    return redirect(TAB, here.record.pk)


@staff_page
@require_POST
def seen(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Note that an alert was seen and what came of it."""
    here = framed(request, record_id)
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise AlertProblem(next(iter(form.errors.values()))[0])
        see_alert(episode=here.episode, by=request.user, **form.cleaned_data)
        messages.success(request, "Noted")
    except AlertProblem as problem:
        messages.error(request, str(problem))
    return redirect("today" if request.POST.get("from") == "today" else TAB,
                    *([] if request.POST.get("from") == "today" else [here.record.pk]))  # fmt: skip


@staff_page
@require_GET
def files(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Hand out workouts, calendar and programme of what is in force, as one archive."""
    from restride.adapters.workouts import ExportError, exports

    here = framed(request, record_id)
    shown = bench_of(here.episode, timezone.localdate()).in_force
    if shown is None or shown.course is None or not shown.course.next_runs:
        messages.error(request, "There is no signed run to send. Sign the programme first.")
        return redirect(TAB, here.record.pk)
    try:
        published = publish(here.record, shown.course, timezone.localdate())
        named = msgspec.structs.replace(shown.course, case=series_of(here.episode))
        made = exports(named, published, signed=True)
    except ExportError as problem:
        messages.error(request, f"The files were not made: {problem}")
        return redirect(TAB, here.record.pk)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="way-back-{timezone.localdate()}.zip"'
    return response


def _show(request: SignedInRequest, here: Framed, *, refused: str = "", ticked: set[int] | None = None) -> HttpResponse:
    today = timezone.localdate()
    bench = bench_of(here.episode, today)
    shown = bench.shown
    if shown is None:
        standing = standing_of(here.episode, by=request.user)
        context = here.context(TAB, standing=standing, may_decide=request.user.has_perm("plan.decide", here.record))
        return render(request, "comeback/start.html", context)
    context = here.context(
        TAB,
        today=today,
        bench=bench,
        shown=shown,
        refused=refused,
        ticked=ticked or set(),
        may_decide=request.user.has_perm("plan.decide", here.record),
        versions=_versions(here),
        alerts=open_alerts(here.episode, today),
        tightened=shown.basis.tightened,
        newer_answers=has_newer_answers(bench.newest.programme) if bench.newest else False,
        locks=locks_of(bench.in_force) if bench.in_force else {},
        unlocks=shown.course.unlocks if shown.course else (),
        never_asked=len(shown.evaluation.triage.ask_first),
    )
    if shown.course is None:
        return render(request, "comeback/trouble.html", context)
    context |= way_back_page(shown.course, shown.entries, today)
    context |= history_context(here.episode)
    if bench.draft is not None:
        context |= _draft(bench.draft, bench)
    return render(request, "comeback/way_back.html", context)


def _draft(draft: Opened, bench: Bench) -> dict[str, Any]:
    found: dict[str, Any] = {
        "draft": draft.programme,
        "draft_course": draft.course,
        "checks": checks(draft),
        "seen": fingerprint(draft.programme.document),
        "signing_blocked": any(check.blocks and not check.holds for check in checks(draft)),
    }
    if bench.in_force is not None and bench.in_force.course is not None and draft.course is not None:
        found["compared"] = side_by_side(bench.in_force.course, draft.course)
    return found


def _versions(here: Framed) -> list[Programme]:
    rows = Programme.objects.filter(episode=here.episode).select_related("made_by", "signature__signed_by")
    return list(rows.order_by("-number"))


def _terms_form(newest: Opened, data: Any) -> TermsForm:
    terms = terms_of(newest.programme.document)
    return TermsForm(
        data,
        initial=initial_of(terms, newest.case, timezone.localdate()),
        tissue=newest.tissue_evaluated,
        irritability=newest.irritability_evaluated,
        breaks=[(break_id(one), break_words(one)) for one in terms.settings.breaks],
    )


def _wanted(form: TermsForm, newest: Opened, request: SignedInRequest) -> Any:
    terms = terms_of(newest.programme.document)
    return terms_from(form.cleaned_data, terms, newest.case, by=request.user.name, today=timezone.localdate())


def _tried(
    here: Framed, request: SignedInRequest, bench: Bench, form: TermsForm, why: ReasonForm | None = None
) -> dict[str, Any]:
    newest = bench.newest
    if newest is None:
        raise Http404
    context = here.context(
        TAB, form=form, why=why or ReasonForm(), newest=newest, bench=bench,
        may_decide=request.user.has_perm("plan.decide", here.record),
    )  # fmt: skip
    if not form.is_bound or not form.is_valid() or newest.course is None:
        return context
    tried = opened(newest.programme, timezone.localdate(), _wanted(form, newest, request))
    context |= {"tried": tried, "data": form.data}
    if tried.course is not None:
        context |= {
            "compared": side_by_side(newest.course, tried.course),
            "tried_page": way_back_page(tried.course, tried.entries, timezone.localdate()),
            "now_page": way_back_page(newest.course, newest.entries, timezone.localdate()),
            "tried_runs": shown_runs(tried.course),
        }
    return context
