"""The cast, and a browser-like client for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings as site_settings

django.setup()
# Every client loads the middleware anew, and each would list all static files; these are looked up when asked for.
site_settings.WHITENOISE_AUTOREFRESH = True

if TYPE_CHECKING:
    from django.test import Client

    from restride.site.accounts.models import User
    from tests.site.cast import Cast
    from tests.site.kept import KeptCast


@pytest.fixture(scope="session")
def kept_casts() -> list[KeptCast]:
    """The cast of the first test that asked for it."""
    return []


@pytest.fixture
def cast(db: None, settings: Any, kept_casts: list[KeptCast]) -> Cast:
    """Everybody, made by the site's own actions; passwords are hashed fast, five Argon2 cost a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.site.cast import make_cast
    from tests.site.kept import KeptCast

    if kept_casts:
        return kept_casts[0].again()
    kept_casts.append(KeptCast(make_cast))
    return kept_casts[0].cast


@pytest.fixture
def signed_in() -> Callable[[User | None], Client]:
    """A client in which somebody has just signed in, or nobody."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest
    from django.test import Client

    def client_of(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            request = HttpRequest()
            request.session = client.session
            record_authentication(request, user, method="password")
            request.session.save()
        return client

    return client_of
