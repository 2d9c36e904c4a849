"""Forms about people."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

from restride.site.accounts.models import Invitation, User


class AcceptInvitationForm(forms.Form):
    """Choose a password, once."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 10 characters. Three plain words are easy to remember and hard to guess.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: object, invitation: Invitation, **kwargs: object) -> None:
        """Remember whom the link is for."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.invitation = invitation

    def clean_password(self) -> str:
        """Refuse a password that is short, common or like the person's own data."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.invitation.name))
        return password
