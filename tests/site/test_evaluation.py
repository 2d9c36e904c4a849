"""The therapist's evaluation: safety first, every change a new version, every clearance with a name."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.model.words import Answer
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.cases.answers import UnknownQuestion, answered
from restride.site.cases.places import REGIONS, drawn
from restride.site.episodes.models import AuditEntry, CaseVersion, EvaluationRecord, RedFlagClearance
from restride.site.evaluations.actions import clear_flag
from restride.site.evaluations.hypotheses import inside_a_sentence
from restride.site.evaluations.queries import standing_of
from restride.site.evaluations.replay import replay
from restride.site.look.drawings import body_view
from tests.site.cast import Cast
from tests.site.charts import OUTER_KNEE, charted, flagged

SignedIn = Callable[[User | None], Client]


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content.decode()


def test_the_page_says_what_fits_best_and_never_a_percentage(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    text = page(signed_in(cast.therapist), "evaluation", cast.record.pk)
    assert "Consistent with iliotibial band syndrome" in text
    assert "Speaks for it" in text
    assert "Not known yet" in text
    assert "ranked by findings, not a diagnosis" in text


def test_safety_stands_before_the_hypotheses(cast: Cast, signed_in: SignedIn) -> None:
    flagged(cast)
    text = page(signed_in(cast.therapist), "evaluation", cast.record.pk)
    assert text.index("Whom to see") < text.index("Must not miss") < text.index("Working hypotheses")
    assert "The plan is locked" in text


def test_unknown_is_counted_and_never_called_no(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist, red_flags={})
    text = page(signed_in(cast.therapist), "evaluation", cast.record.pk)
    assert "would be an emergency" in text
    assert "Unknown is not “no”" in text


def test_answers_of_the_runner_are_evaluated_when_the_therapist_opens_them(cast: Cast) -> None:
    from restride.site.episodes.actions import save_case

    save_case(episode=cast.episode, document=deepcopy(OUTER_KNEE), by=cast.runner, reason="Intake")
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    assert standing.evaluation is not None
    again = standing_of(cast.episode, by=cast.therapist)
    assert again is not None
    assert again.record == standing.record
    assert EvaluationRecord.objects.count() == 1


def test_a_case_that_cannot_be_evaluated_says_why(cast: Cast, signed_in: SignedIn) -> None:
    from restride.site.episodes.actions import save_case

    save_case(episode=cast.episode, document={"complaints": [{"site": "elbow"}]}, by=cast.runner, reason="Intake")
    text = page(signed_in(cast.therapist), "evaluation", cast.record.pk)
    assert "elbow" in text
    assert "cannot be evaluated" in text


def test_an_answer_is_a_new_version_and_a_new_evaluation(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    client.post(
        reverse("answer_one", args=[cast.record.pk]), {"question": "limping", "answer": "yes", "complaint": "0"}
    )
    latest = CaseVersion.objects.latest("number")
    assert (latest.number, latest.author) == (2, cast.therapist)
    assert latest.document["complaints"][0]["features"]["limping"] == "yes"
    assert EvaluationRecord.objects.filter(case_version=latest).count() == 1


def test_cannot_say_stays_unknown() -> None:
    facts = engine.facts()
    document = answered(OUTER_KNEE, "dvt", Answer.NOT_ASKED, complaint=None, facts=facts)
    assert document["red_flags"]["dvt"] == "not_asked"
    assert "dvt" in engine.evaluate(document, timezone.localdate()).triage.not_asked
    assert "dvt" not in OUTER_KNEE["red_flags"]


def test_each_vocabulary_has_its_own_place() -> None:
    facts = engine.facts()
    document = deepcopy(OUTER_KNEE)
    for name in ("smoker", "nsaid_regular", "sleep_short", "low_step_rate", "hip_abductor_weakness"):
        document = answered(document, name, Answer.YES, complaint=0, facts=facts)
    engine.case_of(document)
    assert document["history"]["features"] == {"smoker": "yes"}
    assert document["medicines"] == {"nsaid_regular": "yes"}
    with pytest.raises(UnknownQuestion):
        answered(document, "made_up", Answer.YES, complaint=0, facts=facts)


def test_a_flag_is_cleared_with_name_date_and_note_and_only_by_a_therapist(cast: Cast) -> None:
    version = flagged(cast).case_version
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):
        clear_flag(version=version, flag_id="dvt", cleared_on=today, note="seen", by=cast.lead)
    clear_flag(version=version, flag_id="dvt", cleared_on=today, note="Ultrasound clear", by=cast.therapist)
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    assert standing.evaluation is not None
    cleared = {flag.flag: flag.cleared_by for flag in standing.evaluation.triage.flags if flag.cleared_on}
    assert cleared == {"dvt": cast.therapist.name}
    assert RedFlagClearance.objects.get().note == "Ultrasound clear"
    assert AuditEntry.objects.filter(deed="flag.cleared").exists()


def test_a_clearance_without_words_or_from_tomorrow_is_refused_beside_its_field(
    cast: Cast, signed_in: SignedIn
) -> None:
    flagged(cast)
    address = reverse("clear_flag", args=[cast.record.pk, "dvt"])
    answer = signed_in(cast.therapist).post(address, {"cleared_on": "2999-01-01", "note": ""})
    text = answer.content.decode()
    assert "has not come yet" in text
    assert "2999-01-01" in text
    assert not RedFlagClearance.objects.exists()


def test_asking_now_saves_all_answers_as_one_version(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist, red_flags={})
    address = reverse("ask_now", args=[cast.record.pk])
    signed_in(cast.therapist).post(address, {"pe": "no", "cardiac_now": "no", "heat": ""})
    latest = CaseVersion.objects.latest("number")
    assert latest.number == 2
    assert latest.document["red_flags"] == {"pe": "no", "cardiac_now": "no"}


def test_a_stored_evaluation_replays_to_the_same(cast: Cast, signed_in: SignedIn) -> None:
    stored = charted(cast.episode, cast.therapist)
    assert replay(EvaluationRecord.objects.get(pk=stored.pk)).identical
    assert "Identical" in page(signed_in(cast.therapist), "replay_evaluation", cast.record.pk, stored.pk)


def test_a_replay_names_the_places_that_differ(cast: Cast) -> None:
    stored = EvaluationRecord.objects.get(pk=charted(cast.episode, cast.therapist).pk)
    stored.document["course"]["says"] = "something else"
    assert replay(stored).differs == ("course.says",)


def test_the_page_costs_a_fixed_number_of_queries(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    charted(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    page(client, "evaluation", cast.record.pk)
    # The last one asks whether anything is recorded of the runner's training.
    with django_assert_max_num_queries(21):  # type: ignore[attr-defined]
        page(client, "evaluation", cast.record.pk)


def test_every_site_of_the_knowledge_has_its_place_on_the_drawing() -> None:
    from restride.model.words import Side

    facts = engine.facts()
    regions = {region["id"] for view in ("front", "back") for region in body_view(view)["regions"]}
    assert set(facts.sites) - set(REGIONS) == {"whole_body"}
    for site in facts.sites:
        assert set(drawn(site, Side.RIGHT).marked) <= regions


def test_a_name_inside_a_sentence_keeps_its_capitals() -> None:
    assert inside_a_sentence("Iliotibial band syndrome") == "iliotibial band syndrome"
    assert inside_a_sentence("Achilles tendinopathy, insertional") == "Achilles tendinopathy, insertional"
    assert inside_a_sentence("SI joint pain") == "SI joint pain"
