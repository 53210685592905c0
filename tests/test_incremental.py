"""Incremental: after any edit of the records, what was built again is what a whole build gives, byte for byte."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import corpus as made_up
from conftest import MakeCopy
from sasac import affected, texts, write
from sasac.incremental import Editing, Shells
from sasac.link import link
from sasac.load import load
from sasac.problems import DataError
from sasac.publish import Publication, publish
from sasac.shell import PARTS, Shell, mark

SITE = "https://x.example/"
SHELL = Shell("".join(f"{mark(part)}\n" for part in PARTS))
VIEW = {"": ("home", Shell(mark("view"), ("view",)))}
NO_SEARCH = frozenset({"search"})


@pytest.fixture(autouse=True)
def no_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SASAC_SOURCES", "")


def whole(project: Path, folder: Path) -> Publication:
    """Everything that the package writes, made anew in an empty folder."""
    publication = publish(project, SITE)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write.everything(publication, [(plan, SHELL) for plan in publication.plans], {}, folder, NO_SEARCH)
    for url, (name, shell) in VIEW.items():
        write.put(folder, f"{url}index.html", shell.fill({"view": publication.view(name, url)}).encode())
    return publication


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Bench:
    """A project that is edited, with the site that follows and the site that is made anew."""

    def __init__(self, project: Path, place: Path) -> None:
        self.project, self.site, self.fresh = project, place / "site", place / "fresh"
        self.begin()

    def begin(self) -> None:
        """Start from a whole build."""
        publication = whole(self.project, self.site)
        self.editing = Editing(publication, Shells(SHELL, {plan.url: SHELL for plan in publication.plans}, VIEW), self.site)

    def follow(self) -> str:
        """Build again what changed, and compare; says whether the pages were made anew one by one, or all."""
        rest = self.editing.rebuild()
        if rest is None:
            self.begin()
            return "whole"
        # Record pages are right before the rest is done; searching is what this test leaves out.
        early = files(self.site)
        for job in [*rest.soon, *rest.late[:-1]]:
            job()
        whole(self.project, self.fresh)
        mine, theirs = files(self.site), files(self.fresh)
        assert mine.keys() == theirs.keys()
        assert [name for name in theirs if mine[name] != theirs[name]] == []
        records = [f"{plan.url}index.html" for plan in self.editing.publication.plans if plan.entry]
        assert [name for name in records if early[name] != theirs[name]] == []
        return "pages"

    def edit(self, name: str, old: str, new: str) -> None:
        """Change words in a record."""
        path = self.project / "data" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold '{old}'"
        at = text.index(old) + len(old)
        quoted = old.endswith(" ") and text[at] in "\"'"
        before, after = (old + text[at], old + text[at] + new.removeprefix(old)) if quoted else (old, new)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def real(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SASAC_SOURCES", "")
        return Bench(make_copy(tmp_path_factory.mktemp("project")), tmp_path_factory.mktemp("sites"))


EDITS = {
    "a person's name": ("people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Yuzhuo the First"),
    "a term's own line": ("terms/second-curve.yaml", "text: ", "text: Seen again, with SASAC. "),
    "a theme's name": ("themes/soe-reform.yaml", "name: ", "name: All of "),
    "a task's text": ("tasks/2024-01-24-scio-press-conference.yaml", "  text: ", "  text: Once more, "),
    "a task's modality": ("tasks/2025-07-16-central-enterprise-seminar.yaml", "modality: demanded", "modality: expected"),
    "a figure's scope": ("figures/2023-12-25-central-enterprise-heads.yaml", "  scope: ", "  scope: so to speak "),
    "a meeting's name": ("meetings/2023-05-24-strategic-emerging-industries.yaml", "name: ", "name: The first "),
    "a source's name": ("sources/scio-transcript-central-soes.yaml", "name: ", "name: A new title of the "),
    "a gist": ("sources/gmt8press-central-enterprise-seminar.yaml", "  gist: ", "  gist: In other words, "),
    "a question": ("questions/question-li-bing-role.yaml", "text: ", "text: Asked again. "),
    "a theme that a claim belongs to": (
        "statements/2024-01-11-local-sasac-heads.yaml", "  themes: [", "  themes: [national-strategy, ",
    ),
    "a note from outside": ("organizations/sasac.yaml", "- field: short form\n", "- field: note\n  value: A note.\n  basis: inferred\n  no_address: made up\n"
                            "  drawn_from: a test\n- field: short form\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_the_real_records(name: str, real: Bench) -> None:
    file, old, new = EDITS[name]
    if old not in (real.project / "data" / file).read_text(encoding="utf-8"):
        old, new = "external:\n", "external:\n" + new.partition("- field: short form")[0]
    real.edit(file, old, new)
    assert real.follow() == "pages"


def test_a_verdict_that_marks_words_on_any_page_is_a_whole_build(real: Bench) -> None:
    path = next(path for path in sorted((real.project / "data" / "terms").glob("*.yaml")) if "value: garbled" in path.read_text(encoding="utf-8"))
    real.edit(f"terms/{path.name}", "value: garbled", "value: ok")
    assert real.follow() == "whole"


def test_a_mistake_writes_nothing_and_its_repair_goes_on(real: Bench) -> None:
    before = files(real.site)
    real.edit("terms/second-curve.yaml", "name: ", "nam: ")
    with pytest.raises(DataError, match=r"second-curve\.yaml"):
        real.editing.rebuild()
    assert files(real.site) == before
    real.edit("terms/second-curve.yaml", "nam: ", "name: New ")
    assert real.follow() == "pages"


def test_a_record_added_renamed_and_removed(real: Bench) -> None:
    terms = real.project / "data" / "terms"
    added = terms / "third-curve.yaml"
    added.write_text((terms / "second-curve.yaml").read_text(encoding="utf-8").replace("name: ", "name: Third "), encoding="utf-8")
    assert real.follow() == "whole"
    assert (real.site / "terms/third-curve/index.html").is_file()
    added.rename(terms / "fourth-curve.yaml")
    assert real.follow() == "whole"
    assert not (real.site / "terms/third-curve").exists() and (real.site / "terms/fourth-curve/index.html").is_file()
    (terms / "fourth-curve.yaml").unlink()
    assert real.follow() == "whole"
    assert not (real.site / "terms/fourth-curve").exists()


Change = Callable[[str, random.Random], str]
WORDS = ("steady", "orderly", "Beijing", "reform", "layout", "Zhang")


def _more_words(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.choice([number for number, line in enumerate(lines) if re.match(r'\s*-?\s*"(text|gist|reason|line|scope_note)":', line)])
    lines[at] = re.sub(r'": "', f'": "{chance.choice(WORDS)} {chance.randrange(1000)} ', lines[at], count=1)
    return "\n".join(lines)


def _another_name(text: str, chance: random.Random) -> str:
    return re.sub(r'^"name": "', f'"name": "{chance.choice(WORDS).capitalize()} ', text, count=1, flags=re.M)


def _fewer_entities(text: str, chance: random.Random) -> str:
    found = list(re.finditer(r'\n  "entities":\n(  - .*\n)+', text))
    return text.replace(chance.choice(found)[0], "\n", 1) if found else _more_words(text, chance)


CHANGES: dict[str, tuple[tuple[str, ...], Change]] = {
    "more words": (("tasks", "figures", "statements", "restructurings", "people", "organizations", "terms", "themes", "sources", "meetings"), _more_words),
    "another name": (("people", "organizations", "terms", "themes", "meetings", "sources"), _another_name),
    "fewer entities": (("tasks", "statements", "figures"), _fewer_entities),
}


def test_random_edits_of_a_made_up_corpus(tmp_path: Path) -> None:
    project = tmp_path / "project"
    made_up.make(project, 120)
    bench = Bench(project, tmp_path)
    chance = random.Random(11)
    told = []
    for number in range(24):
        name = list(CHANGES)[number % len(CHANGES)]
        folders, change = CHANGES[name]
        path = chance.choice(sorted((project / "data" / folders[number // len(CHANGES) % len(folders)]).glob("*.yaml")))
        before = path.read_text(encoding="utf-8")
        after = change(before, chance)
        assert after != before
        path.write_text(after, encoding="utf-8")
        told.append(bench.follow())
    assert told.count("pages") == len(told)


def test_only_what_a_change_can_touch_is_made_again(tmp_path: Path) -> None:
    """In a large corpus one record's pages are few: what a change costs does not grow with the corpus."""
    project = tmp_path / "project"
    made_up.make(project, 600)

    def state() -> affected.State:
        loading = load(project / "data", project, known=known)
        return affected.State(loading, link(loading, texts.read(loading, project / "data", project, None)))

    known: dict = {}  # type: ignore[type-arg]
    old = state()
    path = sorted((project / "data" / "people").glob("*.yaml"))[5]
    path.write_text(path.read_text(encoding="utf-8").replace('"name": "', '"name": "New ', 1), encoding="utf-8")
    new = state()
    names = affected.changed(old.loading, new.loading)
    assert names == {("people", path.stem)}
    touched = affected.pages(old, new, names)
    assert path.stem in touched
    assert 2 < len(touched) < len(new.corpus.entries) / 4
