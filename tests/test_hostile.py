"""Hostile content: every free text of every record filled with break-outs; pages, JSON-LD, twins, feeds and search hold it inert.

Quotes and printed forms could never be such (they must stand in a source), so the checks are passed by; the models are not.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import http.server
import io
import itertools
import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from icalendar import Calendar
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser
from rdflib import Graph
from rdflib.namespace import SKOS

import hostile
import sasac.publish
from conftest import MakeCopy, add_redirects
from page_types import ALL, RECORDS, address
from sasac import texts
from sasac.checks import external
from sasac.export.twins import twins
from sasac.link import Corpus
from sasac.load import Loading, load
from sasac.models import FOLDERS, External
from sasac.pinyin import is_chinese
from sasac.publish import Publication
from sasac.search_index import documents, names
from sasac.views.parts import external_view

Made = tuple[Publication, set[tuple[str, str]]]
LINKS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "background")
SAFE_LINK = re.compile(r"(https?://|mailto:|#|\.{0,2}/?[\w./?&=%#~:+-]*$)")
# Pages of every type with the most on them; the whole site is looked at in the browser.
PAGES = 1
# So many break-outs stand in one text of the files to take away.
GROUP = 8
FOREIGN = "iframe, object, embed, base, math, template, [onerror], [onload], [onfocus], [onmouseover], [onclick], [style]"


@pytest.fixture(scope="module")
def loading(project: Path) -> Loading:
    return load(project / "data", project)


@pytest.fixture(scope="module")
def at_hand(project: Path, loading: Loading) -> texts.Texts:
    return texts.read(loading, project / "data", project, None)


def published(project: Path, corpus: Corpus) -> Publication:
    """Everything that the site shows of a corpus that no check has seen."""
    return sasac.publish.published(corpus, project, "https://site.example/", "https://git.example/x")


# What a file of the project can hold: the strict reader lets no control character through.
PRINTABLE = [text for text in hostile.BREAKOUTS.values() if "\r" not in text]
MEETING = "meetings/2024-01-24-scio-press-conference/"


@pytest.fixture(scope="module")
def spoilt(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose change log, redirects and front matter hold break-outs wherever words may stand."""
    copy = make_copy(tmp_path_factory.mktemp("spoilt"))
    quoted = [json.dumps(text, ensure_ascii=False) for text in PRINTABLE]
    changes = "".join(f"  - kind: corrected\n    text: {text}\n    records: [{text}]\n" for text in quoted)
    version = (copy / "data" / "VERSION").read_text(encoding="utf-8").strip()
    (copy / "data" / "CHANGELOG.yaml").write_text(f'releases:\n- version: {version}\n  date: "2026-11-22"\n  changes:\n{changes}', encoding="utf-8")
    gone = [f'- {{from: terms/gone-{number}/, gone: {text}, since: "2026-01"}}\n' for number, text in enumerate(quoted)]
    gone += [f'- {{from: "{MEETING}#task-gone-{number}", gone: {text}, since: "2026-01"}}\n' for number, text in enumerate(quoted)]
    add_redirects(copy, "".join(gone))
    rounds = itertools.cycle(quoted)
    for path in sorted((copy / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for key in ("title", "description"):
            text, count = re.subn(rf"^{key}: .*$", lambda _, key=key: f"{key}: {next(rounds)}", text, count=1, flags=re.M)  # type: ignore[misc]
            assert count == 1, path
        path.write_text(text, encoding="utf-8")
    return copy


def shown(made: Publication) -> dict[str, tuple[str, str]]:
    """Body and head of some pages of every kind."""
    counts = Counter[str]()
    found = {}
    for page in sorted(made.pages, key=lambda page: -len(page.entry.mentions) if page.entry else 0):
        kind = page.entry.kind if page.entry else page.url
        counts[kind] += 1
        if counts[kind] <= PAGES:
            found[page.url] = (made.body(page), made.head(page))
    found[""] = (made.view("home", ""), "")
    return found


def tags(html: str) -> Counter[str]:
    """How often each element and attribute stands in a page, but for links, which depend on the words."""
    found = Counter[str]()
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        if isinstance(element.tag, str):
            if element.tag not in ("a", "span"):
                found[element.tag] += 1
                found.update(f"{element.tag} {name}" for name in element.attrib)
        else:
            found["comment"] += 1
    return found


@pytest.fixture(scope="module")
def harmless(project: Path, loading: Loading, at_hand: texts.Texts) -> Callable[[bool], dict[str, Counter[str]]]:
    """What stands on the pages where every text is plain, in English or with Chinese."""

    @functools.cache
    def made(chinese: bool) -> dict[str, Counter[str]]:
        corpus, _ = hostile.filled(loading, at_hand, lambda: "国资委 " * chinese + hostile.PLAIN)
        return {url: tags(head + body) for url, (body, head) in shown(published(project, corpus)).items()}

    return made


def test_every_type_of_record_has_text_to_fill(loading: Loading, at_hand: texts.Texts) -> None:
    _, done = hostile.filled(loading, at_hand, lambda: hostile.PLAIN)
    assert {model.__name__ for model in FOLDERS.values() if "name" in model.model_fields} <= {model for model, _ in done}
    assert len(done) >= 50


@pytest.mark.parametrize("name", hostile.BREAKOUTS)
def test_a_break_out_in_every_text_changes_no_page(
    name: str, project: Path, loading: Loading, at_hand: texts.Texts, harmless: Callable[[bool], dict[str, Counter[str]]]
) -> None:
    text = hostile.BREAKOUTS[name]
    corpus, _ = hostile.filled(loading, at_hand, lambda: text, hostile.WEB)
    made = published(project, corpus)
    for url, (body, head) in shown(made).items():
        new, plain = tags(head + body), harmless(is_chinese(text))[url]
        assert not new - plain, url
        assert not plain - new, url
        tree = lxml.html.fragment_fromstring(head + body, create_parent="div")
        for element in tree.iter():
            for attribute, value in element.attrib.items():
                assert not attribute.startswith("on") and attribute not in ("style", "srcdoc"), f"{url}: {attribute}"
                assert attribute not in LINKS or SAFE_LINK.match(value), f"{url}: {attribute}={value}"
        for script in tree.xpath("//script[@type='application/ld+json']"):
            json.loads(script.text)
            assert "<" not in script.text
        assert text in tree.text_content() or " ".join(text.split()) in " ".join(tree.text_content().split()), f"{url} does not show the text"
    for file, content in twins(made.corpus):
        if file.endswith("index.json"):
            assert text in [*strings(json.loads(content))] or "wordings" in file
    assert text in [*strings(json.loads(names(corpus)))]
    for document in documents(corpus)[:50]:
        assert text in document.content or text in document.title or "percent" in document.content


def strings(value: Any) -> Iterator[str]:
    """Every string in JSON data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


NO_ADDRESSES = ("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example", "https://a b", 'https://a"onclick="x', "vbscript:x", "file:///x")


@pytest.mark.parametrize("fault", NO_ADDRESSES)
def test_what_is_no_web_address_becomes_no_link(fault: str, loading: Loading) -> None:
    given = {"field": "address", "value": "x", "basis": "found", "address": fault}
    with pytest.raises(ValueError, match="not a web address"):
        External.model_validate(given)
    fact = External.model_validate(given | {"value": fault, "address": "https://a.example/"})
    assert external_view(fact.model_copy(update={"address": None})).address is None
    source = next(iter(loading.records["sources"].values()))
    spoilt = replace(source, record=source.record.model_copy(update={"external": [fact]}))
    assert any("not a web address" in problem.what for problem in external.check(spoilt))


def inert(html: str) -> str:
    """The words of HTML in which nothing runs."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in tree.iter():
        assert element.tag in ("div", "ul", "li", "strong", "a", "code"), element.tag
        assert set(element.attrib) <= {"href"} and SAFE_LINK.match(element.get("href", "#")), dict(element.attrib)
    return str(tree.text_content())


@pytest.mark.parametrize("start", range(0, len(hostile.BREAKOUTS), GROUP))
def test_break_outs_are_only_text_in_every_file_to_take_away(start: int, spoilt: Path, loading: Loading, at_hand: texts.Texts) -> None:
    # These formats escape sign by sign, so several may stand in one text.
    text = " ".join([*hostile.BREAKOUTS.values()][start : start + GROUP])
    corpus, _ = hostile.filled(loading, at_hand, lambda: text, hostile.WEB)
    made = published(spoilt, corpus)
    files = {path: content.encode() for path, content in made.files.items()} | made.exports()
    one_line = " ".join(text.split())

    # The feeds hold every break-out of the change log, whatever the records hold.
    feed = lxml.etree.fromstring(files["feed.xml"], lxml.etree.XMLParser(resolve_entities=False))
    assert {lxml.etree.QName(element).namespace for element in feed.iter()} == {"http://www.w3.org/2005/Atom"}
    (content,) = feed.findall("{*}entry/{*}content")
    words, (item,) = inert(content.text or ""), json.loads(files["feed.json"])["items"]
    assert content.get("type") == "html" and len(content) == 0 and inert(item["content_html"]) == words
    assert all(change in words and change in item["summary"] for change in PRINTABLE)

    calendar = Calendar.from_ical(files["meetings.ics"])
    events = calendar.walk("VEVENT")
    assert len(events) == len(corpus.meetings) and len(calendar.walk()) == len(events) + 1
    for event in events:
        assert set(event) <= {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "TRANSP", "CLASS"}
        assert " ".join(str(event["SUMMARY"]).split()).startswith(one_line)
        assert one_line in " ".join(str(event["DESCRIPTION"]).split())

    package = json.loads(files["data/datapackage.json"])
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        table = list(csv.reader(io.StringIO(files[f"data/{resource['path'].rpartition('/')[2]}"].decode(), newline="")))
        assert table[0] == names and all(len(row) == len(names) for row in table), resource["name"]
    claims = list(csv.DictReader(io.StringIO(files["data/claims.csv"].decode(), newline="")))
    assert {row["text"] for row in claims} == {text}
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(files["data/sasac.sqlite"])
        assert database.execute("SELECT count(*), count(DISTINCT text), min(text) FROM claims").fetchone() == (len(claims), 1, text)
    assert text in [*strings(json.loads(files["data/all.json"]))]
    labels = {str(label) for label in Graph().parse(data=files["data/terms.ttl"], format="turtle").objects(None, SKOS.prefLabel)}
    assert text in labels
    for path in files:
        if path.endswith(".json"):
            json.loads(files[path])

    pages = [files[f"terms/gone-{number}/index.html"].decode() for number in range(len(PRINTABLE))]
    for page, told in zip(pages, PRINTABLE, strict=True):
        tree = lxml.html.fromstring(page)
        assert [element.tag for element in tree.iter()] == ["html", "head", "meta", "meta", "meta", "title", "body", "h1", "p", "p", "a"]
        assert told in tree.text_content()


@pytest.fixture(scope="module")
def hostile_site(spoilt: Path, loading: Loading, at_hand: texts.Texts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Corpus]]:
    """A whole site, built in this process by MkDocs, of records that hold each break-out in turn; served."""
    corpus, _ = hostile.filled(loading, at_hand, hostile.cycle(), hostile.WEB)
    site = tmp_path_factory.mktemp("hostile") / "site"
    with pytest.MonkeyPatch.context() as patch:
        # Past the checks, which would refuse most of it.
        patch.setattr(sasac.publish, "_loaded", lambda *_: (None, None, list))
        patch.setattr(sasac.publish, "link", lambda *_: corpus)
        patch.delenv("SASAC_REPORT", raising=False)
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        config = load_config(str(spoilt / "mkdocs.yml"), site_dir=str(site), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", corpus
        server.shutdown()


@pytest.mark.parametrize("policy", ["under the policy", "without the policy"])
def test_nothing_runs_in_the_browser(policy: str, hostile_site: tuple[str, Corpus], spoilt: Path, browser: Browser) -> None:
    home, corpus = hostile_site
    context = browser.new_context(bypass_csp=policy == "without the policy")
    context.set_default_timeout(15_000)
    context.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation', "
        "(event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI))"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(f"error {error}"))
    page.on("request", lambda request: said.append(f"asks for {request.url}") if not request.url.startswith((home, "data:image")) else None)
    written = [path.relative_to(spoilt / "docs").with_suffix("").as_posix() for path in sorted((spoilt / "docs").rglob("*.md"))]
    urls = [f"{name.removesuffix('index')}{'' if name.endswith('index') else '/'}index.html" for name in written]
    urls += [f"terms/gone-{number}/index.html" for number in range(len(PRINTABLE))]
    urls += [address(kind, corpus) for kind in ALL] + [entry.url for kind in RECORDS for entry in corpus.of_kind(kind)[:3]]
    for url in dict.fromkeys(urls):
        page.goto(home + url, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        assert page.evaluate(f"[window.sasacRan, document.querySelectorAll('{FOREIGN}').length]") == [None, 0], url
        links = page.evaluate("[...document.querySelectorAll('a')].map((link) => new URL(link.href.baseVal || link.href, location).protocol)")
        assert set(links) <= {"http:", "https:"}, url
        assert page.evaluate("window.violations") == [], url
    for words in ("script", "alert", "onerror", "javascript", "{{", "press"):
        page.goto(f"{home}search/index.html?q={words}", wait_until="networkidle")
        page.locator("#search-box").fill(words)
        page.wait_for_timeout(400)
        assert page.evaluate(f"[window.sasacRan, window.violations.length, document.querySelectorAll('{FOREIGN}').length]") == [None, 0, 0], words
    context.close()
    assert not said
