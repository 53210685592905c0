"""Bad data beside the records: change log, redirects, list of addresses, version, fingerprints and hand-written pages, damaged in every way.

Refused with a place and a reason, or without effect: what is read from the file is the same.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frontmatter
import pytest

from bounds import Watch, bounded
from conftest import MakeCopy, add_redirects
from mutants import APPENDED, DAMAGES, INSERTED, ITEM, KEYED, LIST, MAPPING, TEXT, paths, shape, tree, written
from sasac import addresses_kept, changelog, site, strict_yaml, texts
from sasac.checks import changelog as changelog_check
from sasac.checks import handwritten
from sasac.link import Corpus
from sasac.load import Loading, load
from sasac.problems import Problem

MEETING = "meetings/2024-01-24-scio-press-conference/"
REDIRECTS = f"""\
- from: terms/an-old-term/
  to: terms/five-values/
  since: "2026-11"
- from: {MEETING}#task-withdrawn
  gone: It was told twice.
  since: "2026-11-22"
"""
# What nobody could tell, and why. Everything else is refused, or changes nothing.
UNDETECTABLE = {
    ("data/CHANGELOG.yaml", "key removed"): "a change may name no records",
    ("data/CHANGELOG.yaml", "list emptied"): "a change may name no records",
    ("docs", "key removed"): "a page may have no view and hide nothing",
}


class Project:
    """A copy of the project in which one file at a time is damaged."""

    def __init__(self, folder: Path, loading: Loading, corpus: Corpus) -> None:
        self.folder, self.loading, self.corpus = folder, loading, corpus
        self.pages = site.pages(corpus)

    def problems(self, file: str) -> list[Problem]:
        """What is said where this file is read."""
        if file.startswith("data/fingerprints/"):
            return texts.read(self.loading, self.folder / "data", self.folder, None).problems
        if file.startswith("docs/"):
            return handwritten.check(self.loading, self.folder)
        if file in ("data/redirects.yaml", "data/addresses.txt"):
            found = addresses_kept.moves(self.folder / "data", self.folder)[1]
            return [*found, *addresses_kept.check(self.corpus, self.pages, self.folder / "data", self.folder)]
        return changelog_check.check(self.loading, self.folder)

    def held(self, file: str) -> Any:
        """What the rest of the package gets out of this file."""
        path = self.folder / file
        if file.startswith("docs/"):
            return frontmatter.parse(path.read_text(encoding="utf-8"))[0]
        if file == "data/redirects.yaml":
            return [(move.old, move.new, move.gone, move.since) for move in addresses_kept.moves(self.folder / "data", self.folder)[0]]
        if file == "data/addresses.txt":
            return addresses_kept.listed(self.folder / "data")
        if file == "data/CHANGELOG.yaml":
            return changelog.read(self.folder)[0]
        content = path.read_bytes()
        return content.decode("utf-8", "replace").strip() if file == "data/VERSION" else content


@pytest.fixture(scope="module")
def spoilt(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Project:
    """A copy with some redirects, sound as it stands."""
    folder = make_copy(tmp_path_factory.mktemp("besides"))
    add_redirects(folder, REDIRECTS)
    addresses_kept.extend(folder / "data", ["terms/an-old-term/", f"{MEETING}#task-withdrawn"])
    made = Project(folder, load(folder / "data", folder), corpus)
    for file in FILES:
        assert not made.problems(file), file
    return made


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


ROOT = Path(__file__).parent.parent
FILES = [
    "data/CHANGELOG.yaml", "data/redirects.yaml", "data/addresses.txt", "data/VERSION",
    *sorted(path.relative_to(ROOT).as_posix() for path in [*(ROOT / "data" / "fingerprints").glob("*.txt"), *(ROOT / "docs").rglob("*.md")]),
]


def mutants(file: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every kind of damage to one file that is no record."""
    chance = random.Random(file)
    front = re.match(rb"---\n(.*?\n)---\n", data, re.S) if file.startswith("docs/") else None
    body = front[1] if front else data
    if front or file.endswith(".yaml"):
        document, _ = strict_yaml.load(body, file)
        assert document
        found: dict[str, list[Any]] = {KEYED: [], ITEM: [], TEXT: [], LIST: [], MAPPING: []}
        for path, value in paths(document.value):
            if path:
                found[KEYED if isinstance(path[-1], str) else ITEM].append(path)
                found[TEXT if isinstance(value, str) else LIST if isinstance(value, list) else MAPPING].append(path)
        for name, sort, change in DAMAGES:
            # One place of each kind, the same ones at every run.
            options = chance.sample(found.get(sort, []), len(found.get(sort, [])))
            for path in {shape(path): path for path in options}.values():
                root = tree(document.value)
                change(root, path)
                new = written("# head", root)[0]
                yield name, b"---\n" + new + b"---\n" + data[front.end() :] if front else new
        for name, more in APPENDED.items():
            yield f"ends with {name}", b"---\n" + body + more.encode() + b"\n---\n" + data[front.end() :] if front else data + more.encode() + b"\n"
    for name, mark in INSERTED.items():
        offset = chance.randrange(len(body) + 1) + (front.start(1) if front else 0)
        while offset < len(data) and data[offset] & 0xC0 == 0x80:
            offset += 1
        yield f"holds {name}", data[:offset] + mark + data[offset:]
    yield "CRLF", data.replace(b"\n", b"\r\n")
    yield "UTF-16", data.decode().encode("utf-16")
    yield "empty", b""
    yield "1 MB", data * (1_000_001 // len(data) + 1)
    yield "two copies", data + data


def test_every_mutant_beside_the_records(spoilt: Project, watch: Watch) -> None:
    counts, wrong, passed = Counter[str](), list[str](), set[tuple[str, str]]()
    for file in FILES:
        path = spoilt.folder / file
        data, before = path.read_bytes(), spoilt.held(file)
        for name, new in mutants(file, data):
            here = f"{file}, {name}"
            path.write_bytes(new)
            try:
                with watch.nothing_done() as done, bounded():
                    problems = spoilt.problems(file)
            except Exception as error:
                wrong.append(f"{here}: {type(error).__name__} {error}")
                continue
            wrong += [f"{here}: {event}" for event in done]
            lines = {problem.file: problem for problem in problems}
            if not problems:
                counts["passed"] += 1
                if spoilt.held(file) != before:
                    passed.add(key := (file.partition("/")[0] if file.startswith("docs/") else file, name))
                    wrong += [] if key in UNDETECTABLE else [f"{here}: passes"]
            else:
                counts["refused"] += 1
                if not {file, "data/redirects.yaml", "data/addresses.txt", "data/CHANGELOG.yaml"} & set(lines):
                    wrong.append(f"{here}: told of {list(lines)}")
                if any(problem.line < 1 or not problem.what or not problem.remedy for problem in problems):
                    wrong.append(f"{here}: no message")
        path.write_bytes(data)
        assert not spoilt.problems(file), file
    print(dict(counts))
    assert not wrong, f"{len(wrong)} of {sum(counts.values())}\n" + "\n".join(wrong[:30])
    assert counts["refused"] > 1_000
    assert passed == set(UNDETECTABLE), "what is missed need not be listed"


@pytest.mark.parametrize("file", ["data/VERSION", "data/CHANGELOG.yaml", "data/fingerprints/scio-transcript-central-soes.txt"])
def test_a_file_that_is_missing_is_told(file: str, spoilt: Project) -> None:
    path = spoilt.folder / file
    data = path.read_bytes()
    path.unlink()
    problems = spoilt.problems(file)
    path.write_bytes(data)
    assert problems and all(problem.remedy for problem in problems)
