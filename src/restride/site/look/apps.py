"""The app's registration."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Template tags and component templates."""

    name = "restride.site.look"
    label = "look"
