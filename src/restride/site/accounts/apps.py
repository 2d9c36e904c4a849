"""The app's registration and its guards in the database."""

from __future__ import annotations

from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, clinics, roles, invitations."""

    name = "restride.site.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the guards in place after every migrate; let sign-ins and second factors leave their rows."""
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in

        from restride.site.accounts.factors import note
        from restride.site.accounts.frozen import GUARDS
        from restride.site.accounts.models import ClinicChange
        from restride.site.accounts.sessions import note_sign_in
        from restride.site.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate(GUARDS), sender=self, weak=False, dispatch_uid="accounts_guards")
        user_logged_in.connect(note_sign_in, dispatch_uid="accounts_sign_in")
        for signal, deed in (
            (signals.authenticator_added, ClinicChange.Deed.FACTOR_ADDED),
            (signals.authenticator_removed, ClinicChange.Deed.FACTOR_REMOVED),
            (signals.authenticator_reset, ClinicChange.Deed.FACTOR_RENEWED),
        ):
            signal.connect(partial(note, deed), weak=False, dispatch_uid=deed)
