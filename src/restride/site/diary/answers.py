"""How the runner's pages answer what was sent: a page for a browser, a word for the queue on the phone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from restride.site.accounts.access import SignedInRequest
from restride.site.diary.forms import refusal


def stored(request: SignedInRequest, anchor: str, *, red: bool = False) -> HttpResponse:
    """Answer that it is kept; what means stop leads to the page that says so."""
    if _wants_json(request):
        return JsonResponse({"stored": True} | ({"go": reverse("runner_stopped")} if red else {}))
    return redirect("runner_stopped") if red else HttpResponseRedirect(f"{reverse('runner_today')}{anchor}")


def refused(request: SignedInRequest, form: forms.Form, sentence: str = "") -> HttpResponse:
    """Answer in one sentence why it is not kept."""
    sentence = sentence or refusal(form)
    if _wants_json(request):
        return JsonResponse({"stored": False, "why": sentence}, status=422)
    messages.error(request, sentence)
    return redirect("runner_today")


def _wants_json(request: SignedInRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
