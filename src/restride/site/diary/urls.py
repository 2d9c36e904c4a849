"""Addresses of the runner's own pages."""

from __future__ import annotations

from django.urls import path

from restride.site.diary import views

urlpatterns = [
    path("", views.today, name="runner_today"),
    path("clinic/", views.my_clinic, name="my_clinic"),
]
