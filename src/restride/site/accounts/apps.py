"""The app's registration."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, clinics, roles, invitations."""

    name = "restride.site.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
