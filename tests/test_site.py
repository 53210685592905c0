"""The built site, read as HTML: pages for all records, links and anchors that resolve, claims, mentions, backlinks, twins."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from sasac.link import PLACES, ClaimEntry, Corpus, Entry, Mention

INDEXED = {"task": "tasks", "figure": "figures", "statement": "statements", "restructuring": "restructurings"}
INDEXES = {*PLACES.values(), *INDEXED.values(), "questions"}
# Shown by a server in the place of any page, at whatever depth: it alone must name files from the root.
LOST = "404.html"
TOKENS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\]\(|\*\*|\[\[|\]\]|&amp;|&lt;|&gt;|&quot;|&#\d|\bUndefined\b|^#{1,6} |``", re.M)


class Page:
    """One page of the built site: its tree, its ids, and where its links lead."""

    def __init__(self, file: str, path: Path) -> None:
        self.file = file
        self.tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
        self.ids: list[str] = self.tree.xpath("//@id")

    def hrefs(self, under: html.HtmlElement | None = None) -> list[str]:
        """Every address that a link leads to, in the page or a part of it."""
        tree = self.tree if under is None else under
        return tree.xpath(".//a/@href")

    def leads_to(self, under: html.HtmlElement | None = None) -> set[str]:
        """Files and anchors of the site that links of the page or a part of it lead to, as `meetings/x/index.html#task-y`."""
        return {self.resolve(href) for href in self.hrefs(under) if not urlsplit(href).scheme}

    def resolve(self, href: str) -> str:
        """File (and anchor) of the site that a relative address means."""
        parts = urlsplit(href)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), unquote(parts.path))) if parts.path else self.file
        return path + (f"#{unquote(parts.fragment)}" if parts.fragment else "")

    def block(self, anchor: str) -> html.HtmlElement:
        """The element that bears an anchor."""
        (found,) = self.tree.xpath("//*[@id=$anchor]", anchor=anchor)
        return found

    def text(self) -> str:
        """What a reader is shown, each run of text on a line; scripts, and passages of code such as a BibTeX entry, are left out."""
        return "\n".join(self.tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::pre)]"))


Pages = dict[str, Page]


@pytest.fixture(scope="module")
def pages(site: Path, corpus: Corpus) -> Pages:
    """Every page by its file; with fewer pages than records no test below means anything."""
    found = {path.relative_to(site).as_posix(): Page(path.relative_to(site).as_posix(), path) for path in sorted(site.rglob("*.html"))}
    assert "index.html" in found and len(found) > len(corpus.entries) > 150
    return found


@pytest.fixture(scope="module")
def reached(pages: Pages) -> dict[str, set[str]]:
    """Where the links of each page lead."""
    return {file: page.leads_to() for file, page in pages.items()}


def file_of(url: str) -> str:
    """File (and anchor) behind an address below the site's root."""
    path, mark, anchor = url.partition("#")
    return f"{path}index.html{mark}{anchor}"


def real(pages: Pages) -> list[Page]:
    """All pages but the one for lost readers."""
    found = [page for file, page in pages.items() if file != LOST]
    assert len(found) > 20
    return found


def mention_url(mention: Mention) -> str:
    """Address of whatever names a record."""
    found = mention.claim or mention.entry
    assert found
    return found.url


def themed(corpus: Corpus) -> Iterator[tuple[ClaimEntry, str, str]]:
    """Each claim with each record that it lists as named or as its theme: claim, key, id."""
    for claim in corpus.claims.values():
        for key in ("entities", "terms", "themes"):
            for identifier in getattr(claim.claim, key, []):
                yield claim, key, identifier


def test_the_corpus_has_the_size_that_the_other_tests_count_on(corpus: Corpus) -> None:
    assert len(corpus.meetings) >= 5
    assert len(corpus.of_kind("source")) >= 5
    assert len(corpus.entries) >= 150
    assert len(corpus.claims) >= 300
    assert all(corpus.of_kind(kind) for kind in PLACES)
    assert all(corpus.claims_of_kind(kind) for kind in INDEXED)


@pytest.mark.parametrize("kind", PLACES)
def test_as_many_pages_as_records_of_each_type(kind: str, site: Path, pages: Pages, corpus: Corpus) -> None:
    folder = PLACES[kind]
    expected = {entry.id for entry in corpus.of_kind(kind)}
    assert expected
    assert {path.name for path in (site / folder).iterdir() if path.is_dir()} == expected
    for entry in corpus.of_kind(kind):
        (heading,) = pages[file_of(entry.url)].tree.xpath("//h1")
        assert heading.text_content().strip() == entry.title


def test_as_many_pages_as_record_files(project: Path, corpus: Corpus) -> None:
    files = [path for folder in ("sources", "meetings", "people", "organizations", "themes", "terms") for path in (project / "data" / folder).glob("*.yaml")]
    assert len(files) == len(corpus.entries)
    assert {path.stem for path in files} == set(corpus.entries)


@pytest.mark.parametrize("folder", sorted(INDEXES))
def test_every_type_has_an_index_page_that_is_linked_from_every_page(folder: str, pages: Pages, reached: dict[str, set[str]]) -> None:
    assert f"{folder}/index.html" in pages
    without = [page.file for page in real(pages) if f"{folder}/index.html" not in reached[page.file]]
    assert not without


@pytest.mark.parametrize("kind", PLACES)
def test_the_index_of_a_type_leads_to_each_of_its_records(kind: str, corpus: Corpus, reached: dict[str, set[str]]) -> None:
    expected = {file_of(entry.url) for entry in corpus.of_kind(kind)}
    assert expected
    assert expected <= reached[f"{PLACES[kind]}/index.html"]


def test_the_index_of_questions_holds_each(corpus: Corpus, pages: Pages) -> None:
    expected = {loaded.id for loaded in corpus.questions}
    assert expected
    assert expected <= set(pages["questions/index.html"].ids)


def test_every_link_inside_the_site_is_relative_and_leads_to_a_file_and_an_anchor(site: Path, pages: Pages, corpus: Corpus) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    ids = {file: set(page.ids) for file, page in pages.items()}
    wrong: list[str] = []
    seen = 0
    for page in real(pages):
        for element in page.tree.iter("a", "area", "link", "script", "img", "iframe", "source", "use", "image"):
            for name in ("href", "src", "srcset", "{http://www.w3.org/1999/xlink}href"):
                href = element.get(name)
                if href is None or (element.tag == "link" and element.get("rel") == "canonical"):
                    continue
                parts = urlsplit(href)
                if parts.scheme or parts.netloc:
                    if element.tag != "a" or parts.scheme not in ("http", "https") or not parts.netloc:
                        wrong.append(f"{page.file}: {element.tag} {href}: from elsewhere")
                    continue
                seen += 1
                target, _, anchor = page.resolve(href).partition("#")
                if parts.path.startswith("/"):
                    wrong.append(f"{page.file}: {href}: not relative")
                elif parts.path.endswith("/") or (site / target).is_dir():
                    wrong.append(f"{page.file}: {href}: a folder, which opens nothing from a disk")
                elif target not in files:
                    wrong.append(f"{page.file}: {href}: no such file")
                elif (anchor or href.endswith("#")) and anchor not in ids[target]:
                    wrong.append(f"{page.file}: {href}: no such anchor")
    assert seen > 20 * len(corpus.entries) + len(corpus.claims)
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:10])


def test_the_page_for_lost_readers_leads_back(site: Path, pages: Pages) -> None:
    page = pages[LOST]
    inside = [href for href in page.hrefs() if not urlsplit(href).scheme and not href.startswith("#")]
    assert inside
    assert not [href for href in inside if not href.startswith("/") or not (site / href.partition("#")[0][1:]).is_file()]


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: Pages) -> None:
    wrong: list[str] = []
    loaded: set[str] = set()
    for page in pages.values():
        for element in page.tree.iter("script", "link", "img", "iframe", "embed", "object", "video", "audio", "source", "track", "form", "base", "meta"):
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                wrong.append(f"{page.file}: a refresh")
            if element.tag == "link" and element.get("rel") == "canonical":
                continue
            for name in ("src", "href", "data", "action", "poster", "srcset"):
                value = element.get(name)
                if value is None:
                    continue
                if urlsplit(value).scheme or value.startswith("//"):
                    wrong.append(f"{page.file}: {element.tag} {name}={value}")
                elif page.file != LOST:
                    loaded.add(page.resolve(value))
    assert {file for file in loaded if file.endswith(".css")}
    for file in sorted(loaded):
        if file.endswith((".css", ".svg")):
            text = re.sub(r'xmlns(?::\w+)?="[^"]*"', "", (site / file).read_text(encoding="utf-8"))
            wrong += [f"{file}: {found}" for found in re.findall(r"(?:url\(\s*['\"]?|@import\s*['\"]?|href=['\"])(?:https?:)?//[^)'\"\s]+", text)]
    assert not wrong, "\n".join(wrong[:10])


def test_no_inline_styles_or_handlers(pages: Pages) -> None:
    wrong = [
        f"{page.file}: <{element.tag} {name}>"
        for page in pages.values() for element in page.tree.iter(etree.Element) for name in element.attrib if name == "style" or name.startswith("on")
    ]
    wrong += [f"{page.file}: <style>" for page in pages.values() if page.tree.xpath("//style")]
    assert not wrong, wrong[:10]


def test_no_unrendered_token_on_any_page(pages: Pages) -> None:
    wrong: list[str] = []
    for page in pages.values():
        shown = page.text()
        assert len(shown.split()) > 20, page.file
        shown += "\n" + "\n".join(page.tree.xpath("//@title | //@aria-label | //@alt | //meta/@content"))
        wrong += [f"{page.file}: {shown[max(found.start() - 30, 0) : found.end() + 30]!r}" for found in TOKENS.finditer(shown)]
    assert not wrong, "\n".join(wrong[:10])


def test_every_page_has_one_heading_a_title_a_language_and_its_address(pages: Pages, project: Path) -> None:
    found = re.search(r"^site_url: (\S+)/$", (project / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    assert found
    wrong: list[str] = []
    for page in pages.values():
        tree = page.tree
        if len(tree.xpath("//h1")) != 1 or not tree.xpath("string(//h1)").strip():
            wrong.append(f"{page.file}: {len(tree.xpath('//h1'))} h1")
        if len(tree.xpath("//head/title")) != 1 or not tree.xpath("string(//head/title)").strip():
            wrong.append(f"{page.file}: title")
        if not tree.get("lang"):
            wrong.append(f"{page.file}: lang")
        if len(tree.xpath("//main")) != 1:
            wrong.append(f"{page.file}: main")
        expected = [] if page.file == LOST else [f"{found[1]}/{page.file.removesuffix('index.html')}"]
        if tree.xpath("//link[@rel='canonical']/@href") != expected or not all(address.endswith("/") for address in expected):
            wrong.append(f"{page.file}: canonical {tree.xpath('//link[@rel=$rel]/@href', rel='canonical')}")
    assert not wrong, "\n".join(wrong[:10])


def test_the_site_map_lists_the_canonical_address_of_every_page(site: Path, pages: Pages) -> None:
    listed = etree.parse(str(site / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    canonical = [address for page in real(pages) for address in page.tree.xpath("//link[@rel='canonical']/@href")]
    assert sorted(listed) == sorted(canonical)


def test_titles_tell_pages_of_a_type_apart_and_every_page_is_described(pages: Pages) -> None:
    titles = Counter((page.file.partition("/")[0], page.tree.xpath("string(//head/title)").strip()) for page in real(pages))
    assert not [title for title, times in titles.items() if times > 1]
    assert not [page.file for page in real(pages) if not page.tree.xpath("//meta[@name='description']/@content[normalize-space()]")]


def test_no_anchor_stands_twice_on_a_page(pages: Pages) -> None:
    wrong = [f"{page.file}: {anchor}, {times} times" for page in pages.values() for anchor, times in Counter(page.ids).items() if times > 1]
    assert not wrong, "\n".join(wrong[:10])


def test_every_claim_has_its_anchor_on_its_meeting_with_its_words(corpus: Corpus, pages: Pages) -> None:
    wrong: list[str] = []
    for claim in corpus.claims.values():
        page = pages[file_of(claim.meeting.url)]
        if page.ids.count(claim.id) != 1:
            wrong.append(f"{claim.key}: {page.ids.count(claim.id)} anchors")
            continue
        block = page.block(claim.id)
        # A mark on a wording that misleads stands within the words.
        shown = re.sub(r"\s+", " ", "".join(block.xpath(".//text()[not(ancestor::a[contains(@class, 'wording')])]")))
        if claim.claim.text not in shown:
            wrong.append(f"{claim.key}: {claim.claim.text!r} not in {shown[:200]!r}")
        if not block.xpath(".//a[@href=$href]", href=f"#{claim.id}"):
            wrong.append(f"{claim.key}: no link to its own address")
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:10])


def test_every_claim_shows_its_evidence(corpus: Corpus, pages: Pages) -> None:
    wrong: list[str] = []
    for claim in corpus.claims.values():
        page = pages[file_of(claim.meeting.url)]
        block = page.block(claim.id)
        quotes = {quote.text_content() for quote in block.iter("q")}
        reached = page.leads_to(block)
        for item in claim.claim.evidence:
            ledger = file_of(f"{corpus.entries[item.source].url}#{corpus.lead(item.source, item.sentence)}")
            if item.quote not in quotes or ledger not in reached:
                wrong.append(f"{claim.key}: {item.quote!r} or {ledger}")
        if claim.claim.kind == "inferred" and ("our reading" not in block.text_content() or claim.claim.reason not in block.text_content()):
            wrong.append(f"{claim.key}: not marked as our reading with its reason")
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:10])


@pytest.mark.parametrize("kind", INDEXED)
def test_every_claim_stands_once_in_its_index(kind: str, corpus: Corpus, pages: Pages) -> None:
    page = pages[f"{INDEXED[kind]}/index.html"]
    permalinks = [page.resolve(href) for href in page.tree.xpath("//a[contains(concat(' ', @class, ' '), ' permalink ')]/@href")]
    expected = [file_of(claim.url) for claim in corpus.claims_of_kind(kind)]
    assert expected
    assert sorted(permalinks) == sorted(expected)
    shown = re.sub(r"\s+", " ", "".join(page.tree.xpath("//main//text()[not(ancestor::a[contains(@class, 'wording')])]")))
    assert not [claim.key for claim in corpus.claims_of_kind(kind) if claim.claim.text not in shown]


def above(block: html.HtmlElement) -> html.HtmlElement | None:
    """The nearest third-level heading above a claim within its section."""
    found = block.xpath("ancestor::section[1]//h3")
    before = set(block.xpath("preceding::h3"))
    return next((heading for heading in reversed(found) if heading in before), None)


@pytest.mark.parametrize("key", ["entities", "terms", "themes"])
def test_every_record_that_a_claim_names_is_linked_from_the_claim(key: str, corpus: Corpus, pages: Pages) -> None:
    wrong: list[str] = []
    seen = 0
    for claim, field, identifier in themed(corpus):
        if field == key:
            seen += 1
            page = pages[file_of(claim.meeting.url)]
            block = page.block(claim.id)
            # Tasks stand under a heading that names their theme.
            reached = page.leads_to(block) | (page.leads_to(heading) if (heading := above(block)) is not None else set())
            if file_of(corpus.entries[identifier].url) not in reached:
                wrong.append(f"{claim.url}: {identifier}")
    assert seen > 100
    assert not wrong, f"{len(wrong)} of {seen}: " + "\n".join(wrong[:10])


def test_every_page_shows_what_links_to_it(corpus: Corpus, reached: dict[str, set[str]]) -> None:
    wrong: list[str] = []
    seen = 0
    for entry in corpus.entries.values():
        for mention in entry.mentions:
            seen += 1
            if file_of(mention_url(mention)) not in reached[file_of(entry.url)]:
                wrong.append(f"{entry.url} does not show {mention_url(mention)}")
    assert seen > len(corpus.claims)
    assert not wrong, f"{len(wrong)} of {seen}: " + "\n".join(wrong[:10])


def test_every_link_between_record_pages_is_answered(corpus: Corpus, pages: Pages, reached: dict[str, set[str]]) -> None:
    """What a page's own words link to shows that page or one of its claims in turn: nobody is named without knowing it."""
    by_file = {file_of(entry.url): entry for entry in corpus.entries.values()}
    wrong: list[str] = []
    seen = 0
    for entry in corpus.entries.values():
        here = file_of(entry.url)
        for lead in pages[here].tree.xpath("//p[contains(@class, 'lead')]"):
            for target in pages[here].leads_to(lead) & by_file.keys() - {here}:
                seen += 1
                if here not in {link.partition("#")[0] for link in reached[target]}:
                    wrong.append(f"{target} does not show {here}")
    assert seen > 50
    assert not wrong, f"{len(wrong)} of {seen}: " + "\n".join(wrong[:10])


def test_meetings_lead_to_the_one_before_and_the_one_after(corpus: Corpus, pages: Pages) -> None:
    ordered = [file_of(meeting.url) for meeting in corpus.meetings]
    assert [meeting.record.date for meeting in corpus.meetings] == sorted(meeting.record.date for meeting in corpus.meetings)
    for number, file in enumerate(ordered):
        for rel, expected in (("prev", ordered[number - 1 : number] if number else []), ("next", ordered[number + 1 : number + 2])):
            found = {pages[file].resolve(href) for href in pages[file].tree.xpath("//a[@rel=$rel]/@href", rel=rel)}
            assert found == set(expected), f"{file}: {rel}"


def test_the_home_page_shows_what_is_here(corpus: Corpus, pages: Pages, reached: dict[str, set[str]]) -> None:
    page = pages["index.html"]
    meetings = {file_of(meeting.url): meeting for meeting in corpus.meetings}
    (heading,) = page.tree.xpath("//*[@id='meetings']")
    headings = [page.resolve(href) for href in heading.getparent().xpath(".//h3/a/@href")]
    assert headings == list(reversed(meetings))
    assert {file_of(entry.url) for entry in corpus.of_kind("theme")} <= reached["index.html"]
    speakers = [entry for entry in corpus.of_kind("person") if any(mention.role in ("speaker", "set_by") for mention in entry.mentions)]
    assert len(speakers) >= 2
    assert {file_of(entry.url) for entry in speakers} <= reached["index.html"]
    figures = {file_of(claim.url) for claim in corpus.claims_of_kind("figure")} & reached["index.html"]
    assert len(figures) >= 5
    assert {f"{folder}/index.html" for folder in INDEXES} <= reached["index.html"]


def test_every_record_page_has_a_twin_that_equals_its_record(site: Path, corpus: Corpus, pages: Pages) -> None:
    assert len(corpus.entries) == len([path for folder in PLACES.values() for path in (site / folder).glob("*/index.json")])
    for entry in corpus.entries.values():
        twin = json.loads((site / entry.url / "index.json").read_text(encoding="utf-8"))
        assert (twin["id"], twin["type"]) == (entry.id, entry.kind)
        assert twin["record"] == entry.record.model_dump(mode="json", by_alias=True, exclude_none=True)
        assert twin["computed"]["url"] == entry.url
        assert {(item["type"], item["key"]) for item in twin["computed"]["linked_from"]} == {named(mention) for mention in entry.mentions}
        assert "index.json" in pages[file_of(entry.url)].hrefs()


def named(mention: Mention) -> tuple[str, str]:
    """Type and key of whatever names a record."""
    found: ClaimEntry | Entry | None = mention.claim or mention.entry
    assert found
    return found.kind, found.key if isinstance(found, ClaimEntry) else found.id


def test_the_twin_of_a_meeting_holds_its_claims(site: Path, corpus: Corpus) -> None:
    seen = 0
    for meeting in corpus.meetings:
        twin = json.loads((site / meeting.url / "index.json").read_text(encoding="utf-8"))
        before, after = corpus.neighbours(meeting)
        assert (twin["computed"]["previous"], twin["computed"]["next"]) == (before and before.id, after and after.id)
        for kind, claims in corpus.by_meeting[meeting.id].items():
            listed = twin["computed"]["claims"][kind]
            assert [item["id"] for item in listed] == [claim.id for claim in claims]
            for item, claim in zip(listed, claims, strict=True):
                seen += 1
                assert (item["url"], item["text"]) == (claim.url, claim.claim.text)
    assert seen == len(corpus.claims)
