"""Accessibility: axe-core with its best-practice rules on one page of each type, narrow screens, keyboard, no JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import page_types
from sasac.link import Corpus

AXE = Path(__file__).parent / "tools/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
# What repeats, row after row and claim after claim, is laid out by one macro: axe-core, which takes seconds for a long page, sees the first of each.
THIN = """[".claims > li:nth-child(n+7)", ".figures > li:nth-child(n+7)", "tbody > tr:nth-child(n+16)", ".questions > li:nth-child(n+16)",
  ".contexts > li:nth-child(n+7)", "[data-filter-group] ~ [data-filter-group] ~ [data-filter-group]", ".part--by_meeting h3 ~ h3 ~ h3 ~ *",
  "article > section:nth-of-type(n+25)", ".backlinks li:nth-child(n+16)", ".chips > li:nth-child(n+16)"
].forEach(name => document.querySelectorAll(name).forEach(one => one.remove()))"""
# The rules that what a colour scheme changes can break.
RUN_RULES = "rules => axe.run(document, {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']})"
COLOURS = ["color-contrast", "link-in-text-block"]
GROUND = "getComputedStyle(document.body).backgroundColor"
OPEN = "[...document.querySelectorAll('details')].slice(0, 60).forEach(one => { one.open = true; })"


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds with all rules, or with some: rule, number of places, the first of them."""
    found: dict[str, Any] = page.evaluate(RUN_RULES, rules) if rules else page.evaluate(RUN, TAGS)
    assert page.evaluate("axe.version")
    return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation(browser: Browser, served: str, corpus: Corpus, width: int) -> None:
    """Each page as it loads and with everything opened, in light and dark; the page is loaded once, and what only colour decides is asked again in the dark."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light", bypass_csp=True)
    page = context.new_page()
    found = []
    for kind in page_types.ALL:
        page.emulate_media(color_scheme="light")
        page.goto(served + page_types.address(kind, corpus))
        page.evaluate(THIN)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{kind}: {one}" for one in violations(page)]
        # Menu, contents, evidence marks, notes and citations open too.
        page.evaluate(OPEN)
        found += [f"{kind}, opened: {one}" for one in violations(page)]
        ground = page.evaluate(GROUND)
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(GROUND) != ground, f"{kind} does not turn dark"
        found += [f"{kind}, opened, dark: {one}" for one in violations(page, COLOURS)]
    context.close()
    assert not found, "\n".join(found[:10])


def test_axe_finds_no_violation_in_open_search_results(browser: Browser, served: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(served + "")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.keyboard.press("/")
    page.keyboard.type("SASAC")
    page.wait_for_selector("[data-search-panel] a")
    assert violations(page) == []
    context.close()


def test_axe_notices_a_violation(browser: Browser, served: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(served + "")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.body.append(document.createElement('button'))")
    assert any(one.startswith("button-name") for one in violations(page))
    context.close()


def test_no_page_scrolls_sideways_at_320_pixels(browser: Browser, served: str, corpus: Corpus) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    wide = []
    for kind in page_types.ALL:
        page.goto(served + page_types.address(kind, corpus))
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(kind)
    context.close()
    assert not wide


def test_evidence_opens_and_filters_work_by_keyboard_alone(browser: Browser, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served + "meetings/2024-01-24-scio-press-conference/#task-new-central-soes")
    summary = page.locator("#task-new-central-soes details.evidence > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#task-new-central-soes q").first.is_visible()
    page.keyboard.press("Enter")
    assert not page.locator("#task-new-central-soes q").first.is_visible()
    box = page.locator("[data-filters] input[value=planned]")
    shown = page.locator("#tasks").locator("xpath=..").locator(".claim--task:visible")
    before = shown.count()
    box.focus()
    page.keyboard.press("Space")
    assert 0 < shown.count() < before
    assert "modality=planned" in page.url
    assert f"{shown.count()} of {before}" in page.locator("[data-filter-status]").inner_text()
    page.reload()
    assert shown.count() < before
    context.close()


def test_each_filter_shows_as_many_tasks_as_it_says(browser: Browser, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    names: set[str | None] = set()
    for meeting in ("2023-05-24-strategic-emerging-industries", "2024-01-24-scio-press-conference"):
        page.goto(f"{served}meetings/{meeting}/")
        for box in page.locator("[data-filters] input").all():
            names.add(box.get_attribute("name"))
            box.check()
            said = box.locator("xpath=../span[@class='count']").inner_text()
            assert page.locator(".claim--task:visible").count() == int(said), box.get_attribute("value")
            box.uncheck()
    assert names == {"modality", "addressee", "kind"}
    context.close()


def test_everything_is_readable_without_javascript(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "meetings/2024-01-24-scio-press-conference/")
    assert page.locator(".claim--task").count() == page.locator(".claim--task:visible").count() > 50
    summary = page.locator("#task-new-central-soes details.evidence > summary").first
    summary.click()
    assert page.locator("#task-new-central-soes q").first.is_visible()
    assert page.locator(".js-only:visible").count() == 0
    context.close()
