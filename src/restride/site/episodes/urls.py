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
    path("runners/<uuid:record_id>/link/", views.invite_runner, name="invite_runner"),
]
