"""The grep contract: every fact has exactly one line that can be understood alone, ids are literal, plain grep finds both."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import yaml

from sasac.link import ClaimEntry, Corpus
from sasac.models import CLAIM_FOLDERS

TEXT = re.compile(r"^(?:- |  )?text: (\S.*)$")


def grep(project: Path, *arguments: str) -> list[str]:
    """Lines that grep finds in the data, as `file:line:text`."""
    done = subprocess.run(["grep", "-rn", *arguments, "data/"], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def lines(project: Path) -> dict[str, list[str]]:
    """Every record file's lines."""
    found = {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8").splitlines() for path in sorted((project / "data").rglob("*.yaml"))}
    assert len(found) > 150
    return found


def claims(corpus: Corpus) -> list[ClaimEntry]:
    """Every claim; there are enough of them for a test to mean something."""
    found = list(corpus.claims.values())
    assert len(found) >= 300
    return found


def test_grep_finds_the_profit_figure_as_one_self_contained_line(project: Path) -> None:
    found = grep(project, "2.4 trillion")
    texts = [line for line in found if re.match(r"data/figures/[a-z0-9-]+\.yaml:\d+: +text: ", line)]
    assert texts, found
    for word in ("2.4 trillion yuan", "profit", "central enterprise", "2023"):
        assert any(word.casefold() in line.casefold() for line in texts), f"{word} is not in {texts}"
    assert any(all(word in line.casefold() for word in ("2.4 trillion yuan", "profit", "2023")) for line in texts), texts


def test_every_claim_has_exactly_one_text_line_in_its_file(corpus: Corpus, lines: dict[str, list[str]]) -> None:
    by_file: dict[str, list[str]] = {}
    for claim in claims(corpus):
        by_file.setdefault(claim.loaded.file, []).append(claim.claim.text)
    assert len(by_file) >= len(corpus.meetings) * 3
    for file, expected in by_file.items():
        found = [yaml.safe_load(match[1]) for line in lines[file] if (match := TEXT.match(line))]
        # Read line by line, as grep does: a text that runs on over the next line would be cut short here.
        assert found == expected, file


def test_every_record_file_has_its_one_text_line(project: Path, corpus: Corpus, lines: dict[str, list[str]]) -> None:
    records = [entry for entry in corpus.entries.values() if hasattr(entry.record, "text")]
    assert len(records) > 100
    for entry in records:
        found = [yaml.safe_load(match[1]) for line in lines[entry.loaded.file] if (match := re.match(r"^text: (\S.*)$", line))]
        assert found == [entry.record.text], entry.loaded.file


def test_no_two_claims_have_the_same_line(corpus: Corpus) -> None:
    twice = [text for text, times in Counter(claim.claim.text for claim in claims(corpus)).items() if times > 1]
    assert not twice


def test_a_line_is_a_sentence_that_does_not_lean_on_another(corpus: Corpus) -> None:
    leaning = re.compile(r"^(?:it|this|that|these|those|they|he|she|the same|also|and|but|such)\b", re.I)
    texts = {claim.key: claim.claim.text for claim in claims(corpus)}
    wrong = [f"{key}: {text}" for key, text in texts.items() if leaning.match(text) or not text.endswith((".", "?", '"'))]
    assert not wrong, "\n".join(wrong[:10])


def test_ids_are_literal(corpus: Corpus, lines: dict[str, list[str]]) -> None:
    for claim in claims(corpus):
        assert lines[claim.loaded.file].count(f"- id: {claim.id}") == 1, claim.key


def test_grep_for_an_id_finds_the_claim_and_every_reference_to_it(project: Path, corpus: Corpus) -> None:
    found = grep(project, "-w", "task-new-central-soes")
    file = "data/tasks/2024-01-24-scio-press-conference.yaml"
    assert len([line for line in found if re.fullmatch(rf"{file}:\d+:- id: task-new-central-soes", line)]) == 1
    assert [line for line in found if line.startswith("data/meetings/")], "the meeting's summary rests on it"
    assert corpus.claims["2024-01-24-scio-press-conference#task-new-central-soes"].loaded.file == file


@pytest.mark.parametrize("folder", CLAIM_FOLDERS)
def test_a_folder_of_claims_has_one_file_a_meeting(folder: str, project: Path, corpus: Corpus) -> None:
    files = sorted((project / "data" / folder).iterdir())
    assert files
    assert {path.suffix for path in files} == {".yaml"}
    assert {path.stem for path in files} <= {meeting.id for meeting in corpus.meetings}
    for path in files:
        assert f"meeting: {path.stem}" in path.read_text(encoding="utf-8").splitlines()
