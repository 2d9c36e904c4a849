"""Forms about people."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from restride.site.accounts.models import STAFF_ROLES, Clinic, Invitation, Role, User
from restride.site.accounts.queries import led_clinics

#: The most that a number may have between two countries (ITU-T E.164).
MOST_DIGITS = 15


WHAT_IS_GOOD = "At least 10 characters. Three plain words are easy to remember and hard to guess."


class _Plain:
    """A form of django-allauth whose fields show their labels, and nothing inside them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take out what stands in the fields, and the links beside them."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class SignInForm(_Plain, allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in with address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the field as every other page does."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"


class ProveForm(_Plain, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Prove with the password who is there."""


class CodeForm(_Plain, AuthenticateForm):  # type: ignore[misc]
    """The step after the password."""


class AppForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""


class ChangePasswordForm(_Plain, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password of now and the next; like everywhere else it is chosen once."""

    password2 = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Say what makes a good one."""
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Your password now"
        self.fields["password1"].label = "Your new password"
        self.fields["password1"].help_text = WHAT_IS_GOOD


class NewPasswordField(forms.CharField):
    """A password that is being chosen."""

    def __init__(self) -> None:
        """Say what makes a good one."""
        super().__init__(
            label="Choose a password",
            help_text=WHAT_IS_GOOD,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            strip=False,
            error_messages={"required": "Choose a password."},
        )


class AcceptInvitationForm(forms.Form):
    """Choose a password, once."""

    password = NewPasswordField()

    def __init__(self, *args: object, invitation: Invitation, **kwargs: object) -> None:
        """Remember whom the link is for."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.invitation = invitation

    def clean_password(self) -> str:
        """Refuse a password that is short, common or like the person's own data."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.invitation.name))
        return password


def validate_one_number(said: str) -> None:
    """Refuse what a telephone cannot dial: words, no digits, or more than one number."""
    digits = sum(one in "0123456789" for one in said)
    if not digits or not set(said) <= set("0123456789+()/ .-"):
        raise forms.ValidationError("A telephone number has digits, such as 0123 456789.")
    if digits > MOST_DIGITS:
        raise forms.ValidationError(f"A telephone number has at most {MOST_DIGITS} digits. Enter one number only.")


class ClinicForm(forms.Form):
    """What runners read of a clinic."""

    clinic = forms.CharField(
        label="Name of the clinic",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "What is the clinic called?"},
    )
    telephone = forms.CharField(
        label="Telephone of the clinic",
        max_length=40,
        help_text="Runners see it as the number to call.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        validators=[validate_one_number],
        error_messages={"required": "Which number do runners call?"},
    )


class BeginForm(ClinicForm):
    """The clinic and its first person, in the order in which one says it."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="Colleagues and runners read it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "What is your name?"},
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="You sign in with it. Nothing is sent to it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Which e-mail address will you sign in with?"},
    )
    password = NewPasswordField()

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is short, common or like the person's own data."""
        said: dict[str, Any] = self.cleaned_data
        if password := said.get("password"):
            try:
                validate_password(password, User(email=said.get("email", ""), name=said.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return said


class InviteColleagueForm(forms.Form):
    """Who will work in the clinic, and as what."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "What is your colleague’s name?"},
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Your colleague signs in with it. You get a one-time link to hand over; nothing is sent.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Which e-mail address will your colleague sign in with?"},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        initial=Role.THERAPIST,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    clinic = forms.ModelChoiceField(label="Clinic", queryset=Clinic.objects.none(), empty_label=None)

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        """Offer the clinics that the person leads; ask only when there are two."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        led = led_clinics(by)
        self.fields["clinic"].queryset = led  # type: ignore[attr-defined]
        self.asks_for_clinic = len(led) > 1
        if not self.asks_for_clinic:
            self.fields["clinic"].initial = led[0]
            self.fields["clinic"].disabled = True


class NewPasswordLinkForm(forms.Form):
    """What a colleague lost."""

    resets_second_factor = forms.BooleanField(
        label="The phone or device is lost too: remove every second factor", required=False
    )


class RolesForm(forms.Form):
    """What somebody does in the clinic."""

    roles = forms.TypedMultipleChoiceField(
        label="What they do here",
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
