"""Addresses for signing in and out: only those pages of django-allauth that this site uses."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from restride.site.accounts import factor_views, people_views, views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/forgotten/", views.forgotten, name="account_reset_password"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/passkey/", factor_views.ProveWithPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/", views.account, name="account"),
    path("account/signed-in/", views.signed_in, name="signed_in"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", factor_views.SecondFactorView.as_view(), name="mfa_index"),
    path("account/second-factor/passkey/", factor_views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkey/<int:pk>/remove/",
        factor_views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/second-factor/app/", factor_views.SetUpAppView.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "account/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("people/", people_views.people, name="people"),
    path("people/invite/", people_views.invite_colleague, name="invite_colleague"),
    path(
        "people/invitations/<int:invitation_id>/withdraw/",
        people_views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("people/clinic/<int:clinic_id>/", people_views.change_clinic, name="change_clinic"),
    path("people/<int:person_id>/", people_views.colleague, name="colleague"),
    path("people/<int:person_id>/link/", people_views.colleague_link, name="colleague_link"),
    path("people/<int:person_id>/roles/", people_views.colleague_roles, name="colleague_roles"),
    path("people/<int:person_id>/<str:how>/", people_views.colleague_account, name="colleague_account"),
    path("begin/<str:token>/", views.begin, name="begin"),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
]
