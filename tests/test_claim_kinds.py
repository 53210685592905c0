"""Three kinds of claim, never mixed: what each must carry is checked, and each is shown with a mark of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from lxml import html

from copies import Lines, Place
from sasac.link import Corpus
from sasac.models import Fact
from sasac.models.vocabulary import MARK
from sasac.problems import DataError
from sasac.publish import Publication, publish, read

MEETING = "2024-01-24-scio-press-conference"
RECORD, TASKS, FIGURES = f"data/meetings/{MEETING}.yaml", f"data/tasks/{MEETING}.yaml", f"data/figures/{MEETING}.yaml"
TERM, PERSON, ENTERPRISE = "data/terms/two-capabilities.yaml", "data/people/li-bing.yaml", "data/organizations/china-huaneng-group.yaml"
Copier = Callable[[], Path]
CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def problems(copy: Path) -> list[str]:
    """What is wrong with a copy, a line a problem; empty where nothing is."""
    try:
        read(copy)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


def outside(lines: Lines, field: str) -> int:
    """Line of a record's first fact from outside about a field."""
    return lines.find(f"- field: {field}", after=lines.find("external:"))


# What each kind must carry.


def stated_without_evidence(copy: Path) -> Place:
    """A stated claim has no evidence."""
    lines = Lines(copy, TASKS)
    first = lines.find("- id: task-advance-restructuring-and-integration")
    start = lines.find("evidence:", after=first)
    lines.drop(start, lines.find("themes:", after=start) - 1)
    return Place(TASKS, first, "key 'evidence' is missing")


def stated_with_empty_evidence(copy: Path) -> Place:
    """A stated claim has an empty list as its evidence."""
    lines = Lines(copy, TASKS)
    start = lines.find("evidence:", after=lines.find("- id: task-advance-restructuring-and-integration"))
    lines.drop(start, lines.find("themes:", after=start) - 1)
    return Place(TASKS, lines.put(start, "  evidence: []"), "'evidence' is empty")


def stated_fact_without_evidence(copy: Path) -> Place:
    """A stated fact about a field has no evidence."""
    lines = Lines(copy, RECORD)
    first = lines.find("- field: name")
    start = lines.find("evidence:", after=first)
    lines.drop(start, lines.find("- field:", after=start) - 1)
    return Place(RECORD, first, "key 'evidence' is missing")


def inferred_without_reason(copy: Path) -> Place:
    """Our reading gives no reason."""
    lines = Lines(copy, FIGURES)
    first = lines.find("- id: figure-transfers-facilitated")
    lines.drop(lines.find("reason:", after=first))
    return Place(FIGURES, first, "an inferred claim has no reason")


def inferred_without_evidence(copy: Path) -> Place:
    """Our reading does not say what it starts from."""
    lines = Lines(copy, FIGURES)
    first = lines.find("- id: figure-transfers-facilitated")
    start = lines.find("evidence:", after=first)
    lines.drop(start, lines.find("themes:", after=start) - 1)
    return Place(FIGURES, first, "key 'evidence' is missing")


def inferred_fact_without_reason(copy: Path) -> Place:
    """Our reading of a field gives no reason."""
    lines = Lines(copy, RECORD)
    first = lines.find("- field: year")
    lines.drop(lines.find("reason:", after=first))
    return Place(RECORD, first, "an inferred fact has no reason")


def not_stated_with_a_value(copy: Path) -> Place:
    """A field that is not stated has a value all the same."""
    lines = Lines(copy, PERSON)
    first = lines.find("- field: role")
    lines.put(first + 2, "  value: director")
    return Place(PERSON, first, "a field that is not stated has no value")


def not_stated_without_evidence(copy: Path) -> Place:
    """A field that is not stated does not say which sentence shows it."""
    lines = Lines(copy, PERSON)
    first = lines.find("- field: role")
    start = lines.find("evidence:", after=first)
    lines.drop(start, lines.find("external:") - 1)
    return Place(PERSON, first, "key 'evidence' is missing")


def external_without_basis(copy: Path) -> Place:
    """A fact from outside has no basis."""
    lines = Lines(copy, RECORD)
    first = outside(lines, "date held")
    lines.drop(lines.find("basis:", after=first))
    return Place(RECORD, first, "key 'basis' is missing")


def external_with_another_basis(copy: Path) -> Place:
    """A fact from outside has a basis that is none of the three."""
    lines = Lines(copy, RECORD)
    line = lines.find("basis: found", after=outside(lines, "date held"))
    return Place(RECORD, lines.change(line, "found", "remembered"), "'remembered' is not a word for 'basis'")


def found_without_address(copy: Path) -> Place:
    """A fact that was found does not say where."""
    lines = Lines(copy, RECORD)
    first = outside(lines, "date held")
    lines.drop(lines.find("address:", after=first))
    return Place(RECORD, lines.find("basis: found", after=first), "a fact that was found has no address")


def inferred_without_drawn_from(copy: Path) -> Place:
    """A fact inferred from outside material does not say what it is drawn from."""
    lines = Lines(copy, TERM)
    first = outside(lines, "Chinese")
    lines.drop(lines.find("drawn_from:", after=first))
    return Place(TERM, lines.find("basis: inferred", after=first), "does not say what it is drawn from")


def inferred_without_address(copy: Path) -> Place:
    """A fact inferred from outside material has neither an address nor a reason for having none."""
    lines = Lines(copy, TERM)
    first = outside(lines, "Chinese")
    lines.drop(lines.find("no_address:", after=first))
    return Place(TERM, lines.find("basis: inferred", after=first), "neither an address nor a reason for having none")


def unchecked_identity(copy: Path) -> Place:
    """General knowledge supplies who or what something is."""
    lines = Lines(copy, PERSON)
    first = lines.put(outside(lines, "Chinese"), "- field: identity", "  value: a deputy secretary general", "  basis: unchecked")
    return Place(PERSON, first + 2, "an unchecked fact gives 'identity'; only a rendering may be unchecked")


def unchecked_office(copy: Path) -> Place:
    """General knowledge supplies an office."""
    lines = Lines(copy, PERSON)
    line = lines.find("basis: found", after=outside(lines, "office"))
    return Place(PERSON, lines.change(line, "found", "unchecked"), "an unchecked fact gives 'office'")


def stock_code_not_found(copy: Path) -> Place:
    """A stock code is inferred, not found."""
    lines = Lines(copy, ENTERPRISE)
    new = ("- field: stock code", '  value: "600011"', "  basis: inferred", "  no_address: none", "  drawn_from: the name of a listed company")
    first = lines.put(lines.find("external:") + 1, *new)
    return Place(ENTERPRISE, first + 2, "the identifier 'stock code' was not found in a public page")


def identifier_unchecked(copy: Path) -> Place:
    """A Wikidata item comes from general knowledge."""
    lines = Lines(copy, ENTERPRISE)
    line = lines.find("basis: found", after=outside(lines, "Wikidata"))
    return Place(ENTERPRISE, lines.change(line, "found", "unchecked"), "the identifier 'Wikidata' was not found in a public page")


def external_field_unknown(copy: Path) -> Place:
    """A fact from outside is about a field that no such fact may be about."""
    lines = Lines(copy, ENTERPRISE)
    first = lines.put(lines.find("external:") + 1, "- field: turnover", "  value: large", "  basis: found", "  address: https://example.org/")
    return Place(ENTERPRISE, first, "'turnover' is not a field for facts from outside")


def external_as_stated(copy: Path) -> Place:
    """A fact from outside is written among those that the text states, with its address."""
    lines = Lines(copy, PERSON)
    first = lines.find("- field: role")
    lines.put(first + 1, "  address: https://example.org/")
    return Place(PERSON, first + 1, "unknown key 'address'")


@pytest.mark.parametrize(
    "damage",
    [
        stated_without_evidence, stated_with_empty_evidence, stated_fact_without_evidence, inferred_without_reason, inferred_without_evidence,
        inferred_fact_without_reason, not_stated_with_a_value, not_stated_without_evidence, external_without_basis, external_with_another_basis,
        found_without_address, inferred_without_drawn_from, inferred_without_address, unchecked_identity, unchecked_office, stock_code_not_found,
        identifier_unchecked, external_field_unknown, external_as_stated,
    ],
)
def test_a_claim_that_lacks_what_its_kind_must_carry_is_an_error(copy_of_project: Copier, damage: Callable[[Path], Place]) -> None:
    """Each fault is an error at its line."""
    copy = copy_of_project()
    place = damage(copy)
    found = problems(copy)
    assert any(place.begins(line) for line in found), f"nothing at {place} in: {found[:5]}"


def test_an_undamaged_copy_has_no_error(copy_of_project: Copier) -> None:
    """The errors above come from the damage."""
    assert problems(copy_of_project()) == []


# How each kind is shown.


@pytest.fixture(scope="module")
def publication(project: Path) -> Publication:
    """All pages of the real records, not yet laid out."""
    return publish(project)


@pytest.fixture(scope="module")
def page(publication: Publication) -> html.HtmlElement:
    """The page of the press conference: its records hold all kinds of claim."""
    found = next(page for page in publication.pages if page.url == f"meetings/{MEETING}/")
    return html.fromstring(f"<div>{publication.body(found)}</div>")


def words(element: html.HtmlElement) -> str:
    """Text of an element with single spaces."""
    return " ".join(element.text_content().split())


def own_mark(element: html.HtmlElement) -> html.HtmlElement:
    """The one evidence mark of a claim itself, not those of the facts inside it."""
    (found,) = element.xpath(".//details[.//q][not(ancestor::dl)][not(.//dl)]")
    return found


def of_class(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """Elements of a class inside another one."""
    return element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def labels(element: html.HtmlElement) -> list[str]:
    """The 'our reading' labels of a claim itself, not those of the facts inside it."""
    return [words(item) for item in of_class(element, "kind--inferred") if not item.xpath("ancestor::dl[contains(@class, 'facts')]")]


def test_the_page_holds_every_kind_of_claim(corpus: Corpus) -> None:
    """Without this the tests below could look at nothing."""
    entries = [entry for entry in corpus.claims.values() if entry.meeting.id == MEETING]
    assert {entry.claim.kind for entry in entries} == {"stated", "inferred"}
    inside = [fact for entry in entries for fact in getattr(entry.claim, "facts", [])]
    assert {fact.kind for fact in [*inside, *corpus.entries[MEETING].record.facts]} == {"stated", "inferred", "not stated"}
    assert any(getattr(entry.claim, "external", []) for entry in entries) and corpus.entries[MEETING].record.external


@pytest.mark.parametrize(("kind", "sign", "said"), [("stated", "✓", "evidence"), ("inferred", "≈", "our reading")])
def test_each_claim_carries_the_mark_of_its_kind(corpus: Corpus, page: html.HtmlElement, kind: str, sign: str, said: str) -> None:
    """Stated and inferred claims differ in sign and words; only the second are labelled 'our reading', with the reason."""
    entries = [entry for entry in corpus.claims.values() if entry.meeting.id == MEETING and entry.claim.kind == kind]
    assert entries
    for entry in entries:
        element = page.get_element_by_id(entry.id)
        mark = own_mark(element)
        assert words(mark[0]).startswith(f"{sign} {said}"), entry.id
        assert labels(element) == (["our reading"] if kind == "inferred" else []), entry.id
        quotes = [words(quote) for quote in mark.xpath(".//q")]
        assert quotes == [" ".join(item.quote.split()) for item in entry.claim.evidence], entry.id
        if kind == "inferred":
            assert entry.claim.reason and " ".join(entry.claim.reason.split()) in words(mark), entry.id


def test_each_mark_leads_to_the_sentence_and_to_the_publisher(corpus: Corpus, page: html.HtmlElement) -> None:
    """For each sentence an evidence mark names the source and holds two links: the line of its ledger, and the publisher's page with a text fragment."""
    entries = [entry for entry in corpus.claims.values() if entry.meeting.id == MEETING]
    assert entries
    for entry in entries:
        items = own_mark(page.get_element_by_id(entry.id)).xpath(".//li")
        places = [(source, sentence) for (source, sentence), _ in groupby(entry.claim.evidence, key=lambda item: (item.source, item.sentence))]
        for (source, sentence), shown in zip(places, items, strict=True):
            links = [str(link) for link in shown.xpath("./span/a/@href")]
            ledger = f"sources/{source}/index.html#{corpus.lead(source, sentence)}"
            assert [len(links), links[0].endswith(ledger), "#:~:text=" in links[1]] == [2, True, True], links
            assert corpus.entries[source].title in words(shown), entry.id


@pytest.mark.parametrize(("kind", "sign"), [("stated", "✓ evidence"), ("inferred", "≈ our reading"), ("not stated", "○ where it is missing")])
def test_each_fact_carries_the_mark_of_its_kind(corpus: Corpus, page: html.HtmlElement, kind: str, sign: str) -> None:
    """Facts at a glance: a field that is not stated says so where its value would stand."""
    (box,) = of_class(page, "factbox")
    shown = [item for item in box.xpath(".//dl/div") if not item.xpath("ancestor::*[contains(@class, 'outside-box')]")]
    record: list[Fact] = corpus.entries[MEETING].record.facts
    pairs = [(fact, element) for fact, element in zip(record, shown, strict=True) if fact.kind == kind]
    assert pairs
    for fact, element in pairs:
        label, value = words(element.xpath("./dt")[0]), words(element.xpath("./dd/div")[0])
        assert label.casefold() == fact.field
        assert words(element.xpath("./dd/details/summary")[0]).startswith(sign), fact.field
        assert (value == MARK) == (kind == "not stated"), fact.field
        assert ("our reading" in value) == (kind == "inferred"), fact.field


def test_facts_from_outside_are_set_apart_with_basis_and_address(corpus: Corpus, page: html.HtmlElement) -> None:
    """Each stands in a box headed 'Not in the source', beside its basis and a link to its address."""
    entries = [entry for entry in corpus.claims.values() if entry.meeting.id == MEETING and getattr(entry.claim, "external", [])]
    assert entries
    for entry in entries:
        (box,) = of_class(page.get_element_by_id(entry.id), "outside-box")
        assert words(box).startswith("Not in the source"), entry.id
        for fact, shown in zip(entry.claim.external, box.xpath(".//dl/div"), strict=True):
            assert fact.value in words(shown), entry.id
            assert [words(item) for item in of_class(shown, f"kind--{fact.basis}")] == [fact.basis], entry.id
            assert fact.address is None or fact.address in [str(link) for link in shown.xpath(".//a/@href")], entry.id
    record = corpus.entries[MEETING].record.external
    boxes = [words(box) for box in of_class(page, "outside-box")]
    assert record and all(any(fact.value in box or fact.field == "date held" for box in boxes) for fact in record)


def test_nothing_from_outside_stands_elsewhere_on_the_page(page: html.HtmlElement) -> None:
    """With the boxes and the open questions taken away, no Chinese character is left on the page."""
    copy = html.fromstring(html.tostring(page, encoding="unicode"))
    assert CJK.search(copy.text_content())
    for box in [*of_class(copy, "outside-box"), *of_class(copy, "questions")]:
        box.drop_tree()
    left = CJK.search(copy.text_content())
    assert left is None, copy.text_content()[max(0, left.start() - 60) : left.end() + 60]


def test_every_claim_of_every_meeting_is_on_its_page(publication: Publication) -> None:
    """No claim of any kind is left out when pages are laid out, and each has exactly one evidence mark of its own."""
    claims = publication.corpus.claims.values()
    assert claims
    for meeting in publication.corpus.meetings:
        body = html.fromstring(f"<div>{publication.body(next(page for page in publication.pages if page.url == meeting.url))}</div>")
        for entry in [entry for entry in claims if entry.meeting is meeting]:
            sign = {"stated": "✓", "inferred": "≈"}[entry.claim.kind]
            assert words(own_mark(body.get_element_by_id(entry.id))[0]).startswith(sign), entry.key
