"""Addresses of the therapist's pages about runners."""

from __future__ import annotations

from django.urls import path

from restride.site.episodes import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("runners/", views.runners, name="runners"),
    path("runners/new/", views.add_runner, name="add_runner"),
    path("runners/<uuid:record_id>/", views.record, name="record"),
    path("runners/<uuid:record_id>/history/", views.record_history, name="record_history"),
    path("runners/<uuid:record_id>/end/", views.end_care, name="end_care"),
    path("runners/<uuid:record_id>/care/<slug:how>/", views.resume_care, name="resume_care"),
    path("runners/<uuid:record_id>/link/", views.invite_runner, name="invite_runner"),
]
