"""Addresses of the intake."""

from __future__ import annotations

from django.urls import path

from restride.site.intake import views

urlpatterns = [
    path("", views.welcome, name="intake"),
    path("check/", views.check, name="intake_check"),
    path("now/<slug:flag_id>/", views.act_now, name="intake_act_now"),
    path("<slug:step_id>/", views.step, name="intake_step"),
]
