"""Hostile content: every free text of every record filled with break-outs; pages, JSON-LD, twins, feeds and search hold it inert.

Quotes and printed forms could never be such (they must stand in a source), so the checks are passed by; the models are not.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser

import hostile
import sasac.publish
from page_types import ALL, RECORDS, address
from sasac import texts
from sasac.checks import external
from sasac.export.twins import twins
from sasac.link import Corpus
from sasac.load import Loading, load
from sasac.models import FOLDERS, External
from sasac.pinyin import is_chinese
from sasac.publish import Publication, publish
from sasac.search_index import documents, names
from sasac.views.parts import external_view

Made = tuple[Publication, set[tuple[str, str]]]
LINKS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "background")
SAFE_LINK = re.compile(r"(https?://|mailto:|#|\.{0,2}/?[\w./?&=%#~:+-]*$)")
# Pages of every type with the most on them; the whole site is looked at in the browser.
PAGES = 1
FOREIGN = "iframe, object, embed, base, math, template, [onerror], [onload], [onfocus], [onmouseover], [onclick], [style]"


@pytest.fixture(scope="module")
def loading(project: Path) -> Loading:
    return load(project / "data", project)


@pytest.fixture(scope="module")
def at_hand(project: Path, loading: Loading) -> texts.Texts:
    return texts.read(loading, project / "data", project, None)


def published(project: Path, corpus: Corpus) -> Publication:
    """Everything that the site shows of a corpus that no check has seen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sasac.publish, "read", lambda *_, **__: corpus)
        return publish(project, "https://site.example/", "https://git.example/x")


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
    assert any("not a web address" in problem.what for problem in external.check(Loading(loading.root, loading.records | {"sources": {source.id: spoilt}})))


@pytest.fixture(scope="module")
def hostile_site(project: Path, loading: Loading, at_hand: texts.Texts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Corpus]]:
    """A whole site, built in this process by MkDocs, of records that hold each break-out in turn; served."""
    corpus, _ = hostile.filled(loading, at_hand, hostile.cycle(), hostile.WEB)
    site = tmp_path_factory.mktemp("hostile") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sasac.publish, "read", lambda *_, **__: corpus)
        patch.delenv("SASAC_REPORT", raising=False)
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(site), strict=True)
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
def test_nothing_runs_in_the_browser(policy: str, hostile_site: tuple[str, Corpus], browser: Browser) -> None:
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
    urls = [address(kind, corpus) for kind in ALL] + [entry.url for kind in RECORDS for entry in corpus.of_kind(kind)[:3]]
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
