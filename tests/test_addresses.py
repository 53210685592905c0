"""Addresses: the committed list only grows, and what moved or went says so; loops, dead ends and dying addresses are errors."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from conftest import Built, add_redirects, sasac
from sasac import addresses_kept
from sasac import site as site_pages
from sasac.link import Corpus
from sasac.publish import publish
from sasac.views.page import SitePage

Copy = Callable[[], Path]
MEETING = "meetings/2024-01-24-scio-press-conference/"
OLD = "terms/an-old-term/"


def redirects(copy: Path, *rows: str) -> None:
    """Put these redirects before a copy's own."""
    add_redirects(copy, "".join(f"- {row}\n" for row in rows))


@pytest.fixture(scope="module")
def pages(corpus: Corpus) -> list[SitePage]:
    """Every page that the records give."""
    return site_pages.pages(corpus)


@pytest.fixture
def kept(project: Path, tmp_path: Path) -> Path:
    """A project with the real list of addresses and the real redirects."""
    (tmp_path / "data").mkdir()
    for name in ("addresses.txt", "redirects.yaml"):
        shutil.copy(project / "data" / name, tmp_path / "data")
    return tmp_path


def faults(kept: Path, corpus: Corpus, pages: list[SitePage]) -> list[str]:
    """What is said of a project's addresses and redirects."""
    _, wrong = addresses_kept.moves(kept / "data", kept)
    return [str(problem) for problem in [*wrong, *addresses_kept.check(corpus, pages, kept / "data", kept)]]


def published(copy: Path, *addresses: str) -> None:
    """Put addresses on a copy's list of what was ever published."""
    addresses_kept.extend(copy / "data", addresses)


def refused(copy: Path) -> list[str]:
    """What a build of a copy says, before it writes anything."""
    ran = sasac("--project", copy, "build", sources="")
    assert ran.code == 1
    assert not (copy / "site").exists()
    assert "Traceback" not in ran.err
    return ran.lines


def test_every_address_of_the_site_is_on_the_list_and_every_listed_one_is_answered(project: Path, corpus: Corpus, site: Path) -> None:
    listed = addresses_kept.listed(project / "data")
    assert listed == sorted(set(listed))
    assert len(listed) > 700
    moved = {move.old for move in addresses_kept.moves(project / "data", project)[0]}
    anchors: dict[str, set[str]] = {}
    for address in listed:
        page, _, anchor = address.partition("#")
        file = site / page / "index.html"
        assert file.is_file(), address
        if anchor and address not in moved:
            if page not in anchors:
                anchors[page] = set(map(str, html.parse(file).xpath("//@id")))
            assert anchor in anchors[page], address


def test_the_list_only_grows(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    before = addresses_kept.listed(copy / "data")
    assert addresses_kept.extend(copy / "data", ["terms/one-more/"]) == 1
    assert addresses_kept.extend(copy / "data", []) == 0
    assert set(addresses_kept.listed(copy / "data")) == {*before, "terms/one-more/"}


def test_a_command_lists_new_addresses(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    path = copy / "data" / "addresses.txt"
    whole = path.read_text(encoding="utf-8")
    path.write_text("\n".join(whole.splitlines()[:-3]) + "\n", encoding="utf-8")
    assert sasac("--project", copy, "addresses", sources="").out == "3 new addresses\n"
    assert path.read_text(encoding="utf-8") == whole
    assert sasac("--project", copy, "addresses", sources="").out == "every address is listed\n"


def git(project: Path, *arguments: str) -> str:
    """What git says of the project; where there is no history, the test that asks is skipped."""
    done = subprocess.run(["git", "-C", project, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no history at hand: {done.stderr.strip()}")
    return done.stdout


def test_no_address_of_any_earlier_version_of_the_list_is_missing(project: Path) -> None:
    listed = set(addresses_kept.listed(project / "data"))
    commits = git(project, "log", "--format=%H", "--", "data/addresses.txt").split()
    assert commits, "the list has never been committed"
    for commit in commits:
        file = git(project, "ls-tree", "--name-only", commit, "data/addresses.txt")
        lines = git(project, "show", f"{commit}:data/addresses.txt").splitlines() if file else []
        lost = [line for line in lines if line and not line.startswith("#") and line not in listed]
        assert not lost, f"published at {commit[:12]} and gone from the list: {lost[:5]}"


@pytest.mark.parametrize("address", [OLD, f"{MEETING}#task-that-went"])
def test_an_address_that_would_die_is_an_error_at_its_line(address: str, copy_of_project: Copy) -> None:
    copy = copy_of_project()
    published(copy, address)
    line = (copy / "data" / "addresses.txt").read_text(encoding="utf-8").splitlines().index(address) + 1
    (said,) = refused(copy)
    assert said.startswith(f"data/addresses.txt:{line}:1: the published address '{address}' would die; ")


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        (["{from: terms/a/, to: terms/b/, since: 2026-01}", "{from: terms/b/, to: terms/a/, since: 2026-01}"], 2, "round in a circle"),
        (["{from: terms/a/, to: terms/a/, since: 2026-01}"], 2, "round in a circle"),
        (["{from: terms/a/, to: terms/nowhere/, since: 2026-01}"], 2, "'terms/nowhere/' is no address of the site"),
        (["{from: terms/x/, to: terms/, since: 2026-01}", "{from: terms/a/, to: terms/nowhere/, since: 2026-01}"], 3, "is no address of the site"),
        (["{from: terms/a/, to: terms/b/, since: 2026-01}", "{from: terms/b/, to: terms/nowhere/, since: 2026-01}"], 3, "is no address of the site"),
        (["{from: terms/, to: people/, since: 2026-01}"], 2, "'terms/' still stands"),
        (["{from: terms/a/, to: terms/, gone: Merged., since: 2026-01}"], 2, "this is not a redirect"),
        (["{from: terms/a/, to: terms/}"], 2, "this is not a redirect"),
        (["{from: terms/a/, to: 'https://elsewhere.example/', since: 2026-01}"], 2, "is no address of the site"),
        (["{from: ../../etc/passwd, to: terms/, since: 2026-01}"], 2, "is not an address below the site's root"),
        (["{from: /terms/a/, to: terms/, since: 2026-01}"], 2, "is not an address below the site's root"),
        (["{from: index.html, to: terms/, since: 2026-01}"], 2, "is not an address below the site's root"),
        (["{from: [terms/a/], to: terms/, since: 2026-01}"], 2, "this is not a redirect"),
        (["{from: terms/a/, to: terms/, since: 2026-01}", "{from: terms/a/, to: people/, since: 2026-01}"], 3, "stands twice"),
        (["{from: terms/a#x, to: terms/, since: 2026-01}"], 2, "is not an address below the site's root"),
        (["{from: terms/a/, to: terms/, since: 2026-13}"], 2, "is not a day or month"),
        (["{from: terms/a/, to: terms/, since: 2026-11-32}"], 2, "is not a day or month"),
        (["{from: terms/a/, to: terms/five-values/#no-such-place, since: 2026-01}"], 2, "is no address of the site"),
        (["{from: terms/gone-page/#x, to: terms/, since: 2026-01}"], 2, "its page neither stands nor moved"),
    ],
)
def test_a_redirect_that_leads_astray_is_an_error_at_its_line(
    rows: list[str], line: int, words: str, kept: Path, corpus: Corpus, pages: list[SitePage]
) -> None:
    assert not faults(kept, corpus, pages)
    redirects(kept, *(re.sub(r"since: ([\d-]+)", r'since: "\1"', row) for row in rows))
    said = faults(kept, corpus, pages)
    assert any(message.startswith(f"data/redirects.yaml:{line}:") and words in message for message in said), said


def test_what_moved_leads_on_and_what_went_says_so(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    gone = "Withdrawn: <b>the text</b> was not what it seemed."
    published(copy, OLD, "terms/older/", "people/nobody/", f"{MEETING}#task-old", f"{MEETING}#task-gone")
    redirects(
        copy,
        f'{{from: {OLD}, to: terms/five-values/, since: "2026-01-02"}}', f'{{from: terms/older/, to: {OLD}, since: "2026-01-01"}}',
        f'{{from: people/nobody/, gone: "{gone}", since: "2026-01-02"}}',
        f'{{from: "{MEETING}#task-old", to: "{MEETING}#task-new-central-soes", since: "2026-01-02"}}',
        f'{{from: "{MEETING}#task-gone", gone: "{gone}", since: "2026-01-02"}}',
    )
    made = publish(copy)
    for file in (f"{OLD}index.html", "terms/older/index.html"):
        tree = html.fromstring(str(made.files[file]))
        assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../terms/five-values/index.html"]
        assert tree.xpath("//a/@href") == ["../../terms/five-values/index.html"]
    page = str(made.files["people/nobody/index.html"])
    tree = html.fromstring(page)
    assert not tree.xpath("//meta[@http-equiv='refresh']") and not tree.xpath("//b")
    assert gone in tree.text_content()
    assert tree.xpath("//a/@href") == ["../../index.html"]
    meeting = next(page for page in made.pages if page.url == MEETING)
    tree = html.fromstring(made.body(meeting))
    for anchor in ("task-old", "task-gone"):
        (element,) = tree.xpath(f"//*[@id='{anchor}']")
        assert element.tag == "li" or element.getparent() is not None
    assert gone in tree.get_element_by_id("task-gone").text_content() and not tree.xpath("//b[text()='the text']")
    assert tree.get_element_by_id("task-old").xpath(".//a/@href")[-1] == "#task-new-central-soes"


def test_redirects_are_built_into_the_site(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    published(copy, OLD)
    redirects(copy, f'{{from: {OLD}, to: terms/five-values/, since: "2026-01-02"}}')
    ran = sasac("--project", copy, "build", sources="")
    assert ran.code == 0, ran.err
    assert "five-values" in (copy / "site" / OLD / "index.html").read_text(encoding="utf-8")
    assert OLD not in (copy / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert Built(copy / "site", ran).site.is_dir()
