"""Provenance: the project republishes no text, and nothing from outside the texts stands in a line about them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from copies import texts_folder
from sasac.link import ClaimEntry, Corpus
from sasac.models import External, Fact, Form
from sasac.publish import Publication, publish
from sasac.walk import models

LONGEST = 12
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# Titles that the records hold in short fragments only; everything else comes from the records themselves.
TITLES = (
    "SCIO press conference on better pursuing high-quality development of central SOEs by boosting their core functions and competence",
    "Improve core competitiveness and give full play to the leading role of state-owned enterprises",
    "leading group for the special work of central enterprises to accelerate the development of strategic emerging industries",
    "leading group of central enterprises to accelerate the development of strategic emerging industries",
    "deployment meeting for central enterprises to accelerate the development of strategic emerging industries",
)


def names(corpus: Corpus) -> set[str]:
    """Names of bodies and titles of pages: of records, as printed, as a source states its title, and in addresses."""
    found = set(TITLES)
    for entry in corpus.entries.values():
        if entry.kind in ("enterprise", "body", "source", "meeting"):
            found.add(entry.title)
            found |= {form.form for form in getattr(entry.record, "forms", [])}
            found |= {fact.value for fact in entry.record.facts if fact.value and fact.field in ("title", "name")}
        for _, model in models(entry.record):
            if isinstance(model, External):
                found |= {urlsplit(address).path.rstrip("/").rpartition("/")[2] for address in (model.address, model.value) if address and "://" in address}
                found |= {model.value} if model.field in ("official English", "common English") and entry.kind in ("enterprise", "body") else set()
    return found


class Folder:
    """Turns text into words, each known name one word; two lines of notation more than a split."""

    def __init__(self, known: Iterable[str]) -> None:
        plain = sorted({" ".join(self.bare(name)) for name in known}, key=lambda name: (-len(name), name))
        self.codes = {name: f"name{number}" for number, name in enumerate(plain) if " " in name}
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.codes))})\b")

    @staticmethod
    def bare(text: str) -> list[str]:
        """Runs of letters and digits, in lower case."""
        return re.findall(r"[a-z0-9]+", text.casefold())

    def runs(self, text: str) -> set[tuple[str, ...]]:
        """Every run of 13 words of a text."""
        words = self.pattern.sub(lambda match: self.codes[match[0]], " ".join(self.bare(text))).split()
        return {tuple(words[at : at + LONGEST + 1]) for at in range(len(words) - LONGEST)}


@pytest.fixture(scope="module")
def folder(corpus: Corpus) -> Folder:
    """What turns text into words, with the names on record."""
    return Folder(names(corpus))


@pytest.fixture(scope="module")
def source_runs(project: Path, folder: Folder) -> set[tuple[str, ...]]:
    """Every run of 13 words of the source texts; skipped where they are not at hand."""
    texts = texts_folder(project)
    if texts is None:
        pytest.skip("the source texts are not at hand")
    found = {run for path in texts.glob("*.txt") for run in folder.runs(path.read_text(encoding="utf-8"))}
    assert len(found) > 1000
    return found


@pytest.fixture(scope="module")
def publication(project: Path) -> Publication:
    """All pages of the real records, not yet laid out."""
    return publish(project)


def tracked(project: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file that git tracks, and of each that it would on the next commit."""
    command = ["git", "-C", str(project), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        try:
            yield name, (project / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def test_no_file_holds_a_long_run_of_a_source_text(project: Path, folder: Folder, source_runs: set[tuple[str, ...]]) -> None:
    """No record, page, doc or test holds more than 12 words in a row that stand in a source text."""
    files = dict(tracked(project))
    assert len(files) > 100
    found = {name: [" ".join(run) for run in folder.runs(text) & source_runs] for name, text in files.items()}
    assert {name: sorted(runs)[0] for name, runs in found.items() if runs} == {}


def test_the_search_for_copied_runs_finds_one(project: Path, folder: Folder, source_runs: set[tuple[str, ...]]) -> None:
    """13 words of a text are found in other case and marks and across line ends; 12 are let through."""
    texts = texts_folder(project)
    assert texts
    for path in sorted(texts.glob("*.txt")):
        runs = [run for run in folder.runs(path.read_text(encoding="utf-8")) if not any(word.startswith("name") for word in run)]
        assert runs, path.name
        copied = sorted(runs)[len(runs) // 2]
        assert folder.runs(f"“{' '.join(copied[:6]).upper()},\n{'-'.join(copied[6:])}!”") & source_runs == {copied}, path.name
        assert not folder.runs(f"zebra {' '.join(copied[:-1])} zebra") & source_runs, path.name


def test_no_page_holds_a_long_run_of_a_source_text(publication: Publication, folder: Folder, source_runs: set[tuple[str, ...]]) -> None:
    """Nor does a page of the site: fragments of one sentence do not add up to it where they are shown together."""
    found = {}
    for page in publication.pages:
        body = html.fromstring(f"<div>{publication.body(page)}</div>")
        copied = folder.runs(" ".join(body.itertext())) & source_runs
        if copied:
            found[page.url] = " ".join(sorted(copied)[0])
    assert len(publication.pages) > 100
    assert found == {}


# Nothing from outside in a line about a text.


def lines(corpus: Corpus, *kinds: str) -> list[tuple[ClaimEntry, str]]:
    """Claims of some kinds, each with its line and the other values in our own words."""
    found = []
    for entry in corpus.claims.values():
        if entry.kind in kinds:
            words = [getattr(entry.claim, key, None) for key in ("text", "measure", "scope", "period", "unit", "qualifier", "asset_text")]
            found += [(entry, line) for line in words if line]
    assert found, f"no claims of the kinds {kinds}"
    return found


KINDS = ("task", "figure", "statement", "restructuring", "participant", "agenda")


@pytest.mark.parametrize("kind", KINDS)
def test_no_chinese_stands_in_a_line_about_a_text(corpus: Corpus, kind: str) -> None:
    """The texts are in English: a Chinese character is a fact from outside."""
    assert [(entry.key, line) for entry, line in lines(corpus, kind) if CJK.search(line)] == []


def test_no_chinese_stands_in_a_fact_about_a_text(corpus: Corpus) -> None:
    """Nor in what the records say that the texts say: facts, printed forms, summaries, ledgers."""
    records = [*(entry.record for entry in corpus.entries.values()), *(entry.claim for entry in corpus.claims.values())]
    texts = [(fact.field, fact.value or "") for record in records for _, fact in models(record) if isinstance(fact, Fact)]
    texts += [("form", form.form) for record in records for _, form in models(record) if isinstance(form, Form)]
    texts += [("summary", line.line) for entry in corpus.meetings for line in entry.record.summary]
    texts += [("gist", line.gist) for entry in corpus.of_kind("source") for line in entry.record.ledger]
    texts += [("text", entry.record.text) for entry in corpus.entries.values() if hasattr(entry.record, "text")]
    assert len(texts) > 500
    assert [item for item in texts if CJK.search(item[1])] == []


def outside_facts(corpus: Corpus) -> list[External]:
    """Every fact from outside, of records and of claims."""
    everything = [*(entry.record for entry in corpus.entries.values()), *(entry.claim for entry in corpus.claims.values())]
    return [fact for record in everything for _, fact in models(record) if isinstance(fact, External)]


def in_some_text(corpus: Corpus, value: str) -> bool:
    """Whether a wording stands in a sentence of some text, by its fingerprint; a hyphen or capital more is the same wording."""
    ways = {value, value.capitalize(), value.replace(" ", "-")}
    return any(print_.holds([sentence], way) for print_ in corpus.texts.fingerprints.values() for sentence in print_.lines for way in ways)


def from_outside(corpus: Corpus) -> set[str]:
    """Values that facts from outside give and no text has; remarks on texts and the names of our own records are left out."""
    remarks = ("verdict", "note", "kind of host", "kind of text", "address", "full transcript", "publisher")
    kinds = ("enterprise", "body", "person", "meeting", "source")
    own = " ".join(entry.title.casefold() for entry in corpus.entries.values() if entry.kind in kinds)
    values = {fact.value for fact in outside_facts(corpus) if fact.field not in remarks}
    found = {value for value in values if value.casefold() not in own and not in_some_text(corpus, value)}
    assert len(found) > 40
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_from_outside_stands_in_a_line_about_a_text(corpus: Corpus, kind: str) -> None:
    """What only a fact from outside says (an official name, a period, a component) is in no claim's line."""
    values = sorted(map(re.escape, from_outside(corpus)), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(values)})(?!\w)", re.IGNORECASE)
    found = [(entry.key, line, match[0]) for entry, line in lines(corpus, kind) if (match := pattern.search(line))]
    assert found == []


@pytest.mark.parametrize(
    "wording",
    [
        r"January[ –-]+(to )?November", r"\bJanuary\b", r"\b23 November\b", r"\b2025\b", r"[Ff]ull[- ]year", r"\b2\.6 trillion",
        r"\b[Nn]eijuan\b", r"\b[Ii]nvolution", r"China South Industries|\bCSGC\b", r"Aero Engine|\bAECC\b", r"\bEVA\b", r"\b[Rr]atios?\b",
        r"[Dd]eputy secretary general", r"Vice Chairman", r"Bureau of Financial", r"[Ss]tock code", r"[Mm]achine[- ](translat|written)",
    ],
)
def test_what_is_known_only_from_outside_stands_in_no_line(corpus: Corpus, wording: str) -> None:
    """By name: what the list of outside facts adds to the five texts."""
    assert [(entry.key, line) for entry, line in lines(corpus, *KINDS) if re.search(wording, line)] == []


def test_these_wordings_are_on_record_as_facts_from_outside(corpus: Corpus) -> None:
    """So that the tests above are not about words that nobody would write: the chief ones stand in facts from outside."""
    outside = " | ".join(fact.value for fact in outside_facts(corpus))
    wanted = ("January–November 2023", "China South Industries", "Aero Engine", "23 November 2023", "EVA", "ratio", "中央企业负责人会议")
    assert [words for words in wanted if words not in outside] == []
