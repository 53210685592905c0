"""One page of each type loads calmly: nothing moves, nothing goes wrong, nothing is asked of another host."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

import page_types
from sasac.link import Corpus

# Notes every shift of the layout from the first paint on, with what moved.
OBSERVE_SHIFTS = """
window.shifts = [];
const called = (node) => node ? `${node.nodeName} ${node.className || node.id || ""}` : "?";
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value.toFixed(4)}: ${entry.sources.map((source) => called(source.node)).join(", ")}`
))).observe({ type: "layout-shift", buffered: true });
"""
WIDTHS = (360, 1280)
SLOW = {"offline": False, "latency": 5, "downloadThroughput": 600_000, "uploadThroughput": 600_000}


def late(route: Route) -> None:
    """Scripts on a slow line: they come after the first paint."""
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize("page_type", page_types.ALL)
def test_a_page_loads_calmly(page_type: str, browser: Browser, served: str, corpus: Corpus) -> None:
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_init_script(OBSERVE_SHIFTS)
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, complaints=complaints: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error, complaints=complaints: complaints.append(str(error)))
        page.on("response", lambda answer, complaints=complaints: complaints.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
        page.route("**/*.js", late)
        # Slow enough for a long page to be drawn in pieces.
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
        page.goto(served + page_types.address(page_type, corpus), wait_until="networkidle")
        page.wait_for_timeout(200)
        assert page.evaluate("window.shifts") == [], f"the layout of {page_type} moves at {width} px"
        assert not complaints
        assert len(asked) > 3
        assert [url for url in asked if not url.startswith((served, "data:"))] == []
        context.close()


@pytest.mark.parametrize("page_type", page_types.ALL)
def test_a_page_opens_from_a_disk(page_type: str, browser: Browser, site: Path, corpus: Corpus) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url}: {request.failure}"))
    home = f"{site.as_uri()}/"
    page.goto(f"{home}{page_types.address(page_type, corpus)}index.html", wait_until="networkidle")
    assert page.locator("h1").is_visible()
    assert not complaints
    assert [url for url in asked if url.partition("?")[0].endswith(".css")]
    assert [url for url in asked if not url.startswith((home, "data:"))] == []
    context.close()


def test_every_page_is_of_a_type_that_is_looked_at(site: Path) -> None:
    tops = {path.parent.relative_to(site).as_posix() for path in site.glob("*/index.html")}
    assert tops == set(page_types.INDEXES), "give new index pages to page_types.py"
