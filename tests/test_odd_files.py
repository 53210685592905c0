"""Odd files: links, devices, strange names, files that cannot be read, thousands of them; pages that collide or hold what runs."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
import markdown
import pytest
import yaml

import hostile
from conftest import ROOT, sasac
from sasac import safe_html
from sasac.checks import handwritten
from sasac.load import Loading, load

Copy = Callable[[], Path]
SOUND = "# yaml-language-server: $schema=../schema/theme.schema.json\nname: Reform\ntext: Reform of enterprises.\nscope_note: What is said of reform.\n"


@pytest.fixture
def themes(tmp_path: Path) -> Path:
    """A project's folder of themes, with one sound record."""
    folder = tmp_path / "data" / "themes"
    folder.mkdir(parents=True)
    (folder / "reform.yaml").write_text(SOUND, encoding="utf-8")
    return folder


def said(folder: Path) -> dict[str, str]:
    """What loading finds wrong, by file; every file is told once."""
    found = load(folder.parent, folder.parent.parent).problems
    told = {problem.file: f"{problem.line}:{problem.column}: {problem.what}; {problem.remedy}" for problem in found}
    assert len(told) == len(found), found
    return told


def test_links_are_refused_and_not_followed(themes: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: hunter2\n", encoding="utf-8")
    (themes / "outside.yaml").symlink_to(secret)
    (themes / "inside.yaml").symlink_to("reform.yaml")
    (themes / "nowhere.yaml").symlink_to("no-such-file")
    (themes / "circle.yaml").symlink_to("circle.yaml")
    (themes / "folder").symlink_to(themes.parent)
    (themes.parent / "people").symlink_to(tmp_path)
    told = said(themes)
    assert set(told) == {*(f"data/themes/{name}" for name in ("outside.yaml", "inside.yaml", "nowhere.yaml", "circle.yaml", "folder")), "data/people"}
    assert all("a link" in words and "hunter2" not in words for words in told.values())
    assert list(load(themes.parent).records["themes"]) == ["reform"]


def test_devices_are_refused_without_waiting_for_them(themes: Path) -> None:
    os.mkfifo(themes / "pipe.yaml")
    assert set(said(themes)) == {"data/themes/pipe.yaml"}


def test_a_file_that_cannot_be_read_says_so(themes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = themes / "locked.yaml"
    path.write_text(SOUND, encoding="utf-8")
    path.chmod(0)
    if os.geteuid() == 0:
        # The one who may read everything is refused by hand.
        read = Path.read_bytes

        def refuse(self: Path) -> bytes:
            if self.name == "locked.yaml":
                raise PermissionError(13, "Permission denied", str(self))
            return read(self)

        monkeypatch.setattr(Path, "read_bytes", refuse)
    (words,) = said(themes).values()
    assert "cannot be read (Permission denied)" in words
    # The record is there: nothing that names it is told to dangle.
    assert load(themes.parent).holds("themes", "locked")


def test_a_file_larger_than_memory_is_not_read(themes: Path) -> None:
    with (themes / "huge.yaml").open("wb") as file:
        file.truncate(2**40)
    (words,) = said(themes).values()
    assert f"the file has {2**40} bytes" in words


@pytest.mark.parametrize(
    "name",
    [
        "Reform.yaml", "REFORM.YAML", "reform.yml", "reform .yaml", "reform\n.yaml", "re/form.yaml", "-reform.yaml", "re--form.yaml",
        "rефorm.yaml", "re\u0301form.yaml", "reform\u200b.yaml", "con .yaml", "reform.yaml.yaml", "reform.yaml~", "reform;rm -rf.yaml", "{{7*7}}.yaml",
        "<b>.yaml", "reform.html",
    ],
)
def test_a_name_that_is_no_id_is_refused(name: str, themes: Path) -> None:
    path = themes / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(SOUND, encoding="utf-8")
    (words,) = said(themes).values()
    assert "is not an id" in words or "not a record file" in words
    assert list(load(themes.parent).records["themes"]) == ["reform"]


def test_names_that_are_no_text_are_told_without_a_traceback(themes: Path) -> None:
    Path(os.fsdecode(os.fsencode(themes) + b"/caf\xe9.yaml")).write_text(SOUND, encoding="utf-8")
    ran = sasac("--project", themes.parent.parent, "check", sources="")
    assert ran.code == 1
    assert "Traceback" not in ran.err and "is not an id" in ran.err and "caf" in ran.err


def test_thousands_of_files_are_told_in_a_time_that_grows_with_their_number(themes: Path) -> None:
    spent = []
    for number in (1_000, 4_000):
        for index in range(number):
            (themes / f"empty-{number}-{index}.yaml").touch()
        begun = time.process_time()
        found = load(themes.parent)
        spent.append(time.process_time() - begun)
        assert sum(problem.what == "the file is empty" for problem in found.problems) == sum((1_000, 4_000)[: len(spent)])
    # Five times the files; quadratic growth would be twenty-five times the time.
    assert spent[1] < 12 * spent[0]


@pytest.mark.parametrize("name", ["terms/five-values.md", "Terms/five-values/index.md", "vercel.json"])
def test_a_page_that_would_overwrite_a_generated_one_stops_the_build(name: str, copy_of_project: Copy) -> None:
    copy = copy_of_project()
    path = copy / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("---\ntitle: Mine\ndescription: Mine.\n---\n# Mine\n", encoding="utf-8")
    ran = sasac("--project", copy, "build", sources="")
    assert ran.code == 1
    assert f"docs/{name}: a page or file stands here that the records give; rename one" in ran.err and "Traceback" not in ran.err
    assert not (copy / "site").exists()


def docs(project: Path, name: str, text: str | bytes) -> list[str]:
    """What is said of a hand-written page or file."""
    path = project / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in handwritten.check(Loading(project / "data"), project)]


def test_links_and_files_that_run_are_no_pages(tmp_path: Path) -> None:
    for name in ("page.html", "about/picture.svg", "x.js", "feed.xml"):
        (found,) = docs(tmp_path / name.replace("/", "-"), name, "<script>alert(1)</script>")
        assert f"docs/{name}:1:1: a file of the kind" in found
    (tmp_path / "docs").mkdir()
    for name, target in (("secret.md", "/etc/passwd"), ("all", "/etc"), ("nothing.png", "nowhere")):
        (tmp_path / "docs" / name).symlink_to(target)
    found = handwritten.check(Loading(tmp_path / "data"), tmp_path)
    assert [problem.file for problem in found] == ["docs/all", "docs/nothing.png", "docs/secret.md"]


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("title: a\ndescription: b\ntitle: c\n", 4, "key 'title' stands twice"),
        ("title: &a x\ndescription: *a\n", 2, "anchor '&a'"),
        ("title: !!python/object/apply:os.system [id]\ndescription: b\n", 2, "tag"),
        ("title: !ENV HOME\ndescription: b\n", 2, "tag"),
        ("title: a\ndescription: NO\n", 3, "a yes/no value"),
        ("title: a\ndescription: b\nmore: " + "[" * 50 + "\n", 4, "nested deeper"),
        ("- title\n- description\n", 2, "keys and values"),
        ("title: a\ndescription: 'b\n", 4, "not valid YAML"),
        ("title: [a]\ndescription: b\n", 2, "'title': this is not text"),
        ("title: a\ndescription: b\ncites: {a: b}\n", 4, "'cites' is not a list"),
    ],
)
def test_front_matter_is_held_to_the_rules_of_a_record(front: str, line: int, words: str, tmp_path: Path) -> None:
    found = docs(tmp_path, "page.md", f"---\n{front}---\n# Page\n")
    assert any(re.match(rf"docs/page\.md:{line}:\d+: .*{re.escape(words)}", message) for message in found), found


@pytest.fixture(scope="module")
def as_html() -> Callable[[str], str]:
    """Markdown as the site reads it."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.SafeLoader)
    names = [next(iter(item)) if isinstance(item, dict) else item for item in config["markdown_extensions"]]
    options = {name: inner for item in config["markdown_extensions"] if isinstance(item, dict) for name, inner in item.items()}
    return lambda text: markdown.markdown(text, extensions=names, extension_configs=options)


RUNS = [
    "<script>alert(1)</script>", "text <img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))", "[x](&#1;javascript:alert(1))", "[x](java&Tab;script:alert(1))", "[x](java&NewLine;script:alert(1))",
    "[x]\n\n[x]: javascript:alert(1)", "<javascript:alert(1)>", "text\n{: onclick=alert(1) }", "# x {: style=color:red }", "[x](data:text/html,<b>)",
    "![x](data:image/svg+xml;base64,AAAA)", "<svg onload=alert(1)>", "<iframe src=x>", "<style>*{}</style>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0>", "<form action=x><input></form>", "<!-- x -->", "<a href=vbscript:x>y</a>", "<math><mtext></math>",
    "<object data=x>", "<details ontoggle=alert(1) open>", "<p\nonmouseover=alert(1)>x</p>", "<a href='file:///etc/passwd'>x</a>",
]


ACTIVE = ("script", "style", "svg", "iframe", "base", "meta", "form", "object", "math", "template", "noscript", "input", "textarea", "title")


@pytest.mark.parametrize("text", [*RUNS, *hostile.BREAKOUTS.values()])
def test_a_page_that_holds_what_runs_is_refused_or_holds_it_as_words(text: str, as_html: Callable[[str], str]) -> None:
    html = as_html(text)
    active = False
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        if not isinstance(element.tag, str):
            active = True
            continue
        active |= element.tag in ACTIVE
        active |= any(name.startswith("on") or name in ("style", "srcdoc", "formaction") for name in element.attrib)
        links = [re.sub(r"[\x00-\x20]", "", element.get(name, "")) for name in ("href", "src")]
        active |= any(re.match(r"(?i)(javascript|data|vbscript|file):", link) for link in links)
    assert bool(safe_html.faults(html)) >= active, html
    assert text not in RUNS or safe_html.faults(html), html


def test_the_build_refuses_such_a_page(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    with (copy / "docs" / "about" / "method.md").open("a", encoding="utf-8") as page:
        page.write("\n<script>alert(1)</script>\n")
    ran = sasac("--project", copy, "build", sources="")
    assert ran.code == 1
    assert "docs/about/method.md: the page holds the element <script>" in ran.err and "Traceback" not in ran.err
    assert not (copy / "site").exists()
