"""An evaluation in the therapist's words, safety first."""

from __future__ import annotations

from restride.evaluation.recorded import RECORDS
from restride.explain.citations import citations
from restride.explain.paragraphs import Page
from restride.explain.words import (
    CAUSE_GROUPS,
    CAUSE_KINDS,
    COURSES,
    LEVELS,
    TISSUES,
    URGENCIES,
    draft_mark,
    in_minutes,
    side_words,
)
from restride.knowledge.load import Knowledge
from restride.model.evaluation import CauseFinding, ComplaintPicture, Evaluation, Hypothesis

_HYPOTHESES_SHOWN = 5


def evaluation_text(evaluation: Evaluation, knowledge: Knowledge) -> str:
    """The whole evaluation as plain text."""
    page = Page()
    page.line(f"Evaluation{f' of {evaluation.case}' if evaluation.case else ''}, {evaluation.today}")
    _triage(page, evaluation)
    _course(page, evaluation)
    _dangers(page, evaluation)
    for picture in evaluation.complaints:
        _complaint(page, picture, knowledge)
    _shared(page, evaluation)
    _impairments(page, evaluation)
    _causes(page, evaluation)
    _next_steps(page, evaluation)
    page.heading("Sources")
    page.bullets((f"{one.number}. {one.says}" for one in citations(evaluation, knowledge)), mark=" ", indent=0)
    page.line("")
    page.line(
        f"Working hypotheses, not diagnoses. Knowledge {evaluation.knowledge} ({evaluation.knowledge_digest[:12]}). "
        "The same answers give the same result."
    )
    return page.text()


def _triage(page: Page, evaluation: Evaluation) -> None:
    triage = evaluation.triage
    page.heading(f"Triage: {URGENCIES[triage.urgency]}")
    for flag in triage.flags:
        if flag.answer == "unknown_counts_as_open":
            continue
        cleared = f" Cleared by {flag.cleared_by} on {flag.cleared_on}." if flag.cleared_by else ""
        says = f"{URGENCIES[flag.urgency]}: {flag.says} → {flag.action} See: {flag.whom_to_see}{cleared}"
        page.bullets([says], mark="⚑")
    if triage.plan_locked:
        page.line("The plan is locked until a therapist clears what is open, by name and date.")
    if triage.impact_locked:
        page.line("No hop, jump or run test: a bone stress injury is possible.")
    if triage.not_asked:
        page.line(f"Not asked yet ({len(triage.not_asked)}): {', '.join(triage.not_asked)}.")


def _course(page: Page, evaluation: Evaluation) -> None:
    course = evaluation.course
    page.heading(f"Course: {COURSES[course.decision]}")
    page.line(course.says)
    if course.whom_to_see:
        page.line(f"Whom to see: {course.whom_to_see}")
    for picture in course.imaging:
        page.line(f"Imaging to suggest: {picture}")
    page.bullets(course.watch_for, mark="watch:")
    if course.recovery:
        page.line(f"Recovery: {course.recovery}")


def _dangers(page: Page, evaluation: Evaluation) -> None:
    if not evaluation.must_not_miss:
        return
    page.heading("Must not miss")
    words = {"open": "OPEN", "needs_answers": "needs answers", "answered": "answered"}
    for danger in evaluation.must_not_miss:
        raised = f" Raised by: {', '.join(danger.raised_by)}." if danger.raised_by else ""
        released = f" Lowered by: {', '.join(danger.released_by)}." if danger.released_by else ""
        missing = f" Not known: {', '.join(danger.missing)}." if danger.missing else ""
        page.bullets([f"{danger.name} [{words[danger.state]}, {URGENCIES[danger.urgency]}]{raised}{released}{missing}"])


def _complaint(page: Page, picture: ComplaintPicture, knowledge: Knowledge) -> None:
    site = knowledge.sites[picture.site]
    side = side_words(picture.side)
    page.heading(f"{site.name}{f', {side}' if side else ''}")
    state = picture.state
    page.line(
        f"Severity {state.severity.level}, irritability {state.irritability.level}, stage {state.stage.level}; "
        f"tissue: {TISSUES[state.tissue].lower()}."
    )
    for hypothesis in picture.hypotheses[:_HYPOTHESES_SHOWN]:
        _hypothesis(page, hypothesis)
    rest = picture.hypotheses[_HYPOTHESES_SHOWN:]
    if rest:
        page.line(f"Also weighed: {', '.join(hypothesis.name for hypothesis in rest)}.")
    page.line(picture.order_says)
    if picture.unexplained:
        page.line(f"Not explained by what leads: {', '.join(f.says or f.what for f in picture.unexplained)}.")


def _hypothesis(page: Page, hypothesis: Hypothesis) -> None:
    page.line(
        f"{hypothesis.rank}. Consistent with {hypothesis.name} "
        f"[{LEVELS[hypothesis.level].lower()}]{draft_mark(hypothesis.status)}"
    )
    page.bullets((message.says for message in hypothesis.speaks_for), mark="+", indent=4)
    page.bullets((message.says for message in hypothesis.speaks_against), mark="−", indent=4)
    missing = "; ".join(message.says for message in hypothesis.missing[:4])
    if missing:
        page.bullets([f"not known: {missing}"], mark="?", indent=4)
    page.bullets(hypothesis.likelihood_ratios, mark="=", indent=4)


def _shared(page: Page, evaluation: Evaluation) -> None:
    if evaluation.shared:
        page.heading("One explanation for several complaints?")
        page.bullets(f"{hypothesis.name} [{LEVELS[hypothesis.level].lower()}]" for hypothesis in evaluation.shared)


def _impairments(page: Page, evaluation: Evaluation) -> None:
    if evaluation.impairments:
        page.heading("Strength, range, control, endurance")
        page.bullets(impairment.says for impairment in evaluation.impairments)


def _causes(page: Page, evaluation: Evaluation) -> None:
    if evaluation.causes:
        page.heading("What may have led here")
        for cause in evaluation.causes:
            page.bullets([f"{CAUSE_GROUPS[cause.group]}: {cause.name} [{CAUSE_KINDS[cause.kind].lower()}]"])
            page.bullets(records_say(cause), mark="recorded:", indent=4)


def records_say(cause: CauseFinding) -> list[str]:
    """What the records of training show behind a cause, in their own sentences, each once."""
    return list(dict.fromkeys(reason.says for reason in cause.because if reason.rule == RECORDS))


def _next_steps(page: Page, evaluation: Evaluation) -> None:
    if evaluation.next_steps:
        page.heading("Ask or test next")
        page.bullets(f"{step.says} ({in_minutes(step.minutes)}): {step.decides}" for step in evaluation.next_steps)
