"""The app's registration: guards in the database, and an accepted invitation finds its record."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EpisodesConfig(AppConfig):
    """Records, episodes, case versions, evaluations, audit."""

    name = "restride.site.episodes"
    label = "episodes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        from restride.site.accounts.actions import invitation_accepted
        from restride.site.episodes.actions import link_accepted_invitation
        from restride.site.episodes.frozen import GUARDS
        from restride.site.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate(GUARDS), sender=self, weak=False, dispatch_uid="episodes_guards")
        invitation_accepted.connect(link_accepted_invitation, dispatch_uid="episodes_link")
