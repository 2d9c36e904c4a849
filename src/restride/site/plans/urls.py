"""Addresses of the plan's pages."""

from __future__ import annotations

from django.urls import path

from restride.site.plans import edit_views, views

AT = "runners/<uuid:record_id>/plan/"

urlpatterns = [
    path(AT, views.plan, name="plan"),
    path(f"{AT}propose/", views.propose_plan, name="propose_plan"),
    path(f"{AT}add/", edit_views.plan_add, name="plan_add"),
    path(f"{AT}running/", edit_views.plan_running, name="plan_running"),
    path(f"{AT}week/", edit_views.plan_week, name="plan_week"),
    path(f"{AT}week/check/", edit_views.plan_week_check, name="plan_week_check"),
    path(f"{AT}goals/<int:number>/", edit_views.plan_goal, name="plan_goal"),
    path(f"{AT}items/<slug:item_id>/", edit_views.plan_item, name="plan_item"),
    path(f"{AT}items/<slug:item_id>/remove/", edit_views.plan_item_remove, name="plan_item_remove"),
    path(f"{AT}items/<slug:item_id>/swap/", edit_views.plan_item_swap, name="plan_item_swap"),
    path(f"{AT}<int:number>/", views.plan_version, name="plan_version"),
    path(f"{AT}<int:number>/sign/", views.sign_plan, name="sign_plan"),
    path(f"{AT}<int:number>/reject/", views.reject_plan, name="reject_plan"),
    path(f"{AT}<int:number>/changes/", views.plan_changes, name="plan_changes"),
    path(f"{AT}<int:number>/<slug:name>.pdf", views.plan_paper, name="plan_paper"),
]
