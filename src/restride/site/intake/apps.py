"""The app's registration."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Answers that are not sent yet."""

    name = "restride.site.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
