"""Addresses of the evaluation's pages."""

from __future__ import annotations

from django.urls import path

from restride.site.evaluations import views

urlpatterns = [
    path("runners/<uuid:record_id>/evaluation/", views.evaluation, name="evaluation"),
    path("runners/<uuid:record_id>/evaluation/again/", views.evaluate_again, name="evaluate_again"),
    path(
        "runners/<uuid:record_id>/evaluation/<int:evaluation_id>/replay/",
        views.replay_evaluation,
        name="replay_evaluation",
    ),
    path("runners/<uuid:record_id>/evaluation/ask/", views.ask_now, name="ask_now"),
    path("runners/<uuid:record_id>/evaluation/answer/", views.answer_one, name="answer_one"),
    path("runners/<uuid:record_id>/flags/<slug:flag_id>/clear/", views.clear_flag, name="clear_flag"),
]
