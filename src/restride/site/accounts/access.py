"""Decorators at the door of a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from restride.site.accounts.models import User
from restride.site.accounts.queries import is_lead, is_runner, is_staff

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request whose person is known."""

    user: User
    htmx: HtmxDetails


Page = Callable[Concatenate[SignedInRequest, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in_page(view: Page[P]) -> Guarded[P]:
    """Everybody who is signed in; strangers go to the sign-in page."""
    return _page_for(lambda _user: True, view)


def staff_page(view: Page[P]) -> Guarded[P]:
    """Therapists and clinic leads only; others are refused."""
    return _page_for(is_staff, view)


def lead_page(view: Page[P]) -> Guarded[P]:
    """Clinic leads only; others are refused."""
    return _page_for(is_lead, view)


def runner_page(view: Page[P]) -> Guarded[P]:
    """Runners only; others are refused."""
    return _page_for(is_runner, view)


def with_fresh_proof(view: Page[P]) -> Page[P]:
    """Before anything is sent ask who is there, unless they proved it lately; what they typed waits meanwhile."""

    @wraps(view)
    def proven(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="allauth.account")
        return view(request, *args, **kwargs)

    return cast(Page[P], proven)


def _page_for(belongs: Callable[[User], bool], view: Page[P]) -> Guarded[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        if not belongs(request.user):
            raise PermissionDenied
        return view(cast(SignedInRequest, request), *args, **kwargs)

    guarded.belongs = belongs  # type: ignore[attr-defined]
    return cast(Guarded[P], guarded)


def admits(view: Callable[..., HttpResponse], user: User | AnonymousUser) -> bool:
    """Whether a page behind one of these doors is for somebody; a page without a door is for nobody in particular."""
    belongs: Callable[[User], bool] | None = getattr(view, "belongs", None)
    return belongs is not None and isinstance(user, User) and belongs(user)
