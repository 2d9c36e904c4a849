"""Wait for a page's own state. The page forbids eval, so the question is asked anew from outside each time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

PATIENCE_S = 20
PAUSE_MS = 50


def stop_the_clock(page: Page) -> None:
    """From here on the page's clock moves only when it is told to."""
    page.clock.install()
    page.reload()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=30))


def wait_until(page: Page, question: str) -> None:
    """Ask the page until the answer is true; fail after a while."""
    until = time.monotonic() + PATIENCE_S
    while not page.evaluate(question):
        if time.monotonic() > until:
            raise AssertionError(f"still not true after {PATIENCE_S} s: {question}")
        page.wait_for_timeout(PAUSE_MS)
