"""Addresses of the runner's own pages."""

from __future__ import annotations

from django.urls import path

from restride.site.diary import day_views, own_views, run_views, views

urlpatterns = [
    path("", views.today, name="runner_today"),
    path("log/", views.log, name="diary_log"),
    path("run/", run_views.log, name="run_log"),
    path("day/<str:day>/", day_views.my_day, name="my_day"),
    path("stopped/", run_views.stopped, name="runner_stopped"),
    path("tick/", views.tick, name="diary_tick"),
    path("plan/", own_views.my_plan, name="my_plan"),
    path("plan/sheet/", own_views.my_sheet, name="my_sheet"),
    path("progress/", own_views.progress, name="my_progress"),
    path("me/", own_views.me, name="me"),
    path("me/data/", own_views.my_data, name="my_data"),
    path("me/stop/", own_views.stop, name="stop_request"),
    path("clinic/", views.my_clinic, name="my_clinic"),
]
