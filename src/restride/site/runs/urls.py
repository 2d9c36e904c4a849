"""Addresses of recorded runs and of the calendar feed."""

from __future__ import annotations

from django.urls import path

from restride.site.runs import feed_views, own_views, views

HERE = "runners/<uuid:record_id>/runs/"

urlpatterns = [
    path(HERE, views.runs, name="record_runs"),
    path(f"{HERE}add/", views.upload, name="record_runs_add"),
    path(f"{HERE}change/", views.change, name="record_runs_change"),
    path(f"{HERE}<int:run_id>/delete/", views.delete, name="record_run_delete"),
    path("me/runs/", own_views.my_runs, name="my_runs"),
    path("me/runs/add/", own_views.upload, name="my_runs_add"),
    path("me/runs/change/", own_views.change, name="my_runs_change"),
    path("me/runs/change/<int:change_id>/remove/", own_views.remove_change, name="my_runs_change_remove"),
    path("me/runs/<int:run_id>/delete/", own_views.delete, name="my_run_delete"),
    path("me/runs/<int:run_id>/log/", own_views.log, name="my_run_log"),
    path("me/runs/delete-all/", own_views.delete_all, name="my_runs_delete_all"),
    path("me/calendar/", feed_views.my_calendar, name="my_calendar"),
    path("me/calendar/stop/", feed_views.stop, name="my_calendar_stop"),
    path("me/next-run.fit", feed_views.next_workout, name="next_workout"),
    path("calendar/<str:secret>.ics", feed_views.feed, name="calendar_feed"),
]
