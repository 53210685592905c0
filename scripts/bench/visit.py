"""Measures a reader's first visit and first search in Chromium, on a slow line and a slow machine.

    python -m bench.visit [--pages 1000 5000] [--runs 3] [--json FILE]

The site is built from a made-up project of each size, then from the reference's own records, and served compressed (gzip).
"Slow" is Chromium's slow 4G (150 ms, 1.6 Mbit/s down,
0.75 Mbit/s up) and a processor throttled to a quarter. The page is the meeting's page of median size; the second page is the
first record that it links to.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from bench import search
from bench.build import fast_folder
from bench.contenders import CONTENDERS, QUIET, ours, place
from bench.processes import run
from bench.web import Served, compressed, packed, sent, serving
from find_browser import find

ROOT = Path(__file__).resolve().parents[2]
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4
_OBSERVE = """
window.seen = { paint: 0, task: 0 };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.seen.paint = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.seen.task = Math.max(window.seen.task, entry.duration); })
  .observe({ type: "longtask", buffered: true });
"""
_ICON = re.compile(r'<link rel="icon" href="([^"]+)"')


@dataclass(frozen=True)
class Visit:
    """What was measured on one site; bytes are as sent (compressed, without headers), times in milliseconds.

    `words` is what the words of the page alone would take: no markup can be lighter.
    """

    name: str
    page: str
    html: int
    words: int
    requests: int
    bytes: int
    files: dict[str, int]
    other_hosts: int
    blocking: list[str]
    second_bytes: int
    paint: float
    task: float
    largest_page: str
    largest_bytes: int
    searches: dict[str, int]


def _typical(site: Path) -> Path:
    pages = sorted((site / "meetings").glob("*/index.html"), key=lambda path: (path.stat().st_size, path))
    return pages[len(pages) // 2]


def _blocking(html: str) -> list[str]:
    """What a browser has to fetch before it paints: style sheets and plain scripts in the head."""
    head = html.partition("</head>")[0]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', head)
    return sheets + [found[1] for found in re.findall(r'<script(?![^>]*\b(defer|async|type="module")\b)[^>]* src="([^"]+)"', head)]


def _slow(session: CDPSession) -> None:
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _once(browser: Browser, served: Served, address: str) -> dict[str, Any]:
    """One first visit and one second page, in a browser that holds nothing yet."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    context.add_init_script(_OBSERVE)
    page = context.new_page()
    _slow(context.new_cdp_session(page))
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((served.address, "data:")) else None)
    served.asked.clear()
    page.goto(served.address + address, wait_until="networkidle")
    page.wait_for_timeout(300)
    first = list(dict.fromkeys(served.asked))
    seen = page.evaluate("window.seen")
    served.asked.clear()
    link = page.locator("main article a.ref").first
    page.goto(str(link.evaluate("link => link.href")), wait_until="networkidle")
    second = list(dict.fromkeys(served.asked))
    context.close()
    return {"first": first, "second": second, "elsewhere": len(elsewhere), **seen}


def made_up(folder: Path, pages: int) -> Path:
    """The site of a made-up project.

    Raises RuntimeError where it cannot be built.
    """
    at = place(folder, pages)
    (full,) = [contender for contender in CONTENDERS if contender.key == "full"]
    full.once(at, 3600)
    return at.output("full")


def itself(folder: Path) -> Path:
    """The site of the reference's own records.

    Raises RuntimeError where it cannot be built.
    """
    run(ours("--project", str(ROOT), "build", "--site", str(folder / "itself")), ROOT, QUIET)
    return folder / "itself"


def measure(browser: Browser, name: str, site: Path, runs: int) -> Visit:
    """Everything on one site."""
    typical = _typical(site)
    address = typical.relative_to(site).as_posix()
    with serving(site, "/some/path/", compress=True) as served:
        done = [_once(browser, served, address) for _ in range(runs)]
        searches = {query: search.first_query(browser, served, query).sent for query in (search.ENGLISH, search.CHINESE)}
    html = typical.read_text(encoding="utf-8")
    files = done[0]["first"]
    # A browser without a window fetches no icon; a reader's does.
    icon = _ICON.search(html)
    if icon:
        files.append((typical.parent / icon[1]).resolve().relative_to(site.resolve()).as_posix())
    sizes = {file: sent(site / file) for file in dict.fromkeys(files)}
    largest = max(site.rglob("*.html"), key=lambda path: len(compressed(path)))
    return Visit(
        name, address, sent(typical), len(packed(re.sub(r"<[^>]+>", "", html).encode())),
        len(sizes), sum(sizes.values()), sizes, max(run["elsewhere"] for run in done), _blocking(html),
        served.transferred(done[0]["second"]), statistics.median(run["paint"] for run in done), statistics.median(run["task"] for run in done),
        largest.relative_to(site).as_posix(), sent(largest), searches,
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.visit", description="Measure a first visit and a first search in Chromium.")
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="sasac-bench-", dir=fast_folder()) as folder:
        browser = playwright.chromium.launch(executable_path=find(), headless=True, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        sites = {f"{pages:,} pages": made_up(Path(folder), pages) for pages in asked.pages} | {"the reference itself": itself(Path(folder))}
        visits = [measure(browser, name, site, asked.runs) for name, site in sites.items()]
        browser.close()
    text = json.dumps({"visits": [asdict(visit) for visit in visits]}, indent=1, ensure_ascii=False)
    print(text)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
