"""The evaluation's pages: read it, clear a flag, ask what nobody asked, replay it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.knowledge.case_reader import CaseError
from restride.model.evaluation import Evaluation
from restride.model.words import Answer
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.cases.answers import UnknownQuestion, answered
from restride.site.evaluations import actions, queries
from restride.site.evaluations.forms import AskNowForm, ClearFlagForm
from restride.site.evaluations.frame import framed
from restride.site.evaluations.page import evaluation_page
from restride.site.evaluations.replay import replay
from restride.site.runs.queries import news_for

ANSWER_WORDS = {Answer.YES: "yes", Answer.NO: "no", Answer.NOT_ASKED: "cannot say"}


@staff_page
@require_GET
def evaluation(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show the newest evaluation: safety first, then hypotheses, what next, causes."""
    here = framed(request, record_id)
    standing = queries.standing_of(here.episode, by=request.user)
    context = here.context("evaluation", standing=standing)
    if standing is None or standing.evaluation is None or standing.case is None:
        return render(request, "evaluations/nothing.html", context)
    facts = engine.facts()
    context |= evaluation_page(standing.case, standing.evaluation, facts)
    context |= {
        "may_clear": request.user.has_perm("flag.clear", here.record),
        "newer_knowledge": standing.evaluation.knowledge_digest != facts.digest,
        "newest": True,
        "runs_news": news_for(standing.version, timezone.localdate(), here.record),
    }
    return render(request, "evaluations/evaluation.html", context)


@staff_page
@require_POST
def evaluate_again(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Evaluate the newest answers once more, with today's date and today's knowledge."""
    here = framed(request, record_id)
    version = queries.latest_version(here.episode)
    if version is not None:
        actions.evaluate_anew(version=version, by=request.user)
        messages.success(request, "Evaluated again")
    return redirect("evaluation", here.record.pk)


@staff_page
@require_GET
def replay_evaluation(request: SignedInRequest, record_id: UUID, evaluation_id: int) -> HttpResponse:
    """Work a stored evaluation out again from its stored inputs, and say whether it comes out the same."""
    here = framed(request, record_id)
    stored = queries.evaluation_in_care(request.user, here.episode, evaluation_id)
    if stored is None:
        raise Http404
    context = here.context("evaluation", stored=stored, replayed=replay(stored))
    return render(request, "evaluations/replay.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def clear_flag(request: SignedInRequest, record_id: UUID, flag_id: str) -> HttpResponse:
    """Clear an open flag: a date and a note, under one's own name."""
    here = framed(request, record_id)
    standing = queries.standing_of(here.episode, by=request.user)
    flag = _open_flag(standing.evaluation if standing else None, flag_id)
    if standing is None or flag is None:
        raise Http404
    form = ClearFlagForm(request.POST or None, initial={"cleared_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.clear_flag(version=standing.version, flag_id=flag_id, by=request.user, **form.cleaned_data)
        messages.success(request, "Flag cleared under your name")
        return redirect("evaluation", here.record.pk)
    may_clear = request.user.has_perm("flag.clear", here.record)
    context = here.context("evaluation", flag=flag, form=form, may_clear=may_clear)
    return render(request, "evaluations/clear_flag.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def ask_now(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Ask the warning questions that nobody asked yet; one case version for all answers."""
    here = framed(request, record_id)
    standing = queries.standing_of(here.episode, by=request.user)
    if standing is None or standing.evaluation is None:
        return redirect("evaluation", here.record.pk)
    facts = engine.facts()
    triage = standing.evaluation.triage
    form = AskNowForm(request.POST or None, questions=[facts.red_flags[name] for name in triage.not_asked])
    if request.method == "POST" and form.is_valid() and form.said():
        document = standing.version.document
        for name, answer in form.said().items():
            document = answered(document, name, answer, complaint=None, facts=facts)
        count = len(form.said())
        reason = f"{count} warning question{'' if count == 1 else 's'} asked at the visit"
        actions.save_and_evaluate(episode=here.episode, document=document, by=request.user, reason=reason)
        messages.success(request, "Answers saved, evaluated again")
        return redirect("evaluation", here.record.pk)
    first = [form[name] for name in triage.not_asked if name in triage.ask_first]
    others = [form[name] for name in triage.not_asked if name not in triage.ask_first]
    context = here.context("evaluation", form=form, first=first, others=others)
    return render(request, "evaluations/ask_now.html", context)


@staff_page
@require_POST
def answer_one(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Keep one answer given at the visit, as a new case version."""
    here = framed(request, record_id)
    standing = queries.standing_of(here.episode, by=request.user)
    if standing is None:
        raise Http404
    name, said = request.POST.get("question", ""), request.POST.get("answer", "")
    complaint = request.POST.get("complaint", "")
    facts = engine.facts()
    try:
        answer = Answer(said)
        document = answered(
            standing.version.document,
            name,
            answer,
            complaint=int(complaint) if complaint.isdecimal() else None,
            facts=facts,
        )
        word = facts.findings.get(name)
        asked = word.says if word else facts.red_flags[name].screens_for
        actions.save_and_evaluate(
            episode=here.episode, document=document, by=request.user, reason=f"{asked}: {ANSWER_WORDS[answer]}"[:300]
        )
        messages.success(request, f"Saved: {ANSWER_WORDS[answer]}")
    except (UnknownQuestion, CaseError, ValueError) as problem:
        messages.error(request, str(problem))
    return redirect("evaluation", here.record.pk)


def _open_flag(evaluation: Evaluation | None, flag_id: str) -> object | None:
    flags = evaluation.triage.flags if evaluation else ()
    return next((flag for flag in flags if flag.flag == flag_id and flag.cleared_on is None), None)
