"""Sessions that know whose they are and on which device; Django's ``SESSION_ENGINE``.

Of a device only the names of browser and system are kept, and no address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from restride.site.accounts.models import OpenSession, User
from restride.site.accounts.queries import is_staff

#: Engineering default: how exactly «last seen» is kept; each noting is a write.
SEEN_EVERY = timedelta(minutes=15)
BEGAN = "began"
DEVICE = "device"
#: What stands in a browser's name for itself → its name; the first that fits, for most call themselves Safari too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


class SessionStore(db.SessionStore):
    """Keep person, device and time beside the data of a session."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """Return our table."""
        return OpenSession

    def load(self) -> dict[str, Any]:
        """Read a session, and note now and then that it is in use."""
        now = timezone.now()
        row = OpenSession.objects.filter(pk=self.session_key, expire_date__gt=now).first()
        if row is None:
            self._session_key = None
            return {}
        if now - row.seen_at >= SEEN_EVERY:
            OpenSession.objects.filter(pk=row.pk).update(seen_at=now)
        data: dict[str, Any] = self.decode(row.session_data)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """Return the row that is written."""
        row = cast(OpenSession, super().create_model_instance(data))
        row.person_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.began_at = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else timezone.now()
        return row


def note_sign_in(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Keep when and where a session began; a receiver of ``user_logged_in``."""
    request.session[BEGAN] = timezone.now().isoformat()
    request.session[DEVICE] = device_of(request.META.get("HTTP_USER_AGENT", ""))
    if is_staff(user):
        # A clinic's computer is shared: however they signed in, it ends with the browser.
        request.session.set_expiry(0)


def device_of(user_agent: str) -> str:
    """Name browser and system, «Firefox on Android», as far as the browser tells."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def open_sessions(user: User) -> list[OpenSession]:
    """Return where somebody is signed in, last seen first; one of an earlier password opens nothing any more."""
    live = OpenSession.objects.filter(person=user, expire_date__gt=timezone.now()).order_by("-seen_at")
    key = user.get_session_auth_hash()
    return [one for one in live if constant_time_compare(one.get_decoded().get(HASH_SESSION_KEY, ""), key)]


def end_sessions(user: User, *, but: str | None = None, mark: str = "") -> None:
    """Sign somebody out everywhere, or where the mark says; never in the session whose key is kept by ``but``."""
    for one in OpenSession.objects.filter(person=user).exclude(pk=but or ""):
        if mark in {"", one.mark}:
            one.delete()
