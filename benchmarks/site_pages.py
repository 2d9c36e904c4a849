"""Pages of the site with 1,000 runners in one clinic, on SQLite: median and 95th percentile."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

RUNNERS = 1000
REPEATS = 30
_CASE = {
    "complaints": [{"site": "knee_outer", "side": "right", "weeks": 5, "features": {"pain_downhill": "yes"}}],
    "runner": {"age_years": 34, "sex": "female"},
}


def run() -> Iterator[str]:
    """Fill a clinic by the site's own actions, then ask for its pages as a therapist."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="restride.site.settings",
            RESTRIDE_DATA=folder,
            RESTRIDE_STAFF_MFA="off",
            RESTRIDE_SECRET_KEY="for this measurement only",
            RESTRIDE_STATIC="plain",
            RESTRIDE_ALLOWED_HOSTS="testserver",
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        start = time.perf_counter()
        therapist, record = _fill()
        yield f"{RUNNERS} runners with a case and an evaluation made in {time.perf_counter() - start:.0f} s"
        yield from _pages(therapist, record)


def _fill() -> tuple[Any, Any]:
    from django.utils import timezone

    from restride.site.accounts.actions import add_member, found_clinic
    from restride.site.accounts.models import Role
    from restride.site.episodes.actions import add_runner, evaluate_case, save_case

    clinic = found_clinic(name="Large clinic", telephone="")
    password = "benchmark only"
    therapist = add_member(clinic=clinic, email="t@example.org", name="T. T.", role=Role.THERAPIST, password=password)
    added = None
    for number in range(RUNNERS):
        added = add_runner(clinic=clinic, name=f"R. {number}", by=therapist, birth_year=1990, sex="female")
        version = save_case(episode=added.episode, document=_CASE, by=therapist, reason="intake")
        evaluate_case(case_version=version, by=therapist, today=timezone.localdate())
    return therapist, added.record if added else None


def _pages(therapist: Any, record: Any) -> Iterator[str]:
    from django.test import Client

    client = Client()
    client.force_login(therapist, backend="django.contrib.auth.backends.ModelBackend")
    base = f"/runners/{record.pk}"
    lists = ("/today/", "/runners/", "/runners/?search=99", "/library/", "/library/items/heel_raise_hsr/")
    for path in (*lists, f"{base}/", f"{base}/evaluation/", f"{base}/exam/", f"{base}/answers/"):
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            response = client.get(path)
            times.append(1000 * (time.perf_counter() - start))
        name = path.replace(str(record.pk), "…")
        p95 = statistics.quantiles(times, n=20)[-1]
        yield f"{name}: {response.status_code}, median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms"
