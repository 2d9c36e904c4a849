"""The player in a real browser: one cursor for the figure, the strips, the curves; keyboard; nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of
from restride.adapters.gait_report.film import plain_film
from restride.adapters.gait_report.footage import Footage
from restride.adapters.gait_report.player import Clip, player_html
from restride.adapters.gait_report.write import Pictures, pictures_of, report_html
from restride.knowledge.load import Knowledge
from restride.model.words import Side
from tests.browser.looks import assert_accessible_and_fits
from tests.gait_report.clips import footage_of_numbers

pytestmark = pytest.mark.browser
MODULE = files("restride").joinpath("site", "static", "js", "gait-player.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(runner: Analysed, facts: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_html(runner, facts, runner="K. M."), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    problems: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    opened.goto(address)
    opened.locator("[data-gait-player]").scroll_into_view_if_needed()
    yield opened
    context.close()
    assert problems == []


def frame(page: Page) -> int:
    return int(page.locator("[data-gait-player]").get_attribute("data-frame") or -1)


def drawn(page: Page) -> str:
    return str(page.locator(".gp-body").inner_html())


def test_the_arrows_step_a_frame_and_everything_moves_with_it(page: Page, runner: Analysed) -> None:
    assert frame(page) == 0
    before = drawn(page)
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    assert frame(page) == 60
    page.keyboard.press("ArrowLeft")
    assert frame(page) == 59
    assert drawn(page) != before
    assert runner.gait is not None
    time_s = runner.gait.track.time_s
    x = 1000 * (time_s[59] - time_s[0]) / (time_s[-1] - time_s[0])
    cursors = page.locator(".gp-rows .cursor")
    assert cursors.count() >= 3
    for at in range(cursors.count()):
        assert float(cursors.nth(at).get_attribute("x1") or -1) == pytest.approx(x, abs=0.1)
    assert "frame 60 of" in page.locator(".gp-time").inner_text()


def test_the_dot_on_the_curve_of_one_stride_stands_at_the_share_of_the_stride(page: Page, runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    time_s, phases = gait.track.time_s, gait.phases(Side.LEFT)
    at = int(np.searchsorted(time_s, phases.strike_s[1] + 0.3 * (phases.next_s[1] - phases.strike_s[1])))
    page.locator("input[type=range]").fill(str(at))
    assert frame(page) == at
    holder = page.locator(".gr-curve[data-angle=knee_flexion]")
    scale = {key: float(holder.get_attribute(f"data-{key}") or 0) for key in ("x0", "x1", "y0", "y1", "low", "high")}
    dot = holder.locator("circle.now.fl")
    share = (time_s[at] - phases.strike_s[1]) / (phases.next_s[1] - phases.strike_s[1])
    assert float(dot.get_attribute("cx") or 0) == pytest.approx(
        scale["x0"] + share * (scale["x1"] - scale["x0"]), abs=0.5
    )
    value = gait.angles["knee_flexion_left"][at]
    y = scale["y0"] + (value - scale["low"]) / (scale["high"] - scale["low"]) * (scale["y1"] - scale["y0"])
    assert float(dot.get_attribute("cy") or 0) == pytest.approx(y, abs=0.5)


def test_before_the_first_strike_no_dot_is_shown(page: Page) -> None:
    assert page.locator(".gr-curve[data-angle=knee_flexion] circle.now.fl").get_attribute("visibility") == "hidden"


def test_space_plays_and_pauses_and_brackets_change_the_speed(page: Page) -> None:
    words = page.locator(".gp-time")
    assert "speed 0.5" in words.inner_text()
    page.keyboard.press("]")
    assert "speed 1" in words.inner_text()
    page.keyboard.press("]")
    assert "speed 1" in words.inner_text()
    for _ in range(5):
        page.keyboard.press("[")
    assert "speed 0.1" in words.inner_text()
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press(" ")
    page.wait_for_timeout(600)
    assert page.locator("[data-do=play]").inner_text().strip() == "Pause"
    page.keyboard.press(" ")
    stopped = frame(page)
    assert stopped > 0
    page.wait_for_timeout(200)
    assert frame(page) == stopped


def test_it_never_starts_by_itself_and_is_slower_with_less_motion(chromium: Browser, address: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(300)
    assert frame(page) == 0
    assert "speed 0.25" in page.locator(".gp-time").inner_text()
    context.close()


def test_a_key_in_another_control_stays_there(page: Page) -> None:
    page.locator("select").focus()
    page.keyboard.press("ArrowDown")
    assert frame(page) == 0
    page.locator("summary").first.focus()
    page.keyboard.press(" ")
    assert page.locator("[data-do=play]").inner_text().strip() == "Play"


def test_keys_scroll_the_page_while_the_player_is_out_of_sight(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("ArrowRight")
    assert frame(page) == 0


def test_the_runner_is_seen_from_each_side_and_from_behind(page: Page) -> None:
    pictures = set()
    for view in ("right", "left", "rear"):
        page.locator("select").select_option(view)
        pictures.add(drawn(page))
    assert len(pictures) == 3


def test_the_page_has_no_finding_and_does_not_scroll_sideways(page: Page) -> None:
    assert_accessible_and_fits(page, "gait-report")


def test_without_a_script_the_runner_and_the_curves_still_stand_there(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".gp-body path").count() >= 2
    assert page.locator(".gp-rows path").count() >= 3
    assert page.locator(".gp-bar").is_hidden()
    context.close()


def test_the_video_in_the_page_moves_with_the_same_cursor(
    chromium: Browser, runner: Analysed, facts: Knowledge, tmp_path: Path
) -> None:
    """Each picture of the clip bears its number as brightness, so what is shown can be read back."""
    gait = runner.gait
    assert gait is not None
    footage: Footage = footage_of_numbers(gait)
    film = plain_film(footage, list(range(120)), longest_px=160, quality=10)
    import base64

    source = "data:video/mp4;base64," + base64.b64encode(film.mp4).decode()
    clip = Clip(source, film.width, film.height, float(footage.time_s[0]), float(footage.time_s[119]), footage.points)
    player = player_html(gait, body_of(gait), clip=clip)
    path = tmp_path / "report.html"
    path.write_text(report_html(runner, facts, pictures=Pictures(pictures_of(runner).moments, player)), "utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    for wanted in (0, 1, 57, 119):
        page.locator("input[type=range]").fill(str(wanted))
        page.wait_for_timeout(400)
        assert frame(page) == wanted
        shown = page.evaluate(
            """() => { const video = document.querySelector("video"); const canvas = document.createElement("canvas");
            canvas.width = video.videoWidth; canvas.height = video.videoHeight;
            const pen = canvas.getContext("2d"); pen.drawImage(video, 0, 0);
            return pen.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data[0]; }"""
        )
        assert abs(shown - 2 * wanted) <= 2, f"frame {wanted} shows picture {shown / 2}"
    page.close()


def test_time_becomes_a_frame_and_a_share_as_the_rules_say(chromium: Browser) -> None:
    """The module's own functions, against the same rules written here, on an uneven clock."""
    page = chromium.new_page()
    times = np.cumsum(np.random.default_rng(3).uniform(0.004, 0.05, 200)).round(4)
    wanted = [*(times[[0, 57, 199]]), -1.0, *np.linspace(times[0], times[-1], 40), 99.0]
    strides = [[0.5, 0.7, 1.2], [1.2, None, 1.9], [1.9, 2.1, None]]
    frames, shares, numbers = page.evaluate(
        """async ([source, times, wanted, strides]) => {
          const made = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
          return [wanted.map((t) => made.frameAt(times, t)), wanted.map((t) => made.shareAt(strides, t)),
                  [...made.unpack("AID/fwAAAQD//w==")]];
        }""",
        [MODULE, times.tolist(), [float(t) for t in wanted], strides],
    )
    expected = [max(int(np.searchsorted(times, t + 1e-6, side="right")) - 1, 0) for t in wanted]
    assert frames == expected
    for time, share in zip(wanted, shares, strict=True):
        inside = next((s for s in strides if s[2] is not None and s[0] <= time < s[2]), None)
        assert share == (None if inside is None else pytest.approx(100 * (time - inside[0]) / (inside[2] - inside[0])))
    assert numbers == [-32768, 32767, 0, 1, -1]
    page.close()
