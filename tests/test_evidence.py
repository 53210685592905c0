"""Evidence: `sasac check` finds every way in which a quote, a ledger, a fingerprint or a text stops holding, and says where."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import Ran, sasac
from copies import Lines, Place, cited, recite, texts_folder
from sasac import fingerprint, sentences
from sasac.cli import main

TEXT = "breakinglatest-central-enterprise-heads"
OTHER_TEXT = "scio-transcript-central-soes"
SOURCE, FINGERPRINT = f"data/sources/{TEXT}.yaml", f"data/fingerprints/{TEXT}.txt"
Copier = Callable[[], Path]
Damage = Callable[[Path], Place]


@pytest.fixture(scope="session")
def texts(project: Path) -> Path:
    """Folder of the source texts; what needs them is skipped where they are not at hand."""
    folder = texts_folder(project)
    if folder is None:
        pytest.skip("the source texts are not at hand")
    return folder


def check(copy: Path, texts: Path | None = None) -> Ran:
    """`sasac check` on a copy, without the texts or with those in a folder."""
    return sasac("--project", copy, "check", sources=str(texts or ""))


def here(copy: Path, *arguments: str | Path) -> Ran:
    """The command run in this process, which is faster; without the texts."""
    ran = CliRunner().invoke(main, ["--project", str(copy), *map(str, arguments)], env={"SASAC_SOURCES": ""})
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def plain_quote(copy: Path, words: int) -> tuple[Place, Callable[..., Place], list[str]]:
    """A quote in one part, of so many words or more and nothing but words: a way to write it anew, and its words."""
    item = cited(copy, lambda item: item.source == TEXT and re.fullmatch(r"\w+( \w+)+", item.quote) is not None and len(item.quote.split()) >= words)
    return Place(item.file, item.line), lambda **new: recite(copy, item, **new), item.quote.split()


# Quotes.


def a_word_changed(copy: Path) -> Place:
    """One word of a quote is another word."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([words[0], "zebra", *words[2:]])), words="do not stand in p")


def a_word_left_out(copy: Path) -> Place:
    """A quote drops one word from its middle."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([words[0], *words[2:]])), words="do not stand in p")


def a_word_too_many(copy: Path) -> Place:
    """A quote says one word twice."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([*words[:2], words[1], *words[2:]])), words="do not stand in p")


def two_words_exchanged(copy: Path) -> Place:
    """Two neighbouring words of a quote change places."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([words[0], words[2], words[1], *words[3:]])), words="do not stand in p")


def another_case(copy: Path) -> Place:
    """A quote is printed in capitals."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([words[0].upper(), *words[1:]])), words="do not stand in p")


def half_a_word(copy: Path) -> Place:
    """A quote ends inside a word."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=" ".join([*words[:-1], words[-1][:-1]])), words="do not stand in p")


def a_wrong_sentence(copy: Path) -> Place:
    """A quote is moved to a sentence in which it does not stand; the message says where it does."""
    item = cited(copy, lambda item: item.source == TEXT and item.sentence == "p3s2" and len(item.quote.split()) >= 4)
    return replace(recite(copy, item, sentence="p1s1"), words="do not stand in p1s1 of 'breakinglatest-central-enterprise-heads'; it stands in p3s2")


def a_neighbouring_sentence(copy: Path) -> Place:
    """A quote's sentence is shifted by one."""
    item = cited(copy, lambda item: item.source == TEXT and item.sentence == "p4s2" and len(item.quote.split()) >= 4)
    return replace(recite(copy, item, sentence="p4s3"), words="do not stand in p4s3")


def no_such_sentence(copy: Path) -> Place:
    """A quote is moved to a sentence that the text does not have."""
    item = cited(copy, lambda item: item.source == TEXT)
    return replace(recite(copy, item, sentence="p99s1"), words="has no sentence p99s1")


def a_wrong_text(copy: Path) -> Place:
    """A quote is moved to another text."""
    item = cited(copy, lambda item: item.source == TEXT and len(item.quote.split()) >= 4)
    return replace(recite(copy, item, source=OTHER_TEXT, sentence="p8s2"), words="do not stand in p8s2 of 'scio-transcript-central-soes'")


def parts_in_the_wrong_order(copy: Path) -> Place:
    """The two parts of a quote with … change places."""
    item = cited(copy, lambda item: re.fullmatch(r"\w+ \w[\w ]* … \w+ \w[\w ]*", item.quote) is not None)
    return replace(recite(copy, item, quote=" … ".join(reversed(item.quote.split(" … ")))), words=f"do not stand in {item.sentence}")


def parts_that_overlap(copy: Path) -> Place:
    """The second part of a quote begins inside the first."""
    _, write, words = plain_quote(copy, 4)
    return replace(write(quote=f"{' '.join(words[:3])} … {' '.join(words[2:])}"), words="do not stand in p")


def a_joined_sentence_cited_by_its_second_half(copy: Path) -> Place:
    """A quote names the second piece of a sentence that the ledger joins."""
    item = cited(copy, lambda item: (item.source, item.sentence) == ("charityinchina-local-sasac-heads", "p9s1"))
    return replace(recite(copy, item, sentence="p9s2"), words="the ledger joins p9s2 to p9s1; cite p9s1")


def a_printed_form_changed(copy: Path) -> Place:
    """A printed form of a term has another word."""
    lines = Lines(copy, "data/terms/seven-strengthening.yaml")
    return Place(lines.file, lines.change(lines.find("- {form: seven strengthening"), "seven strengthening", "seven strengthenings"), "do not stand in p4s1")


def a_printed_role_changed(copy: Path) -> Place:
    """A role that is not printed in the sentence is given as printed."""
    lines = Lines(copy, "data/meetings/2024-01-24-scio-press-conference.yaml")
    line = lines.find("role_as_printed: not stated", after=lines.find("- id: participant-li-bing"))
    return Place(lines.file, lines.change(line, "not stated", "Deputy secretary general"), "does not stand in a sentence that this entry cites")


# Ledgers.


def a_ledger_id_shifted(copy: Path) -> Place:
    """A ledger line takes the id of the next sentence, which then stands twice."""
    lines = Lines(copy, SOURCE)
    lines.change(lines.find("- sentence: p4s2"), "p4s2", "p4s3")
    return Place(SOURCE, lines.find("- sentence: p4s3", after=lines.find("- sentence: p4s3")), "sentence p4s3 stands twice")


def a_sentence_without_a_line(copy: Path) -> Place:
    """The same shift, seen from the sentence that lost its line."""
    lines = Lines(copy, SOURCE)
    lines.change(lines.find("- sentence: p4s2"), "p4s2", "p4s3")
    return Place(SOURCE, lines.find("ledger:") + 1, "sentence p4s2 has no line in the ledger")


def a_ledger_line_removed(copy: Path) -> Place:
    """A ledger line is gone."""
    lines = Lines(copy, SOURCE)
    first = lines.find("- sentence: p4s1")
    lines.drop(first, lines.end_of_item(first))
    return Place(SOURCE, lines.find("ledger:") + 1, "sentence p4s1 has no line in the ledger")


def a_ledger_line_too_many(copy: Path) -> Place:
    """A ledger line is for a sentence that the text does not have."""
    lines = Lines(copy, SOURCE)
    first = lines.find("- sentence: p8s1")
    line = lines.put(lines.end_of_item(first) + 1, "- sentence: p8s2", "  gist: Nothing.", "  uses: none", "  reason: Nothing.")
    return Place(SOURCE, line, "has no sentence p8s2")


def ledger_lines_out_of_order(copy: Path) -> Place:
    """Two ledger lines have changed places."""
    lines = Lines(copy, SOURCE)
    first, second = lines.find("- sentence: p4s2"), lines.find("- sentence: p4s3")
    lines.change(first, "p4s2", "p4s3")
    lines.change(second, "p4s3", "p4s2")
    return Place(SOURCE, lines.find("ledger:") + 1, "not in the order of the sentences")


def unused_and_used(copy: Path) -> Place:
    """A ledger line says that nothing rests on a sentence on which something rests."""
    lines = Lines(copy, SOURCE)
    first = lines.find("- sentence: p3s2")
    line = lines.put(lines.end_of_item(first) + 1, "  uses: none", "  reason: Nobody needs it.")
    return Place(SOURCE, line, "the ledger says that nothing rests on p3s2, but data/")


def neither_used_nor_unused(copy: Path) -> Place:
    """A ledger line gives no reason, and nothing rests on its sentence."""
    lines = Lines(copy, f"data/sources/{OTHER_TEXT}.yaml")
    first = lines.find("- sentence: p4s1")
    lines.drop(lines.find("uses: none", after=first))
    lines.drop(lines.find("reason:", after=first))
    return Place(lines.file, first, "nothing rests on p4s1 and no reason is given")


def unused_without_a_reason(copy: Path) -> Place:
    """A ledger line says 'uses: none' and not why."""
    lines = Lines(copy, f"data/sources/{OTHER_TEXT}.yaml")
    first = lines.find("- sentence: p4s1")
    lines.drop(lines.find("reason:", after=first))
    return Place(lines.file, first, "'uses: none' and 'reason' go together")


# Fingerprints.


def a_fingerprint_line_altered(copy: Path) -> Place:
    """One hash of a committed fingerprint is another one."""
    lines = Lines(copy, FINGERPRINT)
    line = lines.find("p3s2 ")
    old = lines.lines[line - 1]
    lines.change(line, old, old[:-4] + ("0000" if old[-4:] != "0000" else "1111"))
    return Place(FINGERPRINT, 1, "the fingerprint is not the one that the source record names")


def a_fingerprint_id_shifted(copy: Path) -> Place:
    """A sentence of a committed fingerprint has another id."""
    lines = Lines(copy, FINGERPRINT)
    lines.change(lines.find("p8s1 "), "p8s1 ", "p8s2 ")
    return Place(FINGERPRINT, 1, "the fingerprint is not the one that the source record names")


def a_fingerprint_line_removed(copy: Path) -> Place:
    """A sentence of a committed fingerprint is gone."""
    lines = Lines(copy, FINGERPRINT)
    lines.drop(lines.find("p8s1 "))
    return Place(FINGERPRINT, 1, "the fingerprint is not the one that the source record names")


def a_fingerprint_damaged(copy: Path) -> Place:
    """A fingerprint's head line is of no known scheme."""
    lines = Lines(copy, FINGERPRINT)
    lines.change(1, "sasac-fp1", "sasac-fp9")
    return Place(FINGERPRINT, 1, "the fingerprint cannot be read")


def a_fingerprint_deleted(copy: Path) -> Place:
    """A source has no fingerprint."""
    (copy / FINGERPRINT).unlink()
    return Place(SOURCE, Lines(copy, SOURCE).find("name:"), f"the source has no fingerprint {FINGERPRINT}")


def a_fingerprint_of_nothing(copy: Path) -> Place:
    """A fingerprint belongs to no source."""
    shutil.copy(copy / FINGERPRINT, copy / "data/fingerprints/nothing.txt")
    return Place("data/fingerprints/nothing.txt", 1, "a fingerprint of no source record")


def a_forged_fingerprint(copy: Path) -> Place:
    """A hash is changed and the source record made to agree: then the quotes over that word no longer hold."""
    item = cited(copy, lambda item: item.source == TEXT and "2.4 trillion" in item.quote)
    lines = Lines(copy, FINGERPRINT)
    line = lines.find("p3s2 ")
    lines.change(line, fingerprint.token_hash(TEXT, "trillion"), "0000")
    forge(copy, "fingerprint_sha256", hashlib.sha256((copy / FINGERPRINT).read_bytes()).hexdigest())
    return Place(item.file, item.line, "do not stand in p3s2")


def forge(copy: Path, key: str, value: str) -> None:
    """Write another hash into the source record."""
    lines = Lines(copy, SOURCE)
    line = lines.find(f"{key}: ")
    lines.change(line, lines.lines[line - 1], f"{key}: {value}")


# What the command is run for as a reader runs it, and what is tried in this process, which is faster.
MUTATIONS: list[Damage] = [
    a_word_changed, a_word_left_out, a_word_too_many, a_wrong_sentence, parts_in_the_wrong_order, a_neighbouring_sentence, a_ledger_id_shifted,
    a_ledger_line_removed, unused_and_used, a_fingerprint_line_altered, a_fingerprint_deleted,
]
FURTHER: list[Damage] = [
    two_words_exchanged, another_case, half_a_word, no_such_sentence, a_wrong_text, parts_that_overlap, a_joined_sentence_cited_by_its_second_half,
    a_printed_form_changed, a_printed_role_changed, a_sentence_without_a_line, a_ledger_line_too_many, ledger_lines_out_of_order,
    neither_used_nor_unused, unused_without_a_reason, a_fingerprint_id_shifted, a_fingerprint_line_removed, a_fingerprint_damaged,
    a_fingerprint_of_nothing, a_forged_fingerprint,
]


@pytest.mark.parametrize("damage", MUTATIONS)
def test_damage_is_found_without_the_texts(copy_of_project: Copier, damage: Damage) -> None:
    """Exit code 1, and a line that names the damaged file and line; nothing is said on standard output."""
    copy = copy_of_project()
    place = damage(copy)
    ran = check(copy)
    assert (ran.code, ran.out) == (1, "")
    assert any(place.begins(line) for line in ran.lines), f"nothing at {place} in:\n{ran.err}"


@pytest.mark.parametrize("damage", FURTHER)
def test_further_damage_is_found(copy_of_project: Copier, damage: Damage) -> None:
    """The same for the neighbours of those mutations."""
    copy = copy_of_project()
    place = damage(copy)
    ran = here(copy, "check")
    assert (ran.code, ran.out) == (1, "")
    assert any(place.begins(line) for line in ran.lines), f"nothing at {place} in:\n{ran.err}"


@pytest.mark.parametrize("damage", [a_word_changed, parts_in_the_wrong_order, a_ledger_line_removed, a_fingerprint_line_altered, a_forged_fingerprint])
def test_damage_is_found_with_the_texts(copy_of_project: Copier, texts: Path, damage: Damage) -> None:
    """The same place is named where the texts are at hand."""
    copy = copy_of_project()
    place = damage(copy)
    ran = check(copy, texts)
    assert (ran.code, ran.out) == (1, "")
    assert any(place.begins(line) for line in ran.lines), f"nothing at {place} in:\n{ran.err}"


@pytest.mark.parametrize("damage", [a_word_changed, a_wrong_sentence, parts_in_the_wrong_order])
def test_a_damaged_quote_is_one_error(copy_of_project: Copier, damage: Damage) -> None:
    """One wrong quote is one line of output, and a count in the singular."""
    copy = copy_of_project()
    place = damage(copy)
    ran = here(copy, "check")
    assert [place.begins(line) for line in ran.lines] == [True], ran.err
    assert ran.err.splitlines()[-1] == "1 error; nothing was written"


def test_curly_marks_and_no_break_spaces_are_plain(copy_of_project: Copier) -> None:
    """Quotation marks and spaces are matched in their plain forms, so that a quote may be typed either way."""
    copy = copy_of_project()
    item = cited(copy, lambda item: item.source == TEXT and "'" in item.quote)
    recite(copy, item, quote=item.quote.replace("'", "’").replace(" ", "\u00a0", 1))
    ran = here(copy, "check")
    assert (ran.code, ran.err) == (0, "")


# The texts, at hand or not.


def test_the_check_passes_without_the_texts_and_says_so(copy_of_project: Copier) -> None:
    """Without the texts the numbers are all there, and the way of checking is named."""
    ran = check(copy_of_project())
    assert (ran.code, ran.err) == (0, "")
    assert "checked against the fingerprints only (no texts at hand" in ran.out
    assert re.search(r"^5 sources, (\d+) of \1 sentences accounted for, (\d+) of \2 stated claims verified$", ran.out, re.MULTILINE)


def test_the_check_passes_with_the_texts_and_says_so(copy_of_project: Copier, texts: Path) -> None:
    """With the texts the numbers are the same, and the way of checking is named."""
    copy = copy_of_project()
    ran, without = check(copy, texts), check(copy)
    assert (ran.code, ran.err) == (0, "")
    assert f"checked against the fingerprints and 5 texts in {texts}" in ran.out
    assert ran.out.splitlines()[0] == without.out.splitlines()[0]


def test_texts_that_are_not_all_at_hand_are_counted(copy_of_project: Copier, texts: Path, tmp_path: Path) -> None:
    """Four texts at hand are checked as four, the fifth by its fingerprint."""
    some = copied(texts, tmp_path)
    next(some.glob("000_*.txt")).unlink()
    ran = check(copy_of_project(), some)
    assert ran.code == 0 and f"and 4 texts in {some}" in ran.out


def test_a_folder_of_texts_that_is_not_there_is_an_error(copy_of_project: Copier, tmp_path: Path) -> None:
    """A folder named by mistake is not taken for 'no texts'."""
    ran = check(copy_of_project(), tmp_path / "nowhere")
    assert ran.code == 1 and "there is no such folder of source texts" in ran.err


def copied(texts: Path, folder: Path) -> Path:
    """A copy of the texts that may be altered."""
    copy = folder / "texts"
    shutil.copytree(texts, copy)
    for path in copy.iterdir():
        path.chmod(0o644)
    copy.chmod(0o755)
    return copy


def altered(texts: Path, folder: Path) -> tuple[Path, Path]:
    """A copy of the texts in which one word of text 000 is another, and that text."""
    copy = copied(texts, folder)
    path = next(copy.glob("000_*.txt"))
    content = path.read_text(encoding="utf-8")
    assert content.count("2.4 trillion") == 1
    path.write_text(content.replace("2.4 trillion", "2.5 trillion"), encoding="utf-8")
    return copy, path


def test_an_altered_text_is_found(copy_of_project: Copier, texts: Path, tmp_path: Path) -> None:
    """A changed word in a text fails by the text's SHA-256."""
    folder, path = altered(texts, tmp_path)
    ran = check(copy_of_project(), folder)
    assert (ran.code, ran.out) == (1, "")
    assert any(line.startswith(f"{path}:1:1: the text differs from the one that the record '{TEXT}' was made from") for line in ran.lines), ran.err


def test_an_altered_text_is_found_though_the_record_agrees(copy_of_project: Copier, texts: Path, tmp_path: Path) -> None:
    """A changed word in a text fails by the fingerprint where the record's SHA-256 was made to agree."""
    folder, path = altered(texts, tmp_path)
    copy = copy_of_project()
    forge(copy, "sha256", hashlib.sha256(path.read_bytes()).hexdigest())
    ran = check(copy, folder)
    assert ran.code == 1
    assert any(line.startswith(f"{path}:1:1: the text does not give the fingerprint committed for '{TEXT}'") for line in ran.lines), ran.err


def test_a_forged_fingerprint_is_found_by_its_text(copy_of_project: Copier, texts: Path) -> None:
    """A fingerprint and the record's hash of it changed together fail against the text."""
    copy = copy_of_project()
    a_forged_fingerprint(copy)
    ran = check(copy, texts)
    assert ran.code == 1 and "the text does not give the fingerprint committed for" in ran.err


# Numbering.


def source_records(project: Path) -> list[tuple[str, str]]:
    """Id and text file of each source record, read as lines."""
    found = []
    for path in sorted((project / "data" / "sources").glob("*.yaml")):
        match = re.search(r"^file: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert match, f"{path} names no file"
        found.append((path.stem, match[1]))
    assert len(found) == 5
    return found


def test_the_texts_give_the_committed_fingerprints(project: Path, texts: Path) -> None:
    """Sentence numbering is fixed: made again from the texts, every fingerprint is the committed one, byte for byte."""
    for source, file in source_records(project):
        text = (texts / file).read_text(encoding="utf-8")
        assert fingerprint.write(fingerprint.make(source, text)) == (project / "data" / "fingerprints" / f"{source}.txt").read_text(encoding="utf-8"), source


def test_every_word_of_a_text_is_in_its_fingerprint(project: Path, texts: Path) -> None:
    """Nothing of a text is left out of the numbering: the sentences, put together, are the text without its white space."""
    for _, file in source_records(project):
        text = (texts / file).read_text(encoding="utf-8")
        assert "".join("".join(sentences.split(text).values()).split()) == "".join(sentences.plain(text).split()), file


def test_the_command_makes_the_committed_fingerprints(copy_of_project: Copier, project: Path, texts: Path) -> None:
    """`sasac fingerprint TEXT` gives the hashes that the record states, and leaves an equal fingerprint as it is."""
    copy = copy_of_project()
    for source, file in source_records(project):
        ran = here(copy, "fingerprint", texts / file, "--source", source)
        record = (project / "data" / "sources" / f"{source}.yaml").read_text(encoding="utf-8")
        assert ran.code == 0 and len(ran.out.splitlines()) == 2
        assert all(f"\n{line}\n" in record for line in ran.out.splitlines()), ran.out


def test_the_command_leaves_a_committed_fingerprint_alone(copy_of_project: Copier, texts: Path, tmp_path: Path) -> None:
    """A changed text does not get the fingerprint of an old source."""
    copy, (_, path) = copy_of_project(), altered(texts, tmp_path)
    before = (copy / FINGERPRINT).read_bytes()
    ran = here(copy, "fingerprint", path, "--source", TEXT)
    assert ran.code == 1 and "a changed text is a new source with a new id" in ran.err
    assert (copy / FINGERPRINT).read_bytes() == before
