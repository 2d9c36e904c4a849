"""Addresses of the examination's pages."""

from __future__ import annotations

from django.urls import path

from restride.site.exams import views

urlpatterns = [
    path("runners/<uuid:record_id>/exam/", views.exam, name="exam"),
    path("runners/<uuid:record_id>/exam/<slug:test_id>/", views.exam_test, name="exam_test"),
    path("runners/<uuid:record_id>/exam/<slug:test_id>/verdict/", views.exam_verdict, name="exam_verdict"),
]
