"""People, clinics and roles; what the database itself guarantees about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from restride.site.tokens import fingerprint

if TYPE_CHECKING:
    from restride.site.accounts.sessions import SessionStore


class Role(models.TextChoices):
    """What somebody does in a clinic."""

    THERAPIST = "therapist", "Physiotherapist"
    CLINIC_LEAD = "clinic_lead", "Clinic lead"
    RUNNER = "runner", "Runner"


STAFF_ROLES = (Role.THERAPIST, Role.CLINIC_LEAD)


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password they cannot sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in; what they may do stands in their memberships."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name or initials", max_length=80)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """One address, one person, whatever its capitals."""

        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        """Return the name that others read."""
        return self.name

    @property
    def initials(self) -> str:
        """Up to two letters for the round badge."""
        return initials_of(self.name)


class Clinic(models.Model):
    """A practice; records never leave it."""

    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        """Return the clinic's name."""
        return self.name

    @property
    def dialled(self) -> str:
        """The telephone as a link dials it: «+44 (0)1632 960123» gives +441632960123, «030/123-45» gives 03012345."""
        number = self.telephone.strip()
        # The zero in brackets is for callers from the same country, who leave out what stands before it.
        kept = number.replace("(0)", "") if number.startswith("+") else number
        return "+" * number.startswith("+") + "".join(one for one in kept if one.isdecimal())


class Membership(models.Model):
    """One person's role in one clinic; somebody may hold two."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """A role is held once, and is one of ours."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "clinic", "role"], name="role_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]

    def __str__(self) -> str:
        """Say who is what, where."""
        return f"{self.user}, {self.get_role_display()}, {self.clinic}"


class Invitation(models.Model):
    """A one-time link to set a password; only the link's fingerprint is stored.

    With ``renews`` it is a new password for a colleague; without ``invited_by`` it was made on the site's own machine.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=16, choices=Role.choices)
    email = models.EmailField()
    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    renews = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    resets_second_factor = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """Accepted means: when and by whom."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_when_and_by_whom",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_invited_role"),
        ]

    def __str__(self) -> str:
        """Say whom it is for."""
        return f"Invitation for {self.name}"

    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at


class ClinicChange(models.Model):
    """What a lead changed in a clinic's own affairs, about whom, and when; written once, never changed."""

    class Deed(models.TextChoices):
        """What was done."""

        CLOSED = "account_closed", "Account closed"
        OPENED = "account_opened", "Account opened again"
        ROLE_GIVEN = "role_given", "Role given"
        ROLE_TAKEN = "role_taken", "Role taken back"
        RENAMED = "renamed", "Name changed"
        TELEPHONE = "telephone", "Telephone changed"
        FACTOR_ADDED = "factor_added", "Way to sign in added"
        FACTOR_REMOVED = "factor_removed", "Way to sign in removed"
        FACTOR_RENEWED = "factor_renewed", "Way to sign in renewed"

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    deed = models.CharField(max_length=16, choices=Deed.choices)
    words = models.CharField(max_length=260, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """Read newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Say what was done."""
        about = f" of {self.person}" if self.person else ""
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.get_deed_display()}{about} {self.words}".rstrip()


class OpenSession(AbstractBaseSession):
    """A session: whose, on which device, since when, last seen when."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions", null=True)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Return what reads and writes it."""
        from restride.site.accounts.sessions import SessionStore

        return SessionStore

    @property
    def mark(self) -> str:
        """What a page may call it by; the key itself would open it."""
        return fingerprint(self.session_key)


def initials_of(name: str) -> str:
    """«Kim Moss» and «K. M.» both give «KM»; an empty name gives a dash."""
    letters = [word[0].upper() for word in name.replace(".", " ").split() if word[0].isalnum()]
    return "".join(letters[:2]) or "–"
