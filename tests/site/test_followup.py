"""What happened since: today's list from real standings, the overview, the diary as the therapist reads it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.site.accounts.models import User
from restride.site.diary.actions import PainSaid, say_pain
from restride.site.diary.models import Moment
from restride.site.documents import fingerprint
from restride.site.episodes.attention import needs
from restride.site.plans.actions import sign_plan
from restride.site.plans.models import PlanVersion
from tests.site.cast import Cast
from tests.site.charts import care_lines, charted, drafted, flagged

SignedIn = Callable[[User | None], Client]


def titles(cast: Cast) -> dict[str, str]:
    return {need.title: need.url for need in needs(care_lines(cast.therapist)) if need.line.record == cast.record}


def page(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content.decode()


def said(cast: Cast, back: int, moment: str, pain: int, note: str = "") -> None:
    entry = PainSaid(
        client_id=uuid.uuid4(),
        day=timezone.localdate() - timedelta(days=back),
        said_at=timezone.now(),
        moment=moment,
        pain=pain,
        note=note,
    )
    say_pain(episode=cast.episode, said=entry, by=cast.runner)


def test_an_open_flag_leads_to_the_evaluation(cast: Cast) -> None:
    flagged(cast)
    assert reverse("evaluation", args=[cast.record.pk]) in titles(cast).values()


def test_a_referral_without_a_flag_stands_in_the_list(cast: Cast) -> None:
    shin = [
        {
            "site": "knee_front",
            "side": "right",
            "weeks": 9,
            "features": {"night_pain": "yes", "getting_worse": "yes", "pain_rising_at_rest": "yes"},
        }
    ]
    record = charted(cast.episode, cast.therapist, complaints=shin, exam=[])
    assert record.document["course"]["decision"] == "refer"
    assert not record.open_flags or "red flag" in " ".join(titles(cast))
    line = next(one for one in care_lines(cast.therapist) if one.record == cast.record)
    assert line.locked
    assert line.referred


def test_what_is_evaluated_waits_for_a_plan_and_a_draft_for_a_signature(cast: Cast) -> None:
    charted(cast.episode, cast.therapist)
    assert "Evaluated, no plan proposed" in titles(cast)
    drafted(cast)
    assert titles(cast) == {"Plan 1 waits for your signature": reverse("plan", args=[cast.record.pk])}


def test_a_review_that_is_due_stands_in_the_list(cast: Cast) -> None:
    plan = drafted(cast)
    plan.document["review"]["on"] = timezone.localdate().isoformat()
    PlanVersion.objects.filter(pk=plan.pk).update(document=plan.document)
    assert not any("looked at again" in title for title in titles(cast))
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=cast.therapist)
    assert "Plan 1 is to be looked at again" in titles(cast)


def test_the_overview_says_where_it_stands_and_who_decided(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=cast.therapist)
    text = page(signed_in(cast.therapist), "record", cast.record.pk)
    assert "Consistent with iliotibial band syndrome" in text
    assert "Plan 1 in force" in text
    assert "Plan 1 signed" in text
    assert text.index("Needs you") < text.index("Where it stands") < text.index("Decisions")


def test_the_diary_shows_picture_words_and_table(cast: Cast, signed_in: SignedIn) -> None:
    drafted(cast)
    said(cast, 2, Moment.NEXT_MORNING, 4)
    said(cast, 1, Moment.NEXT_MORNING, 2)
    said(cast, 1, Moment.DURING, 3, note="Tight on the hill")
    text = page(signed_in(cast.therapist), "record_diary", cast.record.pk)
    assert "Pain in the morning: first 4, now 2" in text
    assert "Tight on the hill" in text
    assert 'role="img"' in text


def test_an_empty_diary_says_what_will_appear(cast: Cast, signed_in: SignedIn) -> None:
    assert "Nothing logged yet" in page(signed_in(cast.therapist), "record_diary", cast.record.pk)
