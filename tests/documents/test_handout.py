"""The runner's sheet: one page, every exercise, the pain rule, when to call; or what happens now."""

import re
from datetime import date

import msgspec
import pytest

from restride.adapters.documents import Letterhead, Signature, handout, runner_handout
from restride.explain.doses import dose_tiles
from restride.explain.runner_text import pain_boxes, warnings
from tests.documents.reading import Pdf

SIGNED = Signature(by="R. Blum", on=date(2026, 11, 24), version=3)
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 16'><rect width='30' height='16' fill='#234'/></svg>"
PROPOSED = ("heel", "knee_and_tendon", "prevention")


@pytest.fixture(scope="module")
def sheets(samples, facts):
    return {name: Pdf(runner_handout(one.evaluation, one.plan, facts)) for name, one in samples.items()}


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", PROPOSED)
def test_four_exercises_fit_on_one_page(samples, facts, name, paper):
    one = samples[name]
    assert len(one.plan.home) == 4
    assert len(Pdf(runner_handout(one.evaluation, one.plan, facts, paper=paper)).pages) == 1


def test_pictures_take_their_place_and_the_page_still_holds(samples, facts, monkeypatch):
    monkeypatch.setattr(handout, "figure_svg", lambda item, side: PICTURE)
    one = samples["heel"]
    pdf = Pdf(runner_handout(one.evaluation, one.plan, facts))
    assert len(pdf.pages) == 1
    assert pdf.alternatives() == [f"Drawing: {item.plain}" for item in one.plan.home]


def test_the_sheet_is_tagged_and_claims_pdf_ua(sheets):
    for pdf in sheets.values():
        assert pdf.root["/MarkInfo"]["/Marked"]
        assert str(pdf.root["/Lang"]).startswith("en")
        assert "pdfuaid" in pdf.metadata
        assert next(kind for kind in pdf.structure() if re.fullmatch(r"/H\d", kind)) == "/H1"


@pytest.mark.parametrize("name", PROPOSED)
def test_every_exercise_stands_there_with_dose_and_steps(sheets, samples, facts, name):
    pdf, plan = sheets[name], samples[name].plan
    for number, item in enumerate(plan.home, start=1):
        assert pdf.holds(f"{number}. {item.plain[0].upper()}{item.plain[1:]}")
        assert all(pdf.holds(step) for step in item.steps)
        assert all(pdf.holds(tile.figure) for tile in dose_tiles(item.dose, item.sides, rest=False))
    assert all(pdf.holds(box.sign) and pdf.holds(box.says) for box in pain_boxes(plan.pain_rule, facts))
    assert pdf.holds(plan.running.plain)


def test_the_sheet_uses_the_runner_s_words_and_no_source_numbers(sheets, samples):
    text = sheets["heel"].text
    assert samples["heel"].plan.home[0].name not in text
    assert not re.search(r"\[\d", text)
    assert not re.search(r"damage|failed|normal\b|healed", text)


def test_the_sheet_says_when_to_call_in_the_words_of_the_questions(sheets, samples, facts):
    calls = warnings(samples["heel"].evaluation, facts)
    assert calls.now
    assert calls.today
    assert all(sheets["heel"].holds(question) for question in (*calls.now, *calls.today))


def test_an_unsigned_sheet_says_it_must_not_be_used(sheets):
    assert "Draft" in sheets["heel"].text
    assert "do not use it before a therapist has signed" in sheets["heel"].text


def test_a_signed_sheet_says_who_when_which_and_replaces_earlier_ones(samples, facts):
    one = samples["heel"]
    head = Letterhead(clinic="Riverside", phone="01234 567", runner="K. M.")
    pdf = Pdf(runner_handout(one.evaluation, one.plan, facts, signature=SIGNED, letterhead=head))
    assert "Draft" not in pdf.text
    assert "Signed by R. Blum, 24 November 2026 · Plan 3, replaces all earlier sheets" in pdf.text
    assert all(words in pdf.text for words in ("Riverside", "01234 567", "K. M."))


def test_a_locked_plan_gives_a_page_on_what_happens_now_without_exercises(sheets, samples):
    pdf, sample = sheets["locked"], samples["locked"]
    flag = next(flag for flag in sample.evaluation.triage.flags if flag.flag == "dvt")
    assert len(pdf.pages) == 1
    assert "What happens now" in pdf.text
    assert pdf.holds(flag.plain_action)
    assert "exercises" not in pdf.text.replace("exercise plan", "")
    assert "When: Today." in pdf.text


def test_a_question_nobody_asked_does_not_send_the_runner_to_the_emergency_department(sheets, samples):
    asked_first = [
        flag.plain_action
        for flag in samples["locked"].evaluation.triage.flags
        if flag.answer == "unknown_counts_as_open"
    ]
    assert asked_first
    steps = sheets["locked"].text.partition("What to do")[2].partition("While you wait")[0]
    assert not any(action in steps for action in asked_first)


@pytest.mark.parametrize(
    ("limit", "hours", "sign", "within"),
    [
        (3, 24, ["0–3: go on", "More than 3, or slow to settle: repeat", "Above 5: stop"], "within 24 hours"),
        (2, 1, ["0–2: go on", "More than 2, or slow to settle: repeat", "Above 5: stop"], "within an hour"),
        (5, 24, ["0–5: go on", "Slow to settle: repeat", "Above 5: stop"], "within 24 hours"),
        (0, 0, ["0: go on", "Tired, no pain: repeat", "Any pain: stop"], ""),
    ],
)
def test_the_pain_boxes_tell_the_limit_from_the_stop_limit(samples, facts, limit, hours, sign, within):
    rule = msgspec.structs.replace(
        samples["heel"].plan.pain_rule, during_max_nrs=float(limit), settles_within_h=float(hours)
    )
    boxes = pain_boxes(rule, facts)
    assert [box.gate for box in boxes] == ["up", "repeat", "stop"]
    assert [box.sign for box in boxes] == sign
    assert within in boxes[0].says


def test_ticks_stand_on_the_planned_days_only(samples):
    one = samples["heel"]
    days = {day.day: {item for entry in day.entries for item in entry.items} for day in one.plan.week.days}
    for row, item in zip(handout._ticks(one.plan), one.plan.home, strict=False):
        assert row["days"] == [item.item in days[day] for day in days]


def test_long_and_hostile_text_makes_more_pages_and_no_error(samples, facts):
    one = samples["heel"]
    text = r"#panic() $ * _ @x <y> \ ] } " + "word " * 160
    home = tuple(msgspec.structs.replace(item, plain=text, steps=(text,) * 3) for item in one.plan.home)
    pdf = Pdf(runner_handout(one.evaluation, msgspec.structs.replace(one.plan, home=home), facts))
    assert len(pdf.pages) > 1
    assert all("Draft" in page for page in pdf.pages)
    assert "#panic() $ * _ @x <y>" in pdf.text


def test_the_same_plan_gives_the_same_sheet(sheets, samples, facts):
    one = samples["heel"]
    assert runner_handout(one.evaluation, one.plan, facts) == sheets["heel"].content


def test_under_a_way_back_the_sheet_says_so_instead_of_the_plans_running(samples, facts):
    one = samples["heel"]
    says = ("Your way back decides when and how much you run.", "Next: 3 × 5 min, Tuesday 24 November.")
    pdf = Pdf(runner_handout(one.evaluation, one.plan, facts, way_back=says))
    assert all(pdf.holds(words) for words in says)
    assert not pdf.holds(one.plan.running.plain)
    assert len(list(handout._ticks(one.plan, own_runs=False))) == len(one.plan.home)
