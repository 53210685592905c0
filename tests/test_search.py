"""Search, in Chromium over HTTP: what it finds, how it narrows, what it fetches and when; and the index tables that stand in for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from bench.web import Served, serving
from sasac import edtf_dates
from sasac.link import ClaimEntry, Corpus, Entry
from sasac.views.claims import modality_label
from sasac.views.parts import TYPE_WORDS

UNDER = "/some/path/"
FIND = """async ([source, asked]) => {
  const { find } = await import(source);
  const found = [];
  for (const [query, filters, most] of asked) { found.push(await find(query, filters, most)); }
  return found;
}"""
FACETS = ("type", "year", "meeting", "theme", "modality", "kind")
TABLES = {"task": "tasks", "figure": "figures", "statement": "statements"}


@dataclass(frozen=True)
class Query:
    """What a reader would type, and the addresses of which one must be among the first three."""

    kind: str
    words: str
    expected: list[str]


@dataclass
class Tab:
    """A browser page with the site on a server, and everything that it asked for or complained of."""

    page: Page
    served: Served
    complaints: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def open(self, url: str = "about/method/index.html") -> Page:
        """Go to an address below the site's root."""
        self.page.goto(self.served.address + url)
        return self.page

    def find(self, *asked: tuple[str, dict[str, list[str]], int]) -> list[dict[str, Any]]:
        """What the search module finds: for each query with filters and a number, the results and the total."""
        if not self.page.url.startswith(self.served.address):
            self.open()
        found: list[dict[str, Any]] = self.page.evaluate(FIND, [self.served.address + "assets/js/search.js", [list(item) for item in asked]])
        return found

    def fetched(self) -> list[str]:
        """Files of search that the server was asked for."""
        return [file for file in self.served.asked if (file.startswith("search/") and file != "search/index.html") or file.endswith("search.js")]


@pytest.fixture(scope="module")
def below_a_path(site: Path) -> Iterator[Served]:
    """The site below a path of a server that has nothing else."""
    with serving(site, UNDER) as served:
        yield served


@pytest.fixture
def tab(browser: Browser, below_a_path: Served) -> Iterator[Tab]:
    """A fresh browser page; afterwards nothing may have gone wrong, and nothing may have left the site."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    page = context.new_page()
    below_a_path.asked.clear()
    tab = Tab(page, below_a_path)
    page.on("request", lambda asked: tab.urls.append(asked.url))
    page.on("console", lambda message: tab.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    yield tab
    context.close()
    assert not tab.complaints
    assert tab.urls and not [url for url in tab.urls if not url.startswith((below_a_path.address, "data:", f"blob:{below_a_path.address[:16]}"))]


@pytest.fixture(scope="module")
def queries(project: Path) -> list[Query]:
    """The committed list of queries."""
    lines = (project / "tests" / "search_queries.txt").read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [Query(kind, words, expected.split()) for kind, words, expected in rows]


def test_the_list_of_queries_is_long_and_mixed_enough(queries: list[Query], corpus: Corpus) -> None:
    counts = Counter(query.kind for query in queries)
    assert len(queries) == len({query.words for query in queries}) >= 60
    for kind, least in {"fact": 20, "chinese": 10, "pinyin": 5, "misspelt": 5, "name": 10}.items():
        assert counts[kind] >= least, f"only {counts[kind]} queries of the kind '{kind}'"
    known = {entry.url for entry in corpus.entries.values()} | {claim.url for claim in corpus.claims.values()}
    assert not [address for query in queries for address in query.expected if address not in known]


def test_every_query_finds_its_address_among_the_first_three(tab: Tab, queries: list[Query], site: Path, corpus: Corpus) -> None:
    anchors: dict[str, set[str]] = defaultdict(set)
    missed, wrong = [], []
    dates = {meeting.url: edtf_dates.words(meeting.record.date) for meeting in corpus.meetings}
    for query, found in zip(queries, tab.find(*((query.words, {}, 3) for query in queries)), strict=True):
        results = found["results"]
        addresses = [item["url"] for item in results]
        if not set(addresses) & set(query.expected):
            missed.append(f"{query.words}: {addresses}")
        if len(results) > 3 or found["total"] < len(results) or len(set(addresses)) != len(addresses):
            wrong.append(f"{query.words}: {len(results)} of {found['total']}")
        for item in results:
            page, _, anchor = item["url"].partition("#")
            if page not in anchors:
                anchors[page] = set(html.parse(site / page / "index.html", html.HTMLParser(encoding="utf-8")).xpath("//@id"))
            if anchor and anchor not in anchors[page]:
                wrong.append(f"{item['url']}: no such anchor")
            if item["type"] not in TYPE_WORDS.values() or not item["title"]:
                wrong.append(f"{item['url']}: {item['type']} '{item['title']}'")
            if page in dates and (item["date"] != dates[page] or bool(item["meeting"]) != bool(anchor)):
                wrong.append(f"{item['url']}: on '{item['date']}' at '{item['meeting']}'")
    assert not missed, "\n".join(missed)
    assert not wrong, "\n".join(wrong)


def test_every_name_and_printed_form_finds_its_record(tab: Tab, corpus: Corpus) -> None:
    """A name comes first; a form that several records share, or a rendering, among the first three."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in corpus.entries.values():
        outside = [fact.value for fact in getattr(entry.record, "external", []) if fact.field in ("Chinese", "official English", "short form")]
        for way in {entry.title, *(form.form for form in getattr(entry.record, "forms", [])), *outside}:
            owners[way.casefold()].add(entry.url)
    ways = sorted(way for way in owners if "…" not in way)
    titles = {entry.title.casefold(): entry.url for entry in corpus.entries.values()}
    assert len(ways) > len(corpus.entries)
    missed = []
    for way, found in zip(ways, tab.find(*((way, {}, 3) for way in ways)), strict=True):
        addresses = [item["url"] for item in found["results"]]
        if not owners[way] & set(addresses) or (way in titles and addresses[0] not in owners[way]):
            missed.append(f"{way}: {addresses}")
    assert not missed, f"{len(missed)} of {len(ways)}:\n" + "\n".join(missed[:10])


def at(corpus: Corpus, entry: Entry) -> list[Entry]:
    """Meetings at which a record is named."""
    return [meeting for meeting in corpus.meetings if entry is meeting or any(mention.claim and mention.claim.meeting is meeting for mention in entry.mentions)]


def facets(corpus: Corpus) -> dict[str, dict[str, set[str]]]:
    """Addresses by facet and value, worked out from the records and claims."""
    found: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in FACETS}

    def put(name: str, value: str, item: Entry | ClaimEntry) -> None:
        found[name][value].add(item.url)

    for entry in corpus.entries.values():
        put("type", TYPE_WORDS[entry.kind], entry)
        for meeting in at(corpus, entry):
            put("meeting", meeting.title, entry)
            put("year", meeting.record.date[:4], entry)
        for theme in getattr(entry.record, "themes", []):
            put("theme", corpus.entries[theme].title, entry)
        if any(fact.field != "address" for fact in getattr(entry.record, "external", [])):
            put("kind", "not in the source", entry)
        if any(fact.kind == "not stated" for fact in getattr(entry.record, "facts", [])):
            put("kind", "not stated", entry)
    for claim in corpus.claims.values():
        put("type", TYPE_WORDS[claim.kind], claim)
        put("meeting", claim.meeting.title, claim)
        put("year", claim.meeting.record.date[:4], claim)
        for theme in getattr(claim.claim, "themes", []):
            put("theme", corpus.entries[theme].title, claim)
        if claim.kind in ("task", "statement"):
            put("modality", modality_label(claim.claim.modality), claim)
        put("kind", "our reading" if claim.claim.kind == "inferred" else "stated", claim)
    return found


def test_each_filter_alone_lists_exactly_what_it_names(tab: Tab, corpus: Corpus) -> None:
    expected = facets(corpus)
    asked = [(name, value) for name in FACETS for value in sorted(expected[name])]
    assert all(len(expected[name]) > 1 for name in FACETS)
    everything = len(corpus.entries) + len(corpus.claims)
    *narrowed, whole = tab.find(*(("", {name: [value]}, 1000) for name, value in asked), ("", {}, 5000))
    assert whole["total"] == len(whole["results"]) == everything
    wrong = []
    for (name, value), found in zip(asked, narrowed, strict=True):
        addresses = {item["url"] for item in found["results"]}
        if addresses != expected[name][value] or found["total"] != len(addresses):
            wrong.append(f"{name}={value}: {found['total']} instead of {len(expected[name][value])}")
    assert not wrong, "\n".join(wrong)


def test_filters_join_within_a_facet_and_narrow_between_facets(tab: Tab, corpus: Corpus) -> None:
    groups = facets(corpus)
    tasks, figures, in_2024 = groups["type"]["Task"], groups["type"]["Figure"], groups["year"]["2024"]
    two = {"type": ["Task", "Figure"]}
    both, narrowed, worded = tab.find(("", two, 1000), ("", two | {"year": ["2024"]}, 1000), ("enterprises", {"type": ["Task"], "year": ["2024"]}, 1000))
    assert {item["url"] for item in both["results"]} == tasks | figures
    assert {item["url"] for item in narrowed["results"]} == (tasks | figures) & in_2024 != tasks & in_2024
    found = {item["url"] for item in worded["results"]}
    assert found and found < tasks & in_2024


def test_the_search_page_shows_every_filter_with_the_number_of_what_it_names(site: Path, corpus: Corpus) -> None:
    """As written in the page, so without a script too."""
    tree = html.parse(site / "search" / "index.html", html.HTMLParser(encoding="utf-8"))
    shown = {name: {box.get("value"): int(box.xpath("string(../*[@class='count'])")) for box in tree.xpath(f"//input[@name='{name}']")} for name in FACETS}
    assert shown == {name: {value: len(found) for value, found in values.items()} for name, values in facets(corpus).items()}


def test_the_search_page_lists_by_filter_without_typing_and_keeps_its_state_in_the_address(tab: Tab, corpus: Corpus) -> None:
    groups = facets(corpus)
    page = tab.open("search/index.html")
    said, hits = page.locator("[data-results-status]"), page.locator("[data-results] > li")
    expect(said).to_have_text(f"{len(corpus.entries) + len(corpus.claims)} found")
    page.get_by_role("checkbox", name="Figure", exact=False).first.check()
    figures = groups["type"]["Figure"]
    expect(said).to_have_text(f"{len(figures)} found")
    expect(hits).to_have_count(20)
    more = page.get_by_role("button", name="Show more")
    for count in range(40, len(figures) + 20, 20):
        more.click()
        expect(hits).to_have_count(min(count, len(figures)))
    expect(more).to_be_hidden()
    shown = {str(href).partition(UNDER)[2] for href in page.locator("[data-results] a").evaluate_all("links => links.map((link) => link.href)")}
    assert shown == figures

    page.locator("input[name=year][value='2023']").check()
    expect(said).to_have_text(f"{len(figures & groups['year']['2023'])} found")
    page.locator("#search-words").fill("profit")
    expect(page).to_have_url(re.compile(r"/search/\?q=profit&type=Figure&year=2023$"))
    expect(hits.first).to_contain_text("profit")
    expect(hits.first.locator(".hit__type")).to_have_text("Figure")
    expect(hits.first.locator(".hit__about")).to_contain_text("2023")
    first, count = hits.first.inner_text(), hits.count()

    page.reload()
    expect(hits).to_have_count(count)
    assert hits.first.inner_text() == first
    expect(page.locator("#search-words")).to_have_value("profit")
    expect(page.locator("input:checked")).to_have_count(2)
    page.locator("#search-words").fill("zzzzqqqq")
    expect(said).to_contain_text("Nothing found")


def test_nothing_of_search_is_fetched_before_a_reader_turns_to_it(tab: Tab, corpus: Corpus) -> None:
    for url in ("index.html", f"{corpus.meetings[0].url}index.html", "tasks/index.html"):
        page = tab.open(url)
        page.mouse.wheel(0, 400)
        page.wait_for_load_state("networkidle")
    assert tab.served.asked and not tab.fetched()
    with page.expect_response(lambda answer: answer.url.endswith("search.js")):
        page.locator("#search-box").focus()
    page.wait_for_timeout(300)
    assert tab.fetched() == ["assets/js/search.js"]
    page.locator("#search-box").press_sequentially("profit")
    expect(page.locator("[data-search-panel] li")).not_to_have_count(0)
    assert {"search/names.json", "search/en/pagefind.js"} <= set(tab.fetched())
    assert not [file for file in tab.fetched() if file.startswith("search/zh/")]


@pytest.mark.parametrize("key", ["/", "s"])
def test_the_box_works_by_keyboard_alone(key: str, tab: Tab, corpus: Corpus) -> None:
    page = tab.open()
    box, panel, said = page.locator("#search-box"), page.locator("[data-search-panel]"), page.locator("[data-search-status]")
    assert said.get_attribute("role") == "status"
    page.keyboard.press(key)
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(panel).to_be_hidden()
    page.keyboard.type("cruise ship/s")
    expect(box).to_have_value("cruise ship/s")
    expect(panel).to_be_visible()
    for _ in "/s":
        page.keyboard.press("Backspace")
    links = panel.locator("a")
    expect(links.last).to_have_attribute("href", re.compile("cruise%20ship$"))
    expect(links.first).to_contain_text("ruise")
    expect(said).to_have_text(re.compile(r"^\d+ results; use the arrow keys$"))
    expect(links.last).to_contain_text("All results")

    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("cruise ship")
    page.keyboard.press("ArrowDown")
    expect(panel).to_be_visible()
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    target = str(links.nth(0).evaluate("link => link.href"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target.replace("index.html", "")) + "$"))
    assert target.startswith(tab.served.address)


def test_enter_in_the_box_leads_to_the_search_page(tab: Tab) -> None:
    page = tab.open()
    page.keyboard.press("/")
    page.keyboard.type("新质生产力")
    expect(page.locator("[data-search-panel] a").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"{tab.served.address}search/?q=%E6%96%B0") + r"[%A-F0-9]+$"))
    expect(page.locator("[data-results] > li a").first).to_have_attribute("href", f"{tab.served.address}terms/new-quality-productive-forces/")


def test_leaving_the_box_closes_its_results_and_nothing_found_is_said(tab: Tab) -> None:
    page = tab.open()
    box, panel = page.locator("#search-box"), page.locator("[data-search-panel]")
    box.press_sequentially("zzzzqqqq")
    expect(page.locator("[data-search-status]")).to_have_text("No results")
    expect(panel).to_contain_text("Nothing found")
    box.fill("profit")
    expect(panel.locator("li")).not_to_have_count(0)
    page.locator("h1").click()
    expect(panel).to_be_hidden()
    box.focus()
    expect(panel).to_be_visible()
    for _ in range(panel.locator("a").count() + 1):
        page.keyboard.press("Tab")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("url", ["index.html", "search/index.html", "meetings/index.html"])
def test_from_a_disk_the_box_says_that_search_needs_a_server_and_offers_the_tables(url: str, browser: Browser, site: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((site / url).as_uri())
    if url.startswith("search"):
        expect(page.locator("main [data-search-note]")).to_contain_text("Search needs a web server")
        expect(page.locator("#search-words")).to_be_hidden()
    panel = page.locator("[data-search-panel]")
    expect(panel).to_be_hidden()
    page.keyboard.press("/")
    expect(panel).to_contain_text("Search needs a web server")
    expect(page.locator("[data-search-status]")).to_contain_text("Search needs a web server")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.type("profit")
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    assert page.url.split("?")[0] == (site / url).as_uri()
    files = panel.locator("a").evaluate_all("links => links.map((link) => link.href)")
    assert len(files) >= 8 and not [file for file in files if not (site / file.removeprefix(site.as_uri() + "/")).is_file()]
    panel.get_by_role("link", name="Tasks").click()
    expect(page.locator("h1")).to_have_text("Tasks")
    page.close()
    assert not complaints


@pytest.mark.parametrize("kind", TABLES)
def test_index_tables_sort_and_filter_with_their_state_in_the_address(kind: str, tab: Tab, corpus: Corpus) -> None:
    page = tab.open(f"{TABLES[kind]}/index.html")
    rows = page.locator("table[data-sortable] tbody tr")
    shown = page.locator("table[data-sortable] tbody tr:visible")
    total = len(corpus.claims_of_kind(kind))
    expect(rows).to_have_count(total)
    heads = page.locator("th[data-sort]")
    assert heads.count() >= 5
    for index in range(heads.count()):
        name = heads.nth(index).get_attribute("data-sort")
        for order, word in (("asc", "ascending"), ("desc", "descending")):
            heads.nth(index).locator("button").press("Enter")
            expect(heads.nth(index)).to_have_attribute("aria-sort", word)
            expect(page).to_have_url(re.compile(rf"/\?order={order}&sort={name}$"))
            values = rows.evaluate_all("(rows, at) => rows.map((row) => row.cells[at].dataset.value || row.cells[at].textContent.trim())", index)
            again = page.evaluate("(values) => values.slice().sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))", values)
            assert values == (again if order == "asc" else again[::-1])
    last = page.locator("th[aria-sort=descending]").get_attribute("data-sort")
    page.get_by_label("Show rows with").fill("enterprises 2023")
    expect(page).to_have_url(re.compile(rf"\?order=desc&sort={last}&filter=enterprises\+2023$"))
    fitting = rows.evaluate_all("rows => rows.filter((row) => ['enterprises', '2023'].every((word) => row.textContent.toLowerCase().includes(word))).length")
    assert 0 < fitting < total
    expect(shown).to_have_count(fitting)
    expect(page.locator("[data-table-status]")).to_have_text(f"{fitting} of {total}")
    before = shown.all_inner_texts()
    page.reload()
    expect(page.locator("th[aria-sort=descending]")).to_have_attribute("data-sort", str(last))
    expect(page.get_by_label("Show rows with")).to_have_value("enterprises 2023")
    assert shown.all_inner_texts() == before


def test_without_a_script_every_row_can_be_read_and_the_search_page_leads_to_the_tables(browser: Browser, below_a_path: Served, corpus: Corpus) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind, folder in TABLES.items():
        page.goto(f"{below_a_path.address}{folder}/index.html")
        expect(page.locator("table tbody tr:visible")).to_have_count(len(corpus.claims_of_kind(kind)))
        expect(page.locator(".table-tools")).to_be_hidden()
    page.goto(f"{below_a_path.address}index.html")
    page.locator("#search-box").fill("profit")
    page.locator("#search-box").press("Enter")
    expect(page).to_have_url(f"{below_a_path.address}search/index.html?q=profit")
    expect(page.get_by_text("Search needs JavaScript")).to_be_visible()
    expect(page.locator("#search-words")).to_be_hidden()
    for title in ("Tasks", "Figures", "Statements", "People", "Terms"):
        expect(page.locator("main .chips").get_by_role("link", name=title, exact=True)).to_be_visible()
    context.close()
