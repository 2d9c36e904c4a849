"""Forms about people."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from restride.site.accounts.models import Invitation, User


class SignInForm(LoginForm):  # type: ignore[misc]
    """The sign-in form in our words, without placeholders."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the two fields as every other page does."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


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
