"""Content security: a page of each type runs under the strict policy without a single violation, and the header file holds the same policy."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from page_types import ALL, address
from sasac.link import Corpus
from sasac.security import headers, policy

COLLECT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
NEVER = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")


def header(site: Path) -> str:
    """The policy in the header file."""
    found = re.search(r"^  Content-Security-Policy: (.*)$", (site / "_headers").read_text(encoding="utf-8"), re.M)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def with_headers(site: Path) -> Iterator[str]:
    """The site as a static host serves it that reads the header file."""
    rules = dict(line.strip().split(": ", 1) for line in (site / "_headers").read_text(encoding="utf-8").splitlines()[1:] if ": " in line)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            """Send the file's headers with everything."""
            for name, value in rules.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_policy_is_strict(project: Path) -> None:
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy(project / "overrides").split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["style-src"] == ["'self'"]
    for name, values in rules.items():
        assert not set(values) & set(NEVER), name
        assert all(value.startswith(("'self'", "'none'", "'sha256-", "'wasm-unsafe-eval'", "data:")) for value in values), name
        assert "data:" not in values or name == "img-src"


def test_every_page_carries_the_policy_before_anything_that_loads_and_the_header_file_holds_it(site: Path, project: Path) -> None:
    stated = policy(project / "overrides")
    assert header(site) == f"{stated}; frame-ancestors 'none'"
    pages = [path for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "search" or path.name == "index.html"]
    assert len(pages) > 150
    for path in pages:
        tree = html.parse(path)
        (meta,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")
        assert meta.get("content") == stated, path
        before = meta.xpath("preceding::*[self::script or self::link or self::img or self::style]")
        assert not before, path


def test_the_files_for_all_hosts_hold_the_same_headers(site: Path, project: Path) -> None:
    wanted = headers(project / "overrides")
    assert len(wanted) >= 5 and not any('"' in value for value in wanted.values())
    netlify = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert netlify[0] == "/*"
    assert dict(line.strip().split(": ", 1) for line in netlify[1:]) == wanted
    apache = (site / ".htaccess").read_text(encoding="utf-8")
    assert dict(re.findall(r'^  Header always set ([\w-]+) "([^"]*)"$', apache, re.M)) == wanted and len(apache.splitlines()) == len(wanted) + 2
    nginx = (site / "nginx-headers.conf").read_text(encoding="utf-8")
    assert dict(re.findall(r'^add_header ([\w-]+) "([^"]*)" always;$', nginx, re.M)) == wanted and len(nginx.splitlines()) == len(wanted)
    (rule,) = json.loads((site / "vercel.json").read_text(encoding="utf-8"))["headers"]
    assert rule["source"] == "/(.*)" and {item["key"]: item["value"] for item in rule["headers"]} == wanted
    azure = json.loads((site / "staticwebapp.config.json").read_text(encoding="utf-8"))
    assert azure["globalHeaders"] == wanted and (site / azure["responseOverrides"]["404"]["rewrite"].lstrip("/")).is_file()


@pytest.mark.parametrize("way", ["meta", "headers"])
def test_no_page_violates_the_policy(way: str, served: str, with_headers: str, browser: Browser, corpus: Corpus) -> None:
    home = served if way == "meta" else with_headers
    context = browser.new_context()
    context.add_init_script(COLLECT)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for kind in ALL:
        page.goto(home + address(kind, corpus), wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        page.locator("[data-scheme-toggle]").click()
        assert page.evaluate("window.violations") == [], kind
    page.goto(home + "search/index.html?q=innovation", wait_until="networkidle")
    page.locator("[data-results] a").first.wait_for()
    page.goto(home, wait_until="networkidle")
    page.locator("#search-box").fill("国资委")
    page.locator("[data-search-panel] a").first.wait_for()
    assert page.evaluate("window.violations") == []
    context.close()
    assert not said


def test_the_collector_would_notice(served: str, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(COLLECT)
    page = context.new_page()
    page.goto(served)
    page.evaluate("""() => { const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script); }""")
    page.evaluate("""() => { const image = new Image(); image.src = "https://elsewhere.example/x.png"; document.body.append(image); }""")
    page.wait_for_function("window.violations.length >= 2")
    assert page.evaluate("window.ran") is None
    context.close()
