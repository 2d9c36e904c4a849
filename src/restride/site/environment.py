"""What the environment tells the site, read once and checked; every setting has one name and one meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

SECRET_FILE = "secret.key"  # noqa: S105  (a file's name)
#: Set by ‘restride up’ for its server: what is known of the link with which a clinic begins.
BEGIN_FINGERPRINT = "RESTRIDE_BEGIN_FINGERPRINT"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
TRUE_WORDS = frozenset({"1", "on", "yes", "true"})
FALSE_WORDS = frozenset({"0", "off", "no", "false"})


class EnvironmentProblem(ValueError):
    """A setting that cannot be used; the message is one sentence for the person who set it."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation."""

    data: Path
    database: dict[str, object]
    allowed_hosts: tuple[str, ...]
    https: bool
    debug: bool
    staff_mfa_required: bool
    time_zone: str
    hashed_static: bool
    secret_key: str
    emergency_number: str
    begin_fingerprint: str

    @property
    def database_is_sqlite(self) -> bool:
        """Whether the clinic's records lie in one SQLite file."""
        return str(self.database["ENGINE"]).endswith("sqlite3")


def read_environment(values: Mapping[str, str]) -> Environment:
    """Read and check every ``RESTRIDE_*`` setting; nothing is written."""
    data = Path(values.get("RESTRIDE_DATA", "restride-data")).expanduser().absolute()
    hosts = _words(values.get("RESTRIDE_ALLOWED_HOSTS", "")) or LOOPBACK_HOSTS
    only_here = all(host in LOOPBACK_HOSTS for host in hosts)
    return Environment(
        data=data,
        database=read_database(values.get("RESTRIDE_DATABASE_URL", ""), data),
        allowed_hosts=hosts,
        https=_switch(values, "RESTRIDE_HTTPS", default=not only_here),
        debug=_switch(values, "RESTRIDE_DEBUG", default=False),
        staff_mfa_required=_choice(values, "RESTRIDE_STAFF_MFA", ("required", "off")) == "required",
        time_zone=values.get("RESTRIDE_TIME_ZONE", "UTC"),
        hashed_static=_choice(values, "RESTRIDE_STATIC", ("hashed", "plain")) == "hashed",
        secret_key=values.get("RESTRIDE_SECRET_KEY", "") or _stored_secret(data),
        emergency_number=_telephone(values, "RESTRIDE_EMERGENCY_NUMBER", "112"),
        begin_fingerprint=values.get(BEGIN_FINGERPRINT, ""),
    )


def read_database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings: SQLite in the data folder, or the PostgreSQL that the address names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "restride.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise EnvironmentProblem(
            "RESTRIDE_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "leave it empty to use SQLite."
        )
    try:
        port = parts.port
    except ValueError as problem:
        raise EnvironmentProblem("RESTRIDE_DATABASE_URL has a port that is not a number.") from problem
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _switch(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = values.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise EnvironmentProblem(f"{name} is “{word}”; it can be on or off.")


def _choice(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first is the default."""
    word = values.get(name, "").strip().lower() or choices[0]
    if word not in choices:
        raise EnvironmentProblem(f"{name} is “{word}”; it can be {' or '.join(choices)}.")
    return word


def _telephone(values: Mapping[str, str], name: str, default: str) -> str:
    number = values.get(name, "").strip() or default
    if not set(number) <= set("0123456789+ "):
        raise EnvironmentProblem(f"{name} is “{number}”; it is a telephone number such as {default}.")
    return number


def _stored_secret(data: Path) -> str:
    """Return the installation's key; empty before the first start, which Django then refuses to run with."""
    try:
        return (data / SECRET_FILE).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
