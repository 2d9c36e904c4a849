"""Every route, asked by every role. A route that is missing here fails the last test.

200 the page, 302 sent on, 403 refused, 404 not there for this person, 405 the wrong method.
Therapist and lead belong to the record's clinic; «elsewhere» is a therapist of another clinic.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from restride.site.accounts.models import User
from restride.site.clinical_library.pictures import picture_address
from tests.site.cast import Cast
from tests.site.charts import drafted, flagged
from tests.site.comeback.ways import begun
from tests.site.recordings.uploads import added

WHO = ("nobody", "runner", "other_runner", "therapist", "therapist_elsewhere", "lead")

ALL = (200, 200, 200, 200, 200, 200)
OPEN_DOOR = (200, 302, 302, 302, 302, 302)  # who is in already goes on
SIGNED_IN = (302, 200, 200, 200, 200, 200)
SENT_ON = (302, 302, 302, 302, 302, 302)
STAFF = (302, 403, 403, 200, 200, 200)
STAFF_OF_CLINIC = (302, 403, 403, 200, 404, 200)
STAFF_OF_CLINIC_SENT_ON = (302, 403, 403, 302, 404, 302)
THERAPIST_OF_CLINIC = (302, 403, 403, 200, 404, 403)
LEADS = (302, 403, 403, 403, 403, 200)
RUNNERS = (302, 200, 200, 403, 403, 403)
SECOND_FACTOR_STAGE = SENT_ON  # only in the middle of signing in
WITH_SECOND_FACTOR = (302, 404, 404, 200, 200, 200)  # the cast's staff have one, its runners do not

OF_A_CHART = {"charted", "part", "test", "raised", "evaluation"}  # addresses inside a record with an evaluation

# route → (arguments of the address, method, answers in the order of WHO)
MATRIX: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "home": ("", "get", SENT_ON),
    "components": ("", "get", STAFF),
    "manifest": ("", "get", ALL),
    "worker": ("", "get", ALL),
    "picture": ("picture", "get", ALL),
    "account": ("", "get", SIGNED_IN),
    "account_login": ("", "get", OPEN_DOOR),
    "account_logout": ("", "get", SIGNED_IN),
    "account_reset_password": ("", "get", ALL),
    "account_inactive": ("", "get", ALL),
    "account_reauthenticate": ("", "get", SIGNED_IN),
    "account_change_password": ("", "get", SIGNED_IN),
    "signed_in": ("", "get", SIGNED_IN),
    "mfa_authenticate": ("", "get", SECOND_FACTOR_STAGE),
    "mfa_login_webauthn": ("", "get", SENT_ON),  # the sign-in page asks it in the background
    "mfa_reauthenticate_webauthn": ("", "get", SENT_ON),  # to the password, for the cast has no passkey
    "mfa_add_webauthn": ("", "get", SENT_ON),  # under “testserver” to the page that says why there is none
    "mfa_remove_webauthn": ("nothing", "get", (302, 404, 404, 404, 404, 404)),
    "mfa_index": ("", "get", SIGNED_IN),
    "mfa_activate_totp": ("", "get", SIGNED_IN),
    "mfa_deactivate_totp": ("", "get", WITH_SECOND_FACTOR),
    "mfa_view_recovery_codes": ("", "get", WITH_SECOND_FACTOR),
    "mfa_generate_recovery_codes": ("", "get", SIGNED_IN),
    "mfa_download_recovery_codes": ("", "get", WITH_SECOND_FACTOR),
    "people": ("", "get", LEADS),
    "invite_colleague": ("", "get", LEADS),
    "withdraw_invitation": ("nothing", "post", (302, 403, 403, 403, 403, 404)),
    "colleague": ("colleague", "get", LEADS),
    "colleague_link": ("colleague", "post", (302, 403, 403, 403, 403, 302)),
    "colleague_roles": ("colleague", "post", (302, 403, 403, 403, 403, 302)),
    "change_clinic": ("clinic", "get", LEADS),
    "colleague_account": ("colleague close", "post", (302, 403, 403, 403, 403, 302)),
    "begin": ("token", "get", (404, 404, 404, 404, 404, 404)),
    "accept_invitation": ("token", "get", (410, 410, 410, 410, 410, 410)),
    "today": ("", "get", STAFF),
    "runners": ("", "get", STAFF),
    "add_runner": ("", "get", STAFF),
    "record": ("record", "get", STAFF_OF_CLINIC),
    "record_history": ("record", "get", STAFF_OF_CLINIC),
    "end_care": ("record", "get", STAFF_OF_CLINIC),
    "resume_care": ("record reopen", "post", STAFF_OF_CLINIC_SENT_ON),
    "answers": ("record", "get", STAFF_OF_CLINIC),
    "edit_part": ("part", "get", STAFF_OF_CLINIC),
    "remove_complaint": ("record", "post", STAFF_OF_CLINIC_SENT_ON),
    "evaluation": ("charted", "get", STAFF_OF_CLINIC),
    "evaluate_again": ("charted", "post", STAFF_OF_CLINIC_SENT_ON),
    "replay_evaluation": ("evaluation", "get", STAFF_OF_CLINIC),
    "ask_now": ("charted", "get", STAFF_OF_CLINIC),
    "answer_one": ("charted", "post", STAFF_OF_CLINIC_SENT_ON),
    "clear_flag": ("raised", "get", STAFF_OF_CLINIC),
    "exam": ("charted", "get", STAFF_OF_CLINIC),
    "exam_test": ("test", "get", STAFF_OF_CLINIC),
    "exam_verdict": ("test", "post", STAFF_OF_CLINIC),
    "plan": ("drafted", "get", STAFF_OF_CLINIC),
    "propose_plan": ("charted", "post", STAFF_OF_CLINIC_SENT_ON),
    "plan_version": ("drafted 1", "get", STAFF_OF_CLINIC),
    "plan_changes": ("drafted 1", "get", STAFF_OF_CLINIC),
    "plan_paper": ("drafted 1 handout", "get", STAFF_OF_CLINIC),
    "sign_plan": ("drafted 1", "post", STAFF_OF_CLINIC),
    "reject_plan": ("drafted 1", "get", STAFF_OF_CLINIC),
    "plan_add": ("drafted", "get", THERAPIST_OF_CLINIC),
    "plan_running": ("drafted", "get", THERAPIST_OF_CLINIC),
    "plan_week": ("drafted", "get", THERAPIST_OF_CLINIC),
    "plan_week_check": ("drafted", "get", THERAPIST_OF_CLINIC),
    "plan_goal": ("drafted 1", "get", THERAPIST_OF_CLINIC),
    "plan_item": ("drafted side_plank", "get", THERAPIST_OF_CLINIC),
    "plan_item_remove": ("drafted side_plank", "post", (302, 403, 403, 302, 404, 403)),
    "plan_item_swap": ("drafted side_plank", "post", (302, 403, 403, 404, 404, 403)),
    "record_runs": ("record", "get", STAFF_OF_CLINIC),
    "record_runs_add": ("record", "post", STAFF_OF_CLINIC_SENT_ON),
    "record_runs_change": ("record", "post", STAFF_OF_CLINIC_SENT_ON),
    "record_run_delete": ("no run", "post", (302, 403, 403, 404, 404, 404)),
    "my_runs": ("", "get", RUNNERS),
    "my_runs_add": ("", "post", (302, 302, 302, 403, 403, 403)),
    "my_runs_change": ("", "post", (302, 302, 302, 403, 403, 403)),
    "my_runs_change_remove": ("nothing", "post", (302, 404, 404, 403, 403, 403)),
    "my_run_delete": ("nothing", "post", (302, 404, 404, 403, 403, 403)),
    "my_run_log": ("nothing", "post", (302, 404, 404, 403, 403, 403)),
    "my_runs_delete_all": ("", "post", (302, 302, 302, 403, 403, 403)),
    "my_calendar": ("", "get", RUNNERS),
    "my_calendar_stop": ("", "post", (302, 302, 302, 403, 403, 403)),
    "next_workout": ("", "get", (302, 404, 404, 403, 403, 403)),
    "calendar_feed": ("token", "get", (404, 404, 404, 404, 404, 404)),
    "way_back": ("way back", "get", STAFF_OF_CLINIC),
    "way_back_begin": ("charted", "post", (302, 403, 403, 302, 404, 403)),
    "way_back_try": ("way back", "get", STAFF_OF_CLINIC),
    "way_back_use": ("way back", "post", STAFF_OF_CLINIC),
    "way_back_sign": ("way back 1", "post", STAFF_OF_CLINIC),
    "way_back_pause": ("way back", "get", STAFF_OF_CLINIC),
    "way_back_release": ("way back", "get", STAFF_OF_CLINIC_SENT_ON),
    "way_back_readiness": ("way back", "get", STAFF_OF_CLINIC),
    "way_back_answers": ("way back", "post", (302, 403, 403, 302, 404, 403)),
    "way_back_seen": ("way back", "post", STAFF_OF_CLINIC_SENT_ON),
    "way_back_files": ("way back", "get", STAFF_OF_CLINIC_SENT_ON),
    "record_diary": ("record", "get", STAFF_OF_CLINIC),
    "record_day": ("day of record", "get", STAFF_OF_CLINIC),
    "movement": ("record", "get", STAFF_OF_CLINIC),
    "add_recording": ("record", "get", STAFF_OF_CLINIC),
    "recording": ("recorded", "get", STAFF_OF_CLINIC),
    "filming": ("", "get", STAFF),
    "movement_session": ("day recorded", "get", STAFF_OF_CLINIC),
    "movement_session_paper": ("day recorded", "get", STAFF_OF_CLINIC_SENT_ON),
    "recording_how": ("recorded", "post", STAFF_OF_CLINIC_SENT_ON),
    "recording_retraining": ("recorded", "get", STAFF_OF_CLINIC_SENT_ON),
    "recording_numbers": ("recorded", "post", STAFF_OF_CLINIC_SENT_ON),
    "recording_progress": ("recorded", "get", STAFF_OF_CLINIC),
    "recording_again": ("recorded", "get", STAFF_OF_CLINIC),
    "recording_follow": ("recorded", "post", STAFF_OF_CLINIC_SENT_ON),
    "remove_recording": ("recorded", "get", STAFF_OF_CLINIC),
    "recording_do": ("recorded start", "post", STAFF_OF_CLINIC_SENT_ON),
    "recording_file": ("recorded original", "get", STAFF_OF_CLINIC),
    "library": ("", "get", STAFF),
    "library_item": ("item", "get", STAFF),
    "library_conditions": ("", "get", STAFF),
    "library_condition": ("condition", "get", STAFF),
    "library_red_flags": ("", "get", STAFF),
    "library_tests": ("", "get", STAFF),
    "library_test": ("known test", "get", STAFF),
    "library_measures": ("", "get", STAFF),
    "library_sources": ("", "get", STAFF),
    "runner_library": ("", "get", RUNNERS),
    "runner_library_item": ("item", "get", RUNNERS),
    "invite_runner": ("record", "post", STAFF_OF_CLINIC_SENT_ON),
    "intake": ("", "get", RUNNERS),
    "intake_step": ("step", "get", RUNNERS),
    "intake_check": ("", "get", RUNNERS),
    "intake_act_now": ("flag", "get", (302, 404, 404, 403, 403, 403)),
    "runner_today": ("", "get", RUNNERS),
    "my_clinic": ("", "get", RUNNERS),
    "diary_log": ("", "post", (302, 302, 302, 403, 403, 403)),
    "run_log": ("", "post", (302, 302, 302, 403, 403, 403)),
    "my_day": ("day", "get", RUNNERS),
    "runner_stopped": ("", "get", (302, 302, 302, 403, 403, 403)),
    "diary_tick": ("", "post", (302, 302, 302, 403, 403, 403)),
    "my_plan": ("", "get", RUNNERS),
    "my_sheet": ("", "get", (302, 302, 302, 403, 403, 403)),
    "my_progress": ("", "get", RUNNERS),
    "me": ("", "get", RUNNERS),
    "my_data": ("", "get", RUNNERS),
    "stop_request": ("", "get", RUNNERS),
}


@pytest.mark.parametrize("route", MATRIX)
def test_a_route_answers_each_role_as_the_table_says(
    route: str, cast: Cast, signed_in: Callable[[User | None], Client]
) -> None:
    kind, method, expected = MATRIX[route]
    arguments: dict[str, list[object]] = {"": [], "record": [cast.record.pk], "token": ["not-a-token"]}
    arguments |= {"step": ["you"], "flag": ["cardiac_now"], "item": ["side_plank"], "condition": ["itbs"]}
    arguments["picture"] = list(resolve(picture_address("side_plank", "left", "still")).kwargs.values())
    arguments |= {"day": ["2026-01-05"], "day of record": [cast.record.pk, "2026-01-05"]}
    arguments["record reopen"] = [cast.record.pk, "reopen"]
    arguments |= {"known test": ["lachman"], "no run": [cast.record.pk, 1], "nothing": [1]}
    arguments |= {
        "clinic": [cast.clinic.pk],
        "colleague": [cast.therapist.pk],
        "colleague close": [cast.therapist.pk, "close"],
    }
    if kind in OF_A_CHART:
        evaluation = flagged(cast)
        chart = {"part": "complaint", "test": "lachman", "raised": "dvt", "evaluation": evaluation.pk}
        arguments[kind] = [cast.record.pk, *([chart[kind]] if kind in chart else [])]
    if kind.startswith("way back"):
        begun(cast.episode, cast.therapist)
        arguments[kind] = [cast.record.pk, *(int(one) for one in kind.split()[2:])]
    if kind.startswith("drafted"):
        drafted(cast)
        arguments[kind] = [cast.record.pk, *(int(one) if one.isdecimal() else one for one in kind.split()[1:])]
    if kind == "day recorded":
        arguments[kind] = [cast.record.pk, f"{added(cast).recorded_on:%Y-%m-%d}"]
    if kind.startswith("recorded"):
        arguments[kind] = [cast.record.pk, added(cast).pk, *kind.split()[1:]]
    answers = {}
    for who in WHO:
        user = None if who == "nobody" else getattr(cast, who)
        client = signed_in(user)
        answers[who] = getattr(client, method)(reverse(route, args=arguments[kind])).status_code
    assert answers == dict(zip(WHO, expected, strict=True))


def test_every_route_of_the_site_stands_in_the_table() -> None:
    assert set(_route_names(get_resolver())) == set(MATRIX)


def _route_names(resolver: URLResolver) -> list[str]:
    names: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            names += _route_names(pattern)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            names.append(pattern.name)
    return names
