"""Facts from outside the five texts: all of them on record with basis and address, apart from what the texts say, and guarded by the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

from conftest import sasac
from copies import Lines
from sasac import sentences, walk
from sasac.link import Corpus
from sasac.models import External
from sasac.models.vocabulary import IDENTIFIERS, RENDERINGS

SEMINAR = "2025-07-16-central-enterprise-seminar"
CHINESE = re.compile("[\u4e00-\u9fff]")
ADDRESS = re.compile(r"https?://[^\s|),;]+")
# A file of the list to its source and meeting here.
TEXTS = {
    "000": ("breakinglatest-central-enterprise-heads", "2023-12-25-central-enterprise-heads"),
    "001": ("charityinchina-local-sasac-heads", "2024-01-11-local-sasac-heads"),
    "002": ("gmt8press-central-enterprise-seminar", SEMINAR),
    "003": ("breakinglatest-strategic-emerging-industries", "2023-05-24-strategic-emerging-industries"),
    "004": ("scio-transcript-central-soes", "2024-01-24-scio-press-conference"),
}
# Printed forms of the list that the texts print a little differently, or that stand for several terms.
RECORDS = {
    "original leadership of technology supply": ["original-leadership-of-technology-supply"],
    "sweat-type / wisdom-type growth": ["sweat-type-growth", "wisdom-type-growth"],
    "scientific and technological innovation, industrial control, safety / security support": ["three-roles-of-soes"],
    "core functions and competence / competitiveness": ["core-functions-and-core-competitiveness"],
    "new quality production forces / new productive forces": ["new-quality-productive-forces"],
    "spirit of the 20th National Congress": ["spirit-of-the-20th-national-congress"],
}
# Terms of which the list says found at an address that cannot show it: one of the five texts, English and with another word. They stand as unchecked.
NOT_AT_ITS_ADDRESS = {"core-functions-and-core-competitiveness"}
# A term whose two wordings have different verdicts: safety stands for security, and security is right.
SEVERAL_VERDICTS = {"three-roles-of-soes": {"variant", "ok"}}


@dataclass(frozen=True)
class Row:
    """A row of a table of the list of outside facts."""

    section: str
    cells: list[str]


def rows(project: Path) -> list[Row]:
    """Every row of every table of the list; skips where it is not at hand."""
    path = project.parent / "shared" / "reference" / "editorial-facts.md"
    if not path.is_file():
        pytest.skip("the list of outside facts is not at hand")
    found, section, heads = [], "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section, heads = line[3:], 0
        elif line.startswith("|"):
            heads += 1
            if heads > 2:
                found.append(Row(section, [cell.strip() for cell in line.strip().strip("|").split("|")]))
    return found


def outside(corpus: Corpus, *ids: str) -> list[External]:
    """Facts from outside on some records."""
    return [fact for identifier in ids for fact in getattr(corpus.entries[identifier].record, "external", [])]


def everything(corpus: Corpus) -> Iterator[tuple[str, External]]:
    """Every fact from outside with the record or claim that holds it."""
    for entry in corpus.entries.values():
        yield from ((entry.id, fact) for fact in getattr(entry.record, "external", []))
    for claim in corpus.claims.values():
        yield from ((claim.key, model) for _, model in walk.models(claim.claim) if isinstance(model, External))


def by_form(corpus: Corpus, printed: str) -> list[str]:
    """Records of a printed form."""
    wanted = re.sub(r"\s*\((?:\d{3}(?:, )?)+\)|\s*×\d+", "", printed).split(";")[0].strip()
    if wanted in RECORDS:
        return RECORDS[wanted]
    return [
        entry.id for entry in corpus.entries.values()
        if wanted.casefold() in {form.form.casefold() for form in getattr(entry.record, "forms", [])} | {entry.title.casefold()}
    ]


def chinese_of(cell: str) -> dict[str, bool]:
    """Chinese renderings of a cell to whether each is marked as unchecked."""
    found = {}
    for part in re.split(r", | / |; ", cell):
        rendering = re.sub(r"\s*\([^)]*\)", "", part).strip()
        if CHINESE.search(rendering):
            found[rendering] = "(unchecked)" in part
    return found


def same_address(one: str) -> str:
    """An address without what may follow it in a sentence."""
    return one.rstrip(".;,")


def holds_row(corpus: Corpus, ids: list[str], chinese: dict[str, bool], basis: str) -> None:
    """The records hold the renderings of a row on the right basis, and one of its addresses."""
    facts = outside(corpus, *ids)
    for rendering, unchecked in chinese.items():
        bases = {fact.basis for fact in facts if fact.field == "Chinese" and fact.value == rendering}
        assert bases, f"{ids}: {rendering} is missing"
        if unchecked or basis == "unchecked" or "Chinese unchecked" in basis or NOT_AT_ITS_ADDRESS & set(ids):
            assert bases == {"unchecked"}, f"{ids}: {rendering}"
        elif basis.startswith("inferred"):
            assert bases == {"inferred"}, f"{ids}: {rendering}"
        elif basis.startswith("found") and ADDRESS.search(basis):
            assert bases == {"found"}, f"{ids}: {rendering}"
    given = {same_address(address) for address in ADDRESS.findall(basis)}
    if given:
        assert given & {fact.address for fact in facts}, f"{ids}: none of {given}"


def test_the_list_is_read(project: Path) -> None:
    assert len(rows(project)) == 5 + 5 + 6 + 15 + 31


def test_source_cards(project: Path, corpus: Corpus) -> None:
    for row in rows(project):
        if row.section.startswith("Where the five texts"):
            name, address, host, kind, _ = row.cells
            source = TEXTS[name[:3]][0]
            assert corpus.entries[source].record.file == name
            facts = outside(corpus, source)
            (found,) = [fact for fact in facts if fact.field == "address"]
            assert (found.value, found.address, found.basis) == (address, address, "found")
            (hosted,) = [fact for fact in facts if fact.field == "kind of host"]
            assert hosted.value == host.split(" (")[0]
            (written,) = [fact for fact in facts if fact.field == "kind of text"]
            assert written.value.casefold() == kind.split(";")[0].casefold()
            assert {hosted.basis, written.basis} == ({"found"} if host == "official" else {"inferred"})
            if host != "official":
                assert any("official readout" in f"{fact.value} {fact.note}" for fact in facts), source


def test_resolved_dates_and_chinese_names_of_meetings(project: Path, corpus: Corpus) -> None:
    for row in rows(project):
        if row.section.startswith("What the texts leave unsaid"):
            meeting = TEXTS[row.cells[0]][1]
            resolved, basis = row.cells[2].replace("**", ""), row.cells[3]
            dates = re.findall(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?", resolved)
            facts = outside(corpus, meeting)
            (held,) = [fact for fact in facts if fact.field == "date held"]
            assert held.value == dates[0] == corpus.entries[meeting].record.date
            assert held.basis == basis.split()[0].rstrip(":")
            assert (held.address in {same_address(address) for address in ADDRESS.findall(basis)}) if held.address else held.no_address
            for rendering in chinese_of(resolved.partition(";")[2]):
                assert rendering in {fact.value for fact in facts if fact.field == "Chinese"}
            assert {same_address(address) for address in ADDRESS.findall(basis)} <= {fact.address for fact in facts}


def test_other_things_found(corpus: Corpus) -> None:
    every = [(key, f"{fact.field}: {fact.value} {fact.note or ''} {fact.address or ''}") for key, fact in everything(corpus)]
    for meeting, words in (
        ("2023-12-25", ["January–November 2023", "stockstar"]), ("2024-01-11", ["by the end of 2024"]),
        ("2024-01-11", ["above 70% at the end of 2024", "676567631105588"]), ("2024-01-11", ["Mei Junqi and Feng Wensheng", "attended"]),
        ("2023-05-24", ["translation slip", "had been held"]), ("2024-01-24", ["one question and one answer"]),
    ):
        assert any(key.startswith(meeting) and all(word in text for word in words) for key, text in every), words


def test_people(project: Path, corpus: Corpus) -> None:
    for row in rows(project):
        if row.section == "People":
            printed, chinese, office, basis = row.cells
            ids = by_form(corpus, printed)
            assert len(ids) == 1, printed
            holds_row(corpus, ids, chinese_of(chinese), basis)
            if basis.startswith("found"):
                (held,) = [fact for fact in outside(corpus, *ids) if fact.field == "office"]
                assert held.basis == "found"
                assert held.value.split(" and ")[0].split(";")[0] in office.replace("**", ""), printed


def test_enterprises_and_bodies(project: Path, corpus: Corpus) -> None:
    for row in rows(project):
        if row.section == "Enterprises and bodies":
            printed, chinese, english, note, basis = row.cells
            ids = by_form(corpus, printed)
            assert len(ids) == 1, f"{printed}: {ids}"
            holds_row(corpus, ids, chinese_of(chinese), basis)
            values = " ".join(f"{fact.value} {fact.note or ''}" for fact in outside(corpus, *ids))
            short = re.search(r"\(([A-Z]{2,})\)", english) or re.fullmatch(r"([A-Z]{2,})", english)
            assert short is None or short[1] in values, f"{printed}: {short}"
            for item in re.findall(r"Q\d+", note):
                assert [fact.basis for fact in outside(corpus, *ids) if fact.field == "Wikidata" and fact.value == item] == ["found"]


def test_terms(project: Path, corpus: Corpus) -> None:
    for row in rows(project):
        if row.section.startswith("Terms"):
            printed, chinese, english, verdict, basis = row.cells
            parts = printed.split(" = ")
            ids = by_form(corpus, parts[0]) if len(parts) == 1 else ["soe-reform-deepening-campaign"]
            terms = [identifier for identifier in ids if corpus.entries[identifier].kind == "term"]
            assert terms, printed
            renderings = chinese_of(chinese) if "、" not in chinese else {chinese: "(unchecked)" in chinese}
            wanted = re.match(r"ok|variant|garbled|misleading|wrong", verdict)
            assert wanted
            for identifier in terms:
                said = {fact.value for fact in outside(corpus, identifier) if fact.field == "verdict"}
                assert said == SEVERAL_VERDICTS.get(identifier, {wanted[0]}), identifier
            holds_row(corpus, terms, renderings, basis if "(term)" not in basis else "")
            # A verdict is no surer than the rendering beside which it was reached.
            if basis in ("unchecked", "open"):
                judged = {fact.basis for fact in outside(corpus, *terms) if fact.field == "verdict"}
                assert judged == {"unchecked"}, printed
            if basis == "unchecked" and english:
                meant = [fact for fact in outside(corpus, *terms) if fact.field in ("common English", "official English", "meaning")]
                assert {fact.basis for fact in meant} == {"unchecked"}, printed


def test_a_verdict_stands_on_every_form_of_the_reform_campaign(corpus: Corpus) -> None:
    record = corpus.entries["soe-reform-deepening-campaign"].record
    assert {form.form for form in record.forms} == {fact.form for fact in record.external if fact.field == "verdict"}


# Bases


def test_every_outside_fact_carries_what_its_basis_asks(corpus: Corpus) -> None:
    facts = list(everything(corpus))
    assert len(facts) > 150
    for key, fact in facts:
        assert not (fact.address and fact.no_address), key
        if fact.basis == "found":
            assert fact.address or fact.no_address, key
        elif fact.basis == "inferred":
            assert fact.drawn_from and (fact.address or fact.no_address), key
        else:
            assert fact.field in RENDERINGS, key
        assert fact.field not in IDENTIFIERS or fact.basis == "found", key


def test_what_was_found_without_an_address_is_what_the_list_gives_none_for(corpus: Corpus) -> None:
    bare = {(key, fact.field) for key, fact in everything(corpus) if fact.basis == "found" and not fact.address}
    index = {(key, field) for key in ("state-grid-corporation-of-china", "china-huaneng-group") for field in ("Chinese", "short form", "Wikidata")}
    assert bare == index | {("big-one-in-the-country", "Chinese")}


def test_no_chinese_counts_as_found_on_one_of_the_five_texts(corpus: Corpus) -> None:
    # The texts are English: an address of one of them cannot show a Chinese wording.
    ours = {fact.address for source, _ in TEXTS.values() for fact in outside(corpus, source) if fact.field == "address"}
    assert len(ours) == 5
    assert not [key for key, fact in everything(corpus) if fact.basis == "found" and fact.address in ours and CHINESE.search(fact.value)]


def test_no_stock_code_and_no_identifier_but_the_two_supported(corpus: Corpus) -> None:
    found = {(key, fact.field, fact.value) for key, fact in everything(corpus) if fact.field in IDENTIFIERS}
    assert found == {("state-grid-corporation-of-china", "Wikidata", "Q209078"), ("china-huaneng-group", "Wikidata", "Q842509")}


# Kept apart from what the texts say


def test_nothing_external_stands_in_a_text_line_of_a_claim(corpus: Corpus) -> None:
    # What the outside facts say and no sentence prints: whole values, and the names and dates that they give.
    fingerprints = corpus.texts.fingerprints.values()
    not_telling = ("verdict", "kind of host", "kind of text", "address", "publisher", "component")
    values = {fact.value for _, fact in everything(corpus) if fact.field not in not_telling and sentences.tokens(fact.value)}
    titles = {entry.title.casefold() for entry in corpus.entries.values()}
    telling = {
        value for value in values - {"2025"}
        if value.casefold() not in titles and not any(found.holds([line], value) for found in fingerprints for line in found.lines)
    }
    telling |= {"AECC", "CSGC", "Norinco", "xinfang", "neijuan", "2.6 trillion", "10 January 2023", "23 November 2023", "1 January 2024"}
    assert "Aero Engine Corporation of China" in telling and "domestic circulation" in telling
    dates = re.compile(r"2025|11 to 12 January|January 1[12]|December 25.{0,12}2023|January 24")
    for claim in corpus.claims.values():
        if claim.kind in ("task", "figure", "statement", "restructuring"):
            text = claim.claim.text
            assert not CHINESE.search(text), claim.key
            assert not [value for value in telling if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.I)], claim.key
            assert not dates.search(text), claim.key


def test_outside_facts_are_set_apart_on_pages(site: Path, corpus: Corpus) -> None:
    for entry in corpus.entries.values():
        facts = getattr(entry.record, "external", [])
        page = lxml.html.fromstring((site / entry.url / "index.html").read_text(encoding="utf-8"))
        boxes = page.xpath('//div[@class="outside-box"]')
        assert all(box.xpath("string(p)") == "Not in the source" for box in boxes), entry.id
        shown = " ".join(box.text_content() for box in boxes)
        for fact in facts:
            if fact.field not in ("date held", "address"):
                assert fact.value in shown, f"{entry.id}: {fact.value}"
        addresses = {href for box in boxes for href in box.xpath(".//a/@href")}
        assert {fact.address for fact in facts if fact.address} <= addresses, entry.id


# The July seminar


def test_the_july_seminar_says_what_is_stated_and_what_is_resolved(site: Path, corpus: Corpus) -> None:
    page = lxml.html.fromstring((site / "meetings" / SEMINAR / "index.html").read_text(encoding="utf-8"))
    (glance,) = page.xpath('//div[@class="factbox"]')
    said: dict[str, list[str]] = {}
    for fact in glance.xpath('.//div[contains(@class, "fact--") and not(contains(@class, "external"))]'):
        said.setdefault(fact.xpath("string(dt)"), []).append(fact.xpath('string(dd/div[@class="fact__value"])').strip())
    assert any(re.search(r"16–17 July|July 16–17", value) and "2025" not in value for value in said["Date held"]), said["Date held"]
    assert said["Year"] == ["not stated in the source"]
    (box,) = glance.xpath('.//div[@class="outside-box"]')
    assert "2025" in box.text_content() and "found" in box.text_content()
    assert "https://www.yicai.com/news/102729465.html" in box.xpath(".//a/@href")


def test_the_july_seminar_sorts_into_2025(site: Path, corpus: Corpus) -> None:
    assert corpus.meetings[-1].id == SEMINAR
    page = lxml.html.fromstring((site / "meetings" / "index.html").read_text(encoding="utf-8"))
    first = page.xpath('//ol[@class="timeline"]/li')[0]
    assert "2025" in first.xpath('string(.//div[@class="timeline__when"])') and "resolved" in first.text_content()
    assert f"{SEMINAR}/index.html" in first.xpath(".//h2/a/@href | .//h3/a/@href")[0]


# What the check refuses


def refused(copy: Path, *words: str) -> None:
    """The check fails on a copy with a message that holds these words."""
    ran = sasac("--project", copy, "check")
    assert ran.code != 0
    assert any(all(word in line for word in words) for line in ran.lines), ran.err


@pytest.mark.parametrize(("file", "old", "new", "message"), [
    ("terms/second-curve.yaml", "  basis: found", None, "basis"),
    ("terms/second-curve.yaml", "  basis: found", "  basis: heard", "basis"),
    ("terms/second-curve.yaml", "  address: https", None, "a fact that was found has no address"),
    ("organizations/china-huaneng-group.yaml", "  no_address:", None, "a fact that was found has no address, and no reason"),
    ("organizations/china-huaneng-group.yaml", "  basis: found", "  basis: found\n  address: https://example.org/", "an address and a reason for having none"),
    ("organizations/ordnance-equipment-group.yaml", "  drawn_from:", None, "does not say what it is drawn from"),
    ("organizations/state-grid-corporation-of-china.yaml", "- field: Wikidata", "- field: wikidata", "is not a field for facts from outside"),
    ("terms/second-curve.yaml", "  value: ok", "  value: okay", "is not a verdict"),
])
def test_a_faulty_outside_fact_is_refused(file: str, old: str, new: str | None, message: str, copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, f"data/{file}")
    at = lines.find(old.strip())
    if new is None:
        lines.drop(at)
    else:
        lines.change(at, old, new)
    refused(copy, f"data/{file}:", message)


@pytest.mark.parametrize(("field", "message"), [
    ("identity", "an unchecked fact gives 'identity'"), ("date held", "an unchecked fact gives 'date held'"), ("stock code", "was not found in a public page"),
])
def test_general_knowledge_may_only_render(field: str, message: str, copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, "data/organizations/china-resources-group.yaml")
    at = lines.find("- field: short form")
    lines.change(at, "short form", field)
    refused(copy, "data/organizations/china-resources-group.yaml:", message)


def test_an_outside_fact_on_a_form_that_is_not_printed_is_refused(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, "data/terms/second-curve.yaml")
    at = lines.find("form: second curve")
    lines.change(at, "second curve", "third curve")
    refused(copy, f"data/terms/second-curve.yaml:{at}:", "is not a printed form of this record")
