"""The therapist's two documents: complete, tagged, draft until signed, sources that resolve."""

import itertools
import re
from datetime import date

import msgspec
import pytest

from restride.adapters.documents import Letterhead, Signature, evaluation_report, therapist_plan
from restride.model.plan import Alternative
from tests.documents.reading import Pdf

SIGNED = Signature(by="R. Blum", role="physiotherapist", on=date(2026, 11, 24), version=3)
NASTY = (
    r"#set page(fill: red) $x^2$ *b* _i_ `c` @ref <tag> \ [x] #eval(\"1\") // /* ~ \u{41} ‮evil‬ ﬁ ½ → «ü» \"q\" 'a' {}"
)


@pytest.fixture(scope="module")
def reports(samples, facts):
    return {name: Pdf(evaluation_report(one.case, one.evaluation, facts)) for name, one in samples.items()}


@pytest.fixture(scope="module")
def plans(samples, facts):
    return {
        name: Pdf(therapist_plan(one.evaluation, one.plan, facts))
        for name, one in samples.items()
        if one.plan.decision == "proposed"
    }


def test_every_record_is_tagged_and_claims_pdf_ua_with_title_and_language(reports, plans):
    for pdf in (*reports.values(), *plans.values()):
        assert pdf.root["/MarkInfo"]["/Marked"]
        assert str(pdf.root["/Lang"]).startswith("en")
        assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.reader.metadata.title
        assert "pdfuaid" in pdf.metadata


def test_headings_start_at_one_and_skip_no_level(reports, plans):
    for pdf in (*reports.values(), *plans.values()):
        levels = [int(kind[2:]) for kind in pdf.structure() if re.fullmatch(r"/H\d", kind)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_header_cells(reports, plans):
    for pdf in (*reports.values(), *plans.values()):
        kinds = pdf.structure()
        assert kinds.count("/TH") >= kinds.count("/Table") > 0 or "/Table" not in kinds


def test_safety_stands_before_what_is_interesting(reports):
    text = reports["knee_and_tendon"].text
    places = [text.index(word) for word in ("Triage:", "Course:", "Must not miss", "Consistent with", "Sources")]
    assert places == sorted(places)


def test_the_report_holds_every_part_of_the_evaluation(reports, samples):
    pdf = reports["knee_and_tendon"]
    evaluation = samples["knee_and_tendon"].evaluation
    names = [hypothesis.name for picture in evaluation.complaints for hypothesis in picture.hypotheses]
    names += [one.name for one in (*evaluation.impairments, *evaluation.causes, *evaluation.must_not_miss)]
    names += [step.says for step in evaluation.next_steps]
    assert [name for name in names if not pdf.holds(name)] == []
    assert "Not known (" in pdf.text


def test_an_open_flag_is_shown_with_urgency_action_and_the_lock(reports, samples):
    pdf = reports["locked"]
    flag = next(flag for flag in samples["locked"].evaluation.triage.flags if flag.flag == "dvt")
    assert pdf.holds(flag.action)
    assert "Same day" in pdf.text
    assert "The plan is locked" in pdf.text


def test_questions_nobody_asked_are_asked_first_and_not_shown_as_flags(reports, samples, facts):
    first = samples["locked"].evaluation.triage.ask_first
    assert first
    assert all(reports["locked"].holds(facts.red_flags[name].question) for name in first)
    assert "unknown is not “no”" in reports["locked"].text


def test_the_plan_holds_every_item_with_dose_reason_and_stop(plans, samples):
    for name, pdf in plans.items():
        plan = samples[name].plan
        for item in (*plan.home, *plan.clinic, *plan.gait, *plan.advice):
            assert pdf.holds(item.name)
            assert pdf.holds(item.because[0].says)
        for item in plan.home:
            assert all(pdf.holds(step) for step in item.steps)
            assert pdf.holds(item.stop_if)
        assert all(pdf.holds(one.says) for one in (*plan.goals, *plan.uncovered, *plan.not_recommended))
        assert all(pdf.holds(line.what) for line in plan.guideline)
        assert all(pdf.holds(line) for line in (*plan.read_first, *plan.warnings))
        assert plan.review is not None
        assert all(pdf.holds(line) for line in plan.review.repeat)


def test_every_source_number_resolves_and_every_source_is_pointed_to(reports, plans):
    for pdf in (*reports.values(), *plans.values()):
        body, _, listed = pdf.text.partition(" Sources 1.")
        numbers = {int(one) for group in re.findall(r"\[(\d+(?:, \d+)*)\]", body) for one in group.split(", ")}
        count = len(numbers)
        assert numbers == set(range(1, count + 1))
        assert all(f" {number}. " in f"1. {listed}" or number == 1 for number in numbers)
        assert bool(listed) is bool(numbers)


def test_a_draft_says_so_on_every_page_and_a_signed_plan_on_none(plans, samples, facts):
    assert all("Draft" in page for page in plans["heel"].pages)
    one = samples["heel"]
    head = Letterhead(clinic="Riverside", phone="01234 567", runner="K. M.")
    signed = Pdf(therapist_plan(one.evaluation, one.plan, facts, signature=SIGNED, letterhead=head))
    assert not any("Draft" in page for page in signed.pages)
    assert all("Signed by R. Blum, physiotherapist, 24 November 2026 · Plan 3" in page for page in signed.pages)
    assert "K. M." in signed.text


def test_every_page_says_which_of_how_many_and_the_knowledge(plans, samples):
    pdf = plans["heel"]
    for number, page in enumerate(pdf.pages, start=1):
        assert f"Page {number} of {len(pdf.pages)}" in page
        assert f"Knowledge {samples['heel'].plan.knowledge}" in page


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (216, 279))])
def test_the_paper_is_the_one_asked_for(samples, facts, paper, size):
    one = samples["heel"]
    assert Pdf(therapist_plan(one.evaluation, one.plan, facts, paper=paper)).size_mm() == size
    assert Pdf(evaluation_report(one.case, one.evaluation, facts, paper=paper)).size_mm() == size


def test_the_same_input_gives_the_same_bytes_and_the_file_is_dated_by_the_plan(plans, reports, samples, facts):
    one = samples["heel"]
    assert therapist_plan(one.evaluation, one.plan, facts) == plans["heel"].content
    assert evaluation_report(one.case, one.evaluation, facts) == reports["heel"].content
    assert plans["heel"].reader.metadata.creation_date.date() == one.plan.today


def test_fonts_are_embedded(plans):
    fonts = [
        font.get_object()
        for page in plans["heel"].reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]
    assert inner
    assert all("Figtree" in font["/BaseFont"] and "/FontFile2" in font["/FontDescriptor"] for font in inner)


def with_text(sample, text):
    """The sample's plan with ``text`` wherever a person may have written."""
    first = msgspec.structs.replace(
        sample.plan.home[0],
        name=text,
        steps=(text, text, text),
        technique=text,
        progression=text,
        stop_if=text,
        guideline_against=text,
        cautions=(text,),
        alternatives=(Alternative(item="x", name=text, why_not=text),),
    )
    return msgspec.structs.replace(sample.plan, says=text, home=(first, *sample.plan.home[1:]), read_first=(text,))


def test_text_with_markup_stays_text(samples, facts):
    one = samples["heel"]
    pdf = Pdf(therapist_plan(one.evaluation, with_text(one, NASTY), facts, letterhead=Letterhead(runner=NASTY)))
    shown = NASTY.replace("\u202e", "").replace("\u202c", "").split("//")[0].strip()
    assert shown.replace("ﬁ", "fi") in pdf.text.replace("ﬁ", "fi")
    assert "pdfuaid" in pdf.metadata


@pytest.mark.parametrize("text", ["膝の痛み", "🏃 ran", "ألم", "\x00\x07bell", "\ud800", "a\u0301\u0302\u0303" * 40])
def test_any_letters_are_set_and_the_file_stays_tagged(samples, facts, text):
    one = samples["heel"]
    pdf = Pdf(therapist_plan(one.evaluation, with_text(one, text), facts))
    assert pdf.root["/MarkInfo"]["/Marked"]


def test_long_text_goes_on_to_the_next_page_and_never_over_the_edge(samples, facts):
    one = samples["heel"]
    short = len(Pdf(therapist_plan(one.evaluation, one.plan, facts)).pages)
    for text in ("word " * 700, "W" * 3000):
        pdf = Pdf(therapist_plan(one.evaluation, with_text(one, text), facts))
        assert len(pdf.pages) > short
        assert pdf.text.count("Stop if") >= len(one.plan.home)
        assert inside(pdf)


def inside(pdf: Pdf) -> bool:
    """Whether every piece of text starts within the page."""
    found = []

    def visit(text, matrix, text_matrix, *_):
        if text.strip():
            x = matrix[0] * text_matrix[4] + matrix[2] * text_matrix[5] + matrix[4]
            y = matrix[1] * text_matrix[4] + matrix[3] * text_matrix[5] + matrix[5]
            found.append(0 < x < 596 and 0 < y < 842)

    for page in pdf.reader.pages:
        page.extract_text(visitor_text=visit)
    return all(found)
