"""Every address of the site. A new route also goes into tests/site/test_role_matrix.py."""

from __future__ import annotations

from django.urls import include, path

from restride.site import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("components/", pages.components, name="components"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("worker.js", pages.worker, name="worker"),
    path("", include("restride.site.accounts.urls")),
    path("", include("restride.site.episodes.urls")),
    path("", include("restride.site.cases.urls")),
    path("", include("restride.site.evaluations.urls")),
    path("", include("restride.site.exams.urls")),
    path("", include("restride.site.plans.urls")),
    path("", include("restride.site.comeback.urls")),
    path("", include("restride.site.followup.urls")),
    path("", include("restride.site.recordings.urls")),
    path("", include("restride.site.runs.urls")),
    path("", include("restride.site.clinical_library.urls")),
    path("me/intake/", include("restride.site.intake.urls")),
    path("me/", include("restride.site.diary.urls")),
]

handler400 = "restride.site.pages.bad_request"
handler403 = "restride.site.pages.permission_denied"
handler404 = "restride.site.pages.not_found"
handler429 = "restride.site.pages.too_many"
