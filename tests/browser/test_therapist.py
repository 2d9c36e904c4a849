"""The therapist on a tablet: from a new runner to a signed plan, and every page on the way under axe."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import THERAPIST, OpenPage, OpenTab
from tests.browser.looks import TABLET, assert_accessible_and_fits, picture

TALL = 1180
#: In the demonstration: a draft, a referral, a plan in force.
DRAFTED, REFERRED, IN_FORCE = "L. B.", "P. W.", "K. M."

#: Runner, tab of the record, and the link on it that leads to the page.
PAGES: dict[str, tuple[str, str, str | re.Pattern[str]]] = {
    "overview": (DRAFTED, "", ""),
    "end-care": (DRAFTED, "", "End care"),
    "answers": (DRAFTED, "Answers", ""),
    "answers-complaint": (DRAFTED, "Answers", "Edit Complaint"),
    "answers-routine": (DRAFTED, "Answers", "Edit Running routine"),
    "evaluation": (DRAFTED, "Evaluation", ""),
    "evaluation-ask": (DRAFTED, "Evaluation", "Ask now"),
    "evaluation-replay": (DRAFTED, "Evaluation", "Replay"),
    "evaluation-refer": (REFERRED, "Evaluation", ""),
    "clear-flag": (REFERRED, "Evaluation", re.compile("^Clear it")),
    "exam": (DRAFTED, "Exam", ""),
    "exam-test": (DRAFTED, "Exam", re.compile("^Enter")),
    "plan-draft": (DRAFTED, "Plan", ""),
    "plan-item": (DRAFTED, "Plan", re.compile("^Edit ")),
    "plan-add": (DRAFTED, "Plan", "Add one"),
    "plan-week": (DRAFTED, "Plan", "Move something"),
    "plan-running": (DRAFTED, "Plan", "Edit running"),
    "plan-reject": (DRAFTED, "Plan", "Reject, with a reason"),
    "plan-locked": (REFERRED, "Plan", ""),
    "plan-signed": (IN_FORCE, "Plan", ""),
    "diary": (IN_FORCE, "Diary", ""),
}


def tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("navigation", name="This runner").get_by_role("link", name=name).click()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_record_is_accessible_and_fits(name: str, open_tab: OpenTab) -> None:
    runner, at, leads = PAGES[name]
    page = open_tab(runner, at)
    if leads:
        page.get_by_role("link", name=leads).first.click()
        page.wait_for_load_state()
    assert_accessible_and_fits(page, f"therapist-{name}", height=TALL)


def test_from_a_new_runner_to_a_signed_plan_on_a_tablet(open_page: OpenPage) -> None:
    page = open_page("/today/", email=THERAPIST, width=TABLET)
    page.set_viewport_size({"width": TABLET, "height": TALL})
    page.get_by_role("link", name="New runner").click()
    page.get_by_label("Name or initials").fill("Z. Q.")
    page.get_by_label("Year of birth").fill("1991")
    page.get_by_role("button", name="Add runner").click()

    # the complaint, asked at the visit
    tab("Evaluation")(page)
    page.get_by_role("link", name="Enter the complaint").click()
    page.get_by_label("Where it hurts").select_option("knee_outer")
    page.get_by_role("group", name="Side").get_by_role("radio", name="Right").check()
    page.get_by_role("textbox", name="Since when").fill("5")
    page.get_by_role("textbox", name="Worst").fill("11")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_contain_text("11 is above 10")
    expect(page.get_by_role("textbox", name="Since when")).to_have_value("5")
    page.get_by_role("textbox", name="Worst").fill("6")
    page.get_by_role("button", name="Save").click()

    # warning questions: unknown is not «no»
    tab("Evaluation")(page)
    expect(page.get_by_text("would be an emergency")).to_be_visible()
    page.get_by_role("link", name="Ask now").first.click()
    expect(page.get_by_role("button", name="Save answers")).to_be_visible()
    for question in page.get_by_role("group").all():
        question.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_text("Every warning question is answered")).to_be_visible()

    # the exam, side by side, judged while typing
    tab("Exam")(page)
    page.get_by_label("Search tests").fill("lateral epicondyle")
    page.get_by_role("radio", name="Everywhere").check()
    page.get_by_role("link", name="Enter Tender over the lateral epicondyle").click()
    page.get_by_role("group", name="Right").get_by_role("radio", name="Positive").check()
    page.get_by_role("button", name="Save result").click()
    page.get_by_label("Search tests").fill("hip abduction strength")
    page.get_by_role("radio", name="Everywhere").check()
    page.get_by_role("link", name=re.compile("Enter Hip abduction strength")).click()
    page.get_by_label(re.compile("Left$")).fill("30")
    page.get_by_label(re.compile("Right$")).fill("22")
    expect(page.locator("#verdict")).to_contain_text("Right is 73 % of the left side")
    page.get_by_role("button", name="Save result").click()
    expect(page.get_by_role("region", name="Table of results")).to_contain_text("Hip abduction strength")

    # the evaluation follows, the plan is proposed, changed with a reason, and signed
    tab("Evaluation")(page)
    expect(page.get_by_text("Consistent with iliotibial band syndrome")).to_be_visible()
    tab("Plan")(page)
    page.get_by_role("button", name="Make the proposal").click()
    page.get_by_role("link", name=re.compile("^Edit ")).first.click()
    page.get_by_role("textbox", name="Sets", exact=True).fill("1")
    page.get_by_role("textbox", name="Reason", exact=True).fill("New to strength work")
    page.get_by_role("button", name="Save the dose").click()
    expect(page.get_by_text("“New to strength work”").first).to_be_visible()
    page.get_by_role("button", name="Sign and release").click()
    expect(page.locator("#error-summary")).to_contain_text("Read this first")
    # The page may still be coming in; the button stands below the boxes.
    expect(page.get_by_role("button", name="Sign and release")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Sign and release").click()
    expect(page.get_by_text(re.compile("Signed by R. B. on"))).to_be_visible()
    expect(page.get_by_role("button", name="Sign and release")).to_have_count(0)
    picture(page, "therapist-journey-signed")


def test_the_verdict_also_comes_without_a_script(open_tab: OpenTab) -> None:
    page = open_tab(DRAFTED, width=TABLET)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{page.url}exam/hhd_hip_abd/")
    page.get_by_label(re.compile("Left$")).fill("30")
    page.get_by_label(re.compile("Right$")).fill("22")
    page.get_by_role("button", name="Save result").click()
    expect(page.get_by_role("region", name="Table of results")).to_contain_text("Beyond measurement error")
