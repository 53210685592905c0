"""Coverage: every sentence accounted for, every stated claim verified, and the fields that a reader looks for never left unsaid.

The numbers are worked out here from the YAML files with `yaml.safe_load` and from the fingerprint files line by line, not
by the package's own functions, and compared with what the command prints.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import sasac
from copies import texts_folder

NOT_STATED = "not stated"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A token as the method page says: a word (joined by - & . / or, between digits, by a comma), 's, or a single mark.
TOKEN = re.compile(r"'s\b | \w+ (?: (?: [-&./] (?=\w) | (?<=\d) , (?=\d) ) \w+ )* | \S", re.VERBOSE)


@dataclass
class Data:
    """Records by folder and id, as plain values, and the hashes of each sentence of each source."""

    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    hashes: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def joined(self, source: str, sentence: str) -> list[str]:
        """The sentence with those that the ledger joins to it."""
        line = next((line for line in self.records["sources"][source]["ledger"] if line["sentence"] == sentence), {})
        return [sentence, *line.get("joins", [])]

    def positions(self, source: str, sentence: str, wording: str) -> set[tuple[str, int]] | None:
        """Where the words of a quote stand in a sentence, part after part; None where they do not."""
        hay = [(piece, place, mark) for piece in self.joined(source, sentence) for place, mark in enumerate(self.hashes[source].get(piece, []))]
        taken: set[tuple[str, int]] = set()
        start = 0
        for part in wording.split("…"):
            wanted = [hashlib.sha256(f"{source}\0{token}".encode()).hexdigest()[:4] for token in TOKEN.findall(plain(part))]
            ends = [at + len(wanted) for at in range(start, len(hay) - len(wanted) + 1) if [mark for _, _, mark in hay[at : at + len(wanted)]] == wanted]
            if not wanted or not ends:
                return None
            start = ends[0]
            taken |= {(piece, place) for piece, place, _ in hay[start - len(wanted) : start]}
        return taken


def plain(text: str) -> str:
    """Curly quotation marks and no-break spaces in their plain forms."""
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("\u00a0", " ")):
        text = text.replace(curly, straight)
    return text


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a value, itself first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from mappings(inner)


@pytest.fixture(scope="module")
def data(project: Path) -> Data:
    """The project's records and fingerprints, read plainly."""
    found = Data()
    for path in sorted((project / "data").glob("*/*.yaml")):
        found.records[path.parent.name][path.stem] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    for path in sorted((project / "data" / "fingerprints").glob("*.txt")):
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        found.hashes[path.stem] = {number: marks for number, *marks in lines}
    assert len(found.records["sources"]) >= 5 and set(found.hashes) == set(found.records["sources"])
    return found


def supported(data: Data) -> list[dict[str, Any]]:
    """Everything on record that carries evidence: claims, facts and components."""
    found = [item for group in data.records.values() for record in group.values() for item in mappings(record) if "evidence" in item]
    assert len(found) > 500
    return found


def fragments(data: Data) -> list[tuple[str, str, str]]:
    """Source, sentence and wording of each quote and each printed form."""
    everything = [item for group in data.records.values() for record in group.values() for item in mappings(record)]
    found = [(item["source"], item["sentence"], item["quote"]) for item in everything if "quote" in item]
    found += [(item["source"], item["sentence"], item["form"]) for item in everything if "form" in item and "sentence" in item]
    assert len(found) > 500
    return found


def facts_of(data: Data, folder: str, identifier: str, about: str) -> list[dict[str, Any]]:
    """What a record says of one field."""
    return [fact for fact in data.records[folder][identifier].get("facts", []) if fact["field"] == about]


# Two numbers that stay true.


def test_every_sentence_has_exactly_one_ledger_line(data: Data) -> None:
    """The ledger's sentences, joined ones too, are the fingerprint's sentences, in order and once each."""
    for source, lines in data.hashes.items():
        ledger = data.records["sources"][source]["ledger"]
        assert [piece for line in ledger for piece in [line["sentence"], *line.get("joins", [])]] == list(lines), source
        assert all(line["gist"].strip() for line in ledger), source


def test_every_ledger_line_is_used_or_says_why_not(data: Data) -> None:
    """Something rests on a sentence, or its line has 'uses: none' with a reason; never both and never neither."""
    lead = {(source, piece): line["sentence"] for source in data.hashes for line in data.records["sources"][source]["ledger"]
            for piece in [line["sentence"], *line.get("joins", [])]}
    rests = {(source, lead[source, sentence]) for source, sentence, _ in fragments(data)}
    unused = 0
    for source in data.hashes:
        for line in data.records["sources"][source]["ledger"]:
            none = line.get("uses") == "none"
            unused += none
            assert none == bool(line.get("reason")), (source, line["sentence"])
            assert none != ((source, line["sentence"]) in rests), (source, line["sentence"])
    assert 0 < unused < 15


def test_every_quote_stands_in_its_sentence(data: Data) -> None:
    """Each quote and printed form, hashed here word by word, stands in the sentence that it names."""
    assert [item for item in fragments(data) if data.positions(*item) is None] == []


def test_every_quote_is_short(data: Data) -> None:
    """At most 12 words, a hyphen or point within a word counting as the end of one."""
    assert [wording for _, _, wording in fragments(data) if len(re.findall(r"[^\W_]+", wording)) > 12] == []


def test_every_quote_stands_in_its_paragraph_of_the_text(data: Data, project: Path) -> None:
    """Where the texts are at hand: each part of a quote stands, letter by letter, in the paragraph that its sentence is of."""
    folder = texts_folder(project)
    if folder is None:
        pytest.skip("the source texts are not at hand")
    paragraphs = {}
    for source, record in data.records["sources"].items():
        text = plain((folder / record["file"]).read_text(encoding="utf-8"))
        paragraphs[source] = [" ".join(line.split()) for line in text.splitlines() if line.split()]
    for source, sentence, wording in fragments(data):
        paragraph, start = paragraphs[source][int(sentence[1:].partition("s")[0]) - 1], 0
        for part in plain(wording).split("…"):
            match = re.compile(rf"(?<!\w){re.escape(' '.join(part.split()))}(?!\w)").search(paragraph, start)
            assert match, (source, sentence, wording)
            start = match.end()


def test_the_command_prints_the_numbers_worked_out_here(data: Data, project: Path) -> None:
    """`sasac check`: as many sentences and stated claims as the files hold, all accounted for and all verified."""
    total = sum(map(len, data.hashes.values()))
    stated = [item for item in supported(data) if item.get("kind", "stated") == "stated" or "named" in item]
    verified = [item for item in stated if all(data.positions(proof["source"], proof["sentence"], proof["quote"]) is not None for proof in item["evidence"])]
    assert len(stated) == len(verified) > 300
    ran = sasac("--project", project, "check", sources="")
    assert ran.code == 0, ran.err
    sources = len(data.hashes)
    assert ran.out.splitlines()[0] == (
        f"{sources} sources, {total} of {total} sentences accounted for, {len(verified)} of {len(stated)} stated claims verified"
    )


def test_the_coverage_table_is_the_one_worked_out_here(data: Data, project: Path) -> None:
    """`sasac coverage`, source by source: sentences, claims by kind, verified, and the share of the text that is quoted."""
    ran = sasac("--project", project, "coverage", sources="")
    assert ran.code == 0, ran.err
    head, *rows = [re.split(r" {2,}", line.strip()) for line in ran.out.splitlines()]
    printed = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for item in supported(data):
        kinds[item["evidence"][0]["source"]]["stated" if "named" in item else item.get("kind", "stated")] += 1
    quoted: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for source, sentence, wording in fragments(data):
        quoted[source] |= data.positions(source, sentence, wording) or set()
    assert set(printed) == {*data.hashes, "all sources"}
    for source, lines in data.hashes.items():
        row = printed[source]
        assert row["sentences"] == row["accounted"] == str(len(lines)), source
        assert row["stated"] == row["verified"] == str(kinds[source]["stated"]), source
        assert (row["inferred"], row["not stated"]) == (str(kinds[source]["inferred"]), str(kinds[source][NOT_STATED])), source
        assert row["quoted %"] == f"{100 * len(quoted[source]) / sum(map(len, lines.values())):.1f}", source
    for column in ("sentences", "accounted", "stated", "verified", "inferred", "not stated"):
        assert int(printed["all sources"][column]) == sum(int(printed[source][column]) for source in data.hashes), column


# Nothing in the texts is missed.


def test_every_number_of_the_texts_is_on_record(data: Data, project: Path) -> None:
    """Where the texts are at hand: each number, in digits or words, stands in a quote or printed form of its paragraph."""
    folder = texts_folder(project)
    if folder is None:
        pytest.skip("the source texts are not at hand")
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "hundred", "second", "third", "fourth", "half", "many", "some")
    number = re.compile(rf"(?<![\w-])(?:\d[\w.,]*|{'|'.join(words)})\b", re.IGNORECASE)
    quoted: dict[tuple[str, str], str] = defaultdict(str)
    for source, sentence, wording in fragments(data):
        quoted[source, sentence[1:].partition("s")[0]] += f" {plain(wording)} |"
    seen, missing = 0, []
    for source, record in data.records["sources"].items():
        text = (folder / record["file"]).read_text(encoding="utf-8")
        for place, line in enumerate([line for line in text.splitlines() if line.split()], 1):
            for word in {word.rstrip(".,") for word in number.findall(line)}:
                seen += 1
                if not re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", quoted[source, str(place)]):
                    missing.append((source, place, word))
    assert seen > 30
    # The row of page numbers at the foot of text 004 is page furniture.
    assert [item for item in missing if item[:2] != ("scio-transcript-central-soes", 10)] == []


def test_every_task_figure_and_statement_names_its_people_and_enterprises(data: Data) -> None:
    """Whoever a claim's line names, person or enterprise, is among its entities, or is who set, said or received it."""
    named: dict[str, str] = {identifier: record["name"] for identifier, record in data.records["people"].items()}
    for identifier, record in data.records["organizations"].items():
        if any(fact["field"] == "kind" and fact.get("value") == "enterprise" for fact in record["facts"]):
            named[identifier] = record["name"]
    assert len(named) > 10
    missing, seen = [], 0
    for folder in ("tasks", "figures", "statements", "restructurings"):
        for meeting, record in data.records[folder].items():
            for claim in record[folder]:
                assert claim["themes"], claim["id"]
                known = {*claim.get("entities", []), *(claim.get(key) for key in ("set_by", "addressee", "speaker", "about", "asset", "from", "to"))}
                present = [identifier for identifier, name in named.items() if re.search(rf"\b{re.escape(name)}\b", claim["text"])]
                seen += len(present)
                missing += [f"{meeting}#{claim['id']}: {identifier}" for identifier in present if identifier not in known]
    assert seen > 100
    assert missing == []


def test_every_claim_line_stands_alone(data: Data) -> None:
    """No two claims have the same line, and each names the meeting, a person or a body that it is about."""
    folders = ("tasks", "figures", "statements", "restructurings")
    lines = [claim["text"] for folder in folders for record in data.records[folder].values() for claim in record[folder]]
    assert len(lines) > 200
    assert [line for line, times in Counter(lines).items() if times > 1] == []
    assert [line for line in lines if re.match(r"(It|This|These|He|She|They)\b", line)] == []


# What is not stated is said.


def test_every_field_that_is_not_stated_shows_the_sentence(data: Data) -> None:
    """A fact that is not stated has no value, a reason or not, and always a quote from the sentence that shows it."""
    missing = [item for item in supported(data) if item.get("kind") == NOT_STATED]
    assert len(missing) > 50
    for item in missing:
        assert "value" not in item and all(proof["quote"].strip() for proof in item["evidence"]), item


@pytest.mark.parametrize(
    ("folder", "fields"),
    [
        ("meetings", ("name", "year", "date held", "date published", "chair", "venue", "organizer", "format", "unnamed speakers", "number of attendees")),
        ("sources", ("title", "publisher", "date published", "author")),
        ("people", ("role",)),
        ("organizations", ("kind",)),
    ],
)
def test_every_record_speaks_of_the_fields_that_a_reader_looks_for(data: Data, folder: str, fields: tuple[str, ...]) -> None:
    """Each field of each record has a fact: stated, our reading, or not stated."""
    assert len(data.records[folder]) >= 5
    missing = [(identifier, about) for identifier in data.records[folder] for about in fields if not facts_of(data, folder, identifier, about)]
    assert missing == []


@pytest.mark.parametrize(
    ("meeting", "stated", "inferred", "missing"),
    [
        ("2023-05-24-strategic-emerging-industries", ("chair", "organizer"), ("year", "date published", "format"), ()),
        ("2023-12-25-central-enterprise-heads", ("organizer",), ("year", "date published"), ("chair", "venue", "format")),
        ("2024-01-11-local-sasac-heads", ("organizer",), ("year",), ("date held", "date published", "chair", "venue", "format")),
        ("2024-01-24-scio-press-conference", ("name",), ("year", "organizer", "date published"), ("date held", "chair", "venue")),
        ("2025-07-16-central-enterprise-seminar", ("date held", "organizer"), (), ("year", "date published", "chair", "venue", "format")),
    ],
)
def test_what_each_text_leaves_out_of_its_meeting(
    data: Data, meeting: str, stated: tuple[str, ...], inferred: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """The fields of each meeting are of the kind that its text allows."""
    kinds = {**dict.fromkeys(stated, "stated"), **dict.fromkeys(inferred, "inferred"), **dict.fromkeys(missing, NOT_STATED)}
    found = {about: {fact["kind"] for fact in facts_of(data, "meetings", meeting, about)} for about in kinds}
    assert found == {about: {kind} for about, kind in kinds.items()}


def test_the_sources_that_name_no_publisher_and_no_date(data: Data) -> None:
    """Texts 000, 002 and 003 name no publisher; 001 and 002 have no date; none names its author."""
    kinds = {
        about: {identifier for identifier in data.records["sources"] if {fact["kind"] for fact in facts_of(data, "sources", identifier, about)} == {NOT_STATED}}
        for about in ("publisher", "date published", "author")
    }
    seminar, local = "gmt8press-central-enterprise-seminar", "charityinchina-local-sasac-heads"
    assert kinds["publisher"] == {"breakinglatest-central-enterprise-heads", "breakinglatest-strategic-emerging-industries", seminar}
    assert kinds["date published"] == {seminar, local}
    assert kinds["author"] == set(data.records["sources"])


def test_roles_that_are_not_printed(data: Data) -> None:
    """Li Bing alone has no role in the texts; the commentators' and Xi Jinping's presence is not stated."""
    without = {person for person in data.records["people"] if {fact["kind"] for fact in facts_of(data, "people", person, "role")} == {NOT_STATED}}
    assert without == {"li-bing"}
    absent = {person for person in data.records["people"] if NOT_STATED in {fact["kind"] for fact in facts_of(data, "people", person, "attendance")}}
    assert absent == {"mei-junqi", "feng-wensheng", "xi-jinping"}


def test_quantities_without_a_number_say_so(data: Data) -> None:
    """A figure without a value says that it is not stated, and one that rises says the same of its rate."""
    figures = [(f"{meeting}#{figure['id']}", figure) for meeting, record in data.records["figures"].items() for figure in record["figures"]]
    said = {key: {fact["field"] for fact in figure.get("facts", []) if fact["kind"] == NOT_STATED} for key, figure in figures}
    without = [key for key, figure in figures if figure["value"] == NOT_STATED]
    rising = [key for key, figure in figures if figure["change"].startswith("rise")]
    assert len(without) > 10 and len(rising) > 5
    assert [key for key in without if "value" not in said[key]] == []
    assert [key for key in rising if "growth rate" not in said[key]] == []


def test_restructurings_say_what_the_text_leaves_out(data: Data) -> None:
    """Value, date and completion of each change of hands are stated, read or not stated; no deal value is known."""
    changes = [item for record in data.records["restructurings"].values() for item in record["restructurings"]]
    assert len(changes) >= 5
    for item in changes:
        said = {(fact["field"], fact["kind"]) for fact in item.get("facts", [])}
        assert ("deal value", NOT_STATED) in said, item["id"]
        assert any(about == "date" for about, _ in said), item["id"]
        assert item["status"] == "done" or ("completion", NOT_STATED) in said, item["id"]


def test_the_enterprises_that_are_not_named_are_missed(data: Data) -> None:
    """Three of the six that spoke, the 13 served by the pilot and the cruise companies are not named, and the records say so."""
    for identifier in ("six-speaking-enterprises", "thirteen-central-soes", "cruise-platform-companies", "some-central-enterprises", "industry-insiders"):
        assert NOT_STATED in {fact["kind"] for fact in facts_of(data, "organizations", identifier, "members")}, identifier
