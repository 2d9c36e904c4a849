"""The app's registration."""

from __future__ import annotations

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Recorded runs and the calendar feed."""

    name = "restride.site.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"
