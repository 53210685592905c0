"""A reader's way through the site in Chromium, by links only: served with and without JavaScript, and opened from a disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sasac.link import Corpus, Entry

WAYS = ("served", "served without JavaScript", "from a disk")


@dataclass
class Visit:
    """A reader's browser page, where the site starts, and what the page asked for and complained of."""

    page: Page
    home: str
    way: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def click(self, link: Locator) -> None:
        """Follow a visible link."""
        expect(link).to_be_visible()
        link.click()

    def arrives(self, url: str) -> None:
        """The page is the one at an address below the site's root."""
        path, mark, anchor = url.partition("#")
        expect(self.page).to_have_url(re.compile(re.escape(self.home + path) + r"(index\.html)?" + re.escape(mark + anchor) + "$"))


@pytest.fixture(params=WAYS)
def visit(request: pytest.FixtureRequest, browser: Browser, site: Path, served: str) -> Iterator[Visit]:
    """A visit in each of three ways; afterwards, nothing may have left the machine and nothing may have gone wrong."""
    context = browser.new_context(java_script_enabled=request.param != "served without JavaScript")
    context.set_default_timeout(10_000)
    page = context.new_page()
    visit = Visit(page, f"{site.as_uri()}/" if request.param == "from a disk" else served, request.param)
    page.on("request", lambda asked: visit.requests.append(asked.url))
    page.on("console", lambda message: visit.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    # Whoever follows a link at once leaves a page before its icon has come: that is no fault of the page.
    page.on("requestfailed", lambda asked: visit.complaints.append(f"{asked.url}: {asked.failure}") if asked.failure != "net::ERR_ABORTED" else None)
    page.on("response", lambda answer: visit.complaints.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    yield visit
    context.close()


def settled(visit: Visit) -> None:
    """Everything asked for came from the site itself, and nothing went wrong."""
    visit.page.wait_for_load_state("networkidle")
    pages = [url for url in visit.requests if url.partition("#")[0].endswith((".html", "/"))]
    assert pages
    assert [url for url in visit.requests if url.partition("?")[0].endswith(".css")], "the pages came without their styles"
    assert not [url for url in visit.requests if not url.startswith((visit.home, "data:"))]
    assert not visit.complaints


def speaker(corpus: Corpus) -> tuple[Entry, Entry, Entry]:
    """Someone who took part in several meetings, with the latest and the one before it."""
    for person in corpus.of_kind("person"):
        at = [claim.meeting for claim in corpus.claims_of_kind("participant") if claim.claim.who == person.id]
        if len(at) > 1:
            return person, at[-1], at[-2]
    raise AssertionError("nobody on record took part in two meetings")


def test_from_home_to_a_task_by_links_only(visit: Visit, corpus: Corpus) -> None:
    page = visit.page
    person, latest, earlier = speaker(corpus)
    page.goto(f"{visit.home}index.html")
    expect(page.locator("h1")).to_have_count(1)

    visit.click(page.locator("main").get_by_role("link", name=latest.title, exact=True).first)
    visit.arrives(latest.url)
    expect(page.locator("h1")).to_contain_text(latest.title)

    visit.click(page.locator("main .claim--participant").get_by_role("link", name=person.title, exact=True).first)
    visit.arrives(person.url)
    expect(page.locator("h1")).to_contain_text(person.title)

    visit.click(page.locator("main .claim--participant").get_by_role("link", name=earlier.title, exact=True).first)
    visit.arrives(earlier.url)
    expect(page.locator("h1")).to_contain_text(earlier.title)

    tasks = corpus.by_meeting[earlier.id]["task"]
    theme = corpus.entries[tasks[0].claim.themes[0]]
    visit.click(page.locator("main section:has(> h2#tasks) h3").get_by_role("link", name=theme.title, exact=True).first)
    visit.arrives(theme.url)
    expect(page.locator("h1")).to_contain_text(theme.title)

    link = page.locator("main a.permalink[href*='#task-']").first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    visit.click(link)
    expect(page).to_have_url(re.compile(rf"/meetings/[a-z0-9-]+/(index\.html)?#{anchor}$"))
    task = page.locator(f"#{anchor}")
    expect(task).to_be_visible()
    expect(task).to_be_in_viewport()
    claim = next(claim for claim in corpus.claims.values() if claim.id == anchor and f"/{claim.meeting.id}/" in page.url)
    shown = re.sub(r"\s+", " ", task.inner_text())
    assert claim.claim.text.split(",")[0][:40] in shown
    settled(visit)


def test_the_evidence_of_a_task_opens_and_leads_to_the_ledger(visit: Visit, corpus: Corpus) -> None:
    page = visit.page
    claim = corpus.claims_of_kind("task")[0]
    item = claim.claim.evidence[0]
    page.goto(f"{visit.home}{claim.meeting.url}index.html#{claim.id}")
    task = page.locator(f"#{claim.id}")
    evidence = task.locator("details.evidence").last
    quote = evidence.locator("q").first
    expect(quote).to_be_hidden()
    evidence.locator("summary").click()
    expect(quote).to_be_visible()
    expect(quote).to_have_text(item.quote)
    source = corpus.entries[item.source]
    line = corpus.lead(item.source, item.sentence)
    visit.click(evidence.locator(f"a[href$='{source.id}/index.html#{line}']").first)
    visit.arrives(f"{source.url}#{line}")
    expect(page.locator(f"#{line}")).to_be_in_viewport()
    settled(visit)


def test_previous_and_next_lead_through_all_meetings(visit: Visit, corpus: Corpus) -> None:
    page = visit.page
    page.goto(f"{visit.home}{corpus.meetings[0].url}index.html")
    assert len(corpus.meetings) > 1
    for meeting in corpus.meetings[1:]:
        visit.click(page.locator("a[rel=next]"))
        visit.arrives(meeting.url)
    expect(page.locator("a[rel=next]")).to_have_count(0)
    visit.click(page.locator("a[rel=prev]"))
    visit.arrives(corpus.meetings[-2].url)
    settled(visit)


def test_the_address_to_cite_is_shown_on_a_server(visit: Visit, corpus: Corpus) -> None:
    """Links name index.html so that they work from a disk; with JavaScript the bar shows the short address."""
    visit.page.goto(f"{visit.home}{corpus.meetings[-1].url}index.html#tasks")
    short = visit.way == "served"
    expect(visit.page).to_have_url(re.compile(r"/#tasks$" if short else r"/index\.html#tasks$"))
    assert urlsplit(visit.page.url).scheme == ("file" if visit.way == "from a disk" else "http")
    settled(visit)
