"""Addresses of the way back on a record."""

from __future__ import annotations

from django.urls import path

from restride.site.comeback import views

AT = "runners/<uuid:record_id>/way-back/"
urlpatterns = [
    path(AT, views.way_back, name="way_back"),
    path(f"{AT}begin/", views.begin, name="way_back_begin"),
    path(f"{AT}try/", views.try_terms, name="way_back_try"),
    path(f"{AT}use/", views.use_terms, name="way_back_use"),
    path(f"{AT}sign/<int:number>/", views.sign, name="way_back_sign"),
    path(f"{AT}pause/", views.pause, name="way_back_pause"),
    path(f"{AT}release/", views.release, name="way_back_release"),
    path(f"{AT}readiness/", views.readiness, name="way_back_readiness"),
    path(f"{AT}answers/", views.take_answers, name="way_back_answers"),
    path(f"{AT}seen/", views.seen, name="way_back_seen"),
    path(f"{AT}files/", views.files, name="way_back_files"),
]
