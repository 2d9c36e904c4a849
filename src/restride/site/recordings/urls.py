"""Addresses of the recordings' pages."""

from __future__ import annotations

from django.urls import path

from restride.site.recordings import media, views

HERE = "runners/<uuid:record_id>/movement/"
ONE = f"{HERE}<uuid:recording_id>/"

urlpatterns = [
    path(HERE, views.movement, name="movement"),
    path("filming/", views.filming, name="filming"),
    path(f"{HERE}sessions/<slug:slug>/", views.session, name="movement_session"),
    path(f"{HERE}sessions/<slug:slug>/report.pdf", views.session_paper, name="movement_session_paper"),
    path(f"{HERE}add/", views.add, name="add_recording"),
    path(ONE, views.recording, name="recording"),
    path(f"{ONE}how/", views.how, name="recording_how"),
    path(f"{ONE}exam/", views.numbers, name="recording_numbers"),
    path(f"{ONE}retraining/", views.retrain, name="recording_retraining"),
    path(f"{ONE}progress/", views.progress, name="recording_progress"),
    path(f"{ONE}again/", views.again, name="recording_again"),
    path(f"{ONE}follow/", views.follow, name="recording_follow"),
    path(f"{ONE}remove/", views.remove, name="remove_recording"),
    path(f"{ONE}do/<slug:deed>/", views.do, name="recording_do"),
    path(f"{ONE}files/<str:name>", media.file, name="recording_file"),
]
