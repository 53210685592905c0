"""Hosting: the recipe for nginx in the docs, tried with a real nginx on loopback; and the not-found page."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import _build_theme_template
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation
from playwright.sync_api import Browser

from bench import sizes
from conftest import ROOT
from sasac.security import header_files

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
FOR_HOSTS = tuple(header_files(ROOT / "overrides"))
OUTER = """\
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What the server sent."""

    status: int
    headers: Message
    body: bytes


def recipe(site: Path, port: int) -> str:
    """The server block of the docs, for this folder and port."""
    page = (ROOT / "docs" / "about" / "hosting.md").read_text(encoding="utf-8")
    block = re.search(r"^```nginx\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block
    changes = {
        "listen 80;": f"listen 127.0.0.1:{port};", "root /srv/sasac/site;": f"root {site};",
        "include /srv/sasac/site/nginx-headers.conf;": f"include {site}/nginx-headers.conf;",
    }
    text = block[1]
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not NGINX:
        pytest.fail("no nginx found; run: bash scripts/setup.sh tests")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A worker that gives up root must still reach the files.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(user + OUTER.format(folder=folder, server=recipe(site, port)), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        if process.poll() is not None:
            assert process.stderr
            pytest.fail(process.stderr.read())
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait(timeout=10)


def get(address: str, **headers: str) -> Answer:
    request = urllib.request.Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html; charset=utf-8"), ("meetings/", "text/html; charset=utf-8"), ("sitemap.xml", "application/xml"),
        ("assets/css/reference.css", "text/css; charset=utf-8"), ("assets/js/reference.js", "application/javascript; charset=utf-8"),
        ("people/zhang-yuzhuo/index.json", "application/json; charset=utf-8"), ("assets/icon.svg", "image/svg+xml"),
    ],
)
def test_types(server: str, name: str, kind: str) -> None:
    answer = get(server + name)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


def test_every_kind_of_file_on_the_site_has_a_type(server: str, site: Path) -> None:
    kinds: dict[str, Path] = {}
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.relative_to(site).as_posix() not in FOR_HOSTS:
            kinds.setdefault(path.suffix, path)
    assert {".html", ".css", ".js", ".json"} <= kinds.keys()
    for suffix, path in kinds.items():
        kind = get(server + path.relative_to(site).as_posix()).headers["Content-Type"]
        # Pagefind's own pieces are opaque to everyone but itself.
        if "pagefind" not in suffix and not suffix.startswith(".pf_"):
            assert kind != "application/octet-stream", f"{suffix} ({path.relative_to(site)}) has no type in the recipe"


def test_text_is_compressed_where_asked_for(server: str, site: Path) -> None:
    for name in ("index.html", "assets/css/reference.css", "assets/js/reference.js", "people/zhang-yuzhuo/index.json", "sitemap.xml"):
        plain, packed = get(server + name), get(server + name, Accept_Encoding="gzip")
        assert plain.headers["Content-Encoding"] is None and packed.headers["Content-Encoding"] == "gzip", name
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.body) == plain.body == (site / name).read_bytes()
        assert len(packed.body) < len(plain.body)


def test_pages_are_asked_for_again_and_hashed_files_kept(server: str, site: Path) -> None:
    page = get(server + "terms/index.html")
    assert page.headers["Cache-Control"] == "no-cache" and page.headers["ETag"]
    assert get(server + "terms/index.html", If_None_Match=page.headers["ETag"]).status == 304
    for suffix in ("pf_fragment", "pf_index", "pf_meta", "pf_filter"):
        hashed = next(site.rglob(f"*.{suffix}"))
        assert get(server + hashed.relative_to(site).as_posix()).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(server + "assets/css/reference.css").headers["Cache-Control"] == "no-cache"


def test_every_style_script_and_picture_is_asked_for_by_some_page(site: Path) -> None:
    named = "".join(path.read_text(encoding="utf-8") for path in (*site.rglob("*.html"), *site.rglob("*.css"), *site.glob("assets/js/*.js")))
    held = [path for path in (site / "assets").rglob("*") if path.is_file()]
    assert len(held) >= 3
    assert [path.name for path in held if path.name not in named] == []


def test_headers_are_those_of_the_site(server: str, site: Path) -> None:
    for name in ("", "no/such/page"):
        answer = get(server + name)
        for line in (site / "_headers").read_text(encoding="utf-8").splitlines()[1:]:
            key, _, value = line.strip().partition(": ")
            assert answer.headers.get_all(key) == [value], (name, key)
    for name in FOR_HOSTS:
        assert (site / name).is_file() and get(server + name).status == 404


@pytest.mark.parametrize("name", ["nowhere", "nowhere/at/all/", "meetings/nobody/index.html", "404.html"])
def test_what_is_not_there_gives_the_not_found_page(server: str, name: str) -> None:
    answer = get(server + name)
    assert answer.status == 404
    assert b"<h1>Page not found</h1>" in answer.body


def test_the_not_found_page_works_at_any_depth_under_the_policy(server: str, browser: Browser) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" and "404" not in message.text else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.goto(server + "a/b/c/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.evaluate("getComputedStyle(document.querySelector('.md-grid')).maxWidth") != "none"
    assert page.evaluate("document.documentElement.classList.contains('js')")
    page.locator("main a, .md-content a").first.click()
    page.wait_for_load_state()
    assert page.url.startswith(server) and page.locator("h1").inner_text() != "Page not found"
    assert faults == []
    page.close()


def test_the_not_found_page_leads_home_below_a_path(project: Path, site: Path, tmp_path: Path) -> None:
    config = load_config(str(project / "mkdocs.yml"), site_url="https://a.example/some/path/", site_dir=str(tmp_path))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    env = config.plugins.on_env(config.theme.get_env(), config=config, files=files)
    _build_theme_template("404.html", env, files, config, get_navigation(files, config))
    page = (tmp_path / "404.html").read_text(encoding="utf-8")
    named = [address for address in re.findall(r'(?:href|src|action)="([^"]+)"', page) if not address.startswith("#")]
    assert len(named) > 20
    for address in named:
        assert address.startswith("/some/path/"), address
        assert (site / address.removeprefix("/some/path/")).is_file(), address


def rows(markdown: str) -> dict[str, list[int]]:
    """First cell of each row to its numbers."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines() if re.search(r"\d \|$", line)]
    return {name: [int(cell.replace(",", "")) for cell in cells] for name, *cells in found}


def test_the_sizes_in_the_docs_are_those_of_the_site(site: Path) -> None:
    page = (ROOT / "docs" / "about" / "hosting.md").read_text(encoding="utf-8")
    stated, measured = rows(page), rows(sizes.table(site))
    assert stated.keys() == measured.keys() and len(measured) >= 10
    for name, numbers in measured.items():
        for mine, theirs in zip(numbers, stated[name], strict=True):
            assert abs(mine - theirs) <= max(2, 0.1 * mine), f"{name}: {theirs} in the docs, {mine} here; run: python -m bench.sizes site"
    whole = measured["The whole site"]
    assert whole[0] == sum(1 for path in site.rglob("*") if path.is_file())
    pieces = [numbers for name, numbers in measured.items() if len(numbers) == 3 and name != "The whole site"]
    assert whole[:2] == [pytest.approx(sum(numbers[at] for numbers in pieces), abs=5) for at in (0, 1)]


def test_the_workflow_pins_every_action_and_runs_what_the_readme_says() -> None:
    path = ROOT / ".github" / "workflows" / "site.yml"
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert {"make test", "make site"} <= {step.get("run") for step in steps}
    assert workflow["permissions"] == {"contents": "read"}
    # Nothing that a contributor can write is put into a shell line.
    assert not [step for step in steps if "${{" in step.get("run", "")]
