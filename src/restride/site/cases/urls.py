"""Addresses of the pages about a runner's answers."""

from __future__ import annotations

from django.urls import path

from restride.site.cases import views

urlpatterns = [
    path("runners/<uuid:record_id>/answers/", views.answers, name="answers"),
    path("runners/<uuid:record_id>/answers/complaints/remove/", views.remove_complaint, name="remove_complaint"),
    path("runners/<uuid:record_id>/answers/<slug:part_id>/", views.edit_part, name="edit_part"),
]
