"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from restride.site.clinical_library import pictures, runner_views, views

urlpatterns = [
    path("library/", views.items, name="library"),
    path("library/items/<slug:item_id>/", views.item, name="library_item"),
    path("library/conditions/", views.conditions, name="library_conditions"),
    path("library/conditions/<slug:condition_id>/", views.condition, name="library_condition"),
    path("library/red-flags/", views.red_flags, name="library_red_flags"),
    path("library/tests/", views.tests, name="library_tests"),
    path("library/tests/<slug:test_id>/", views.test, name="library_test"),
    path("library/measures/", views.measures, name="library_measures"),
    path("library/sources/", views.sources, name="library_sources"),
    path("pictures/<slug:digest>/<slug:item_id>/<slug:side>/<slug:kind>.svg", pictures.picture, name="picture"),
    path("me/exercises/", runner_views.items, name="runner_library"),
    path("me/exercises/<slug:item_id>/", runner_views.item, name="runner_library_item"),
]
