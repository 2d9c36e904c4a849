"""Addresses of the follow-up's pages."""

from __future__ import annotations

from django.urls import path

from restride.site.followup import views

urlpatterns = [
    path("runners/<uuid:record_id>/diary/", views.record_diary, name="record_diary"),
    path("runners/<uuid:record_id>/diary/<str:day>/", views.record_day, name="record_day"),
]
