"""SKOS: read with an RDF library, compared with the records of terms and themes, and held against SKOS's own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from sasac.export.skos import literal
from sasac.views.cite import Edition

HIDDEN = {"garbled", "wrong", "misleading"}
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@pytest.fixture(scope="module")
def graph(exported: dict[str, bytes]) -> Graph:
    """The terms and themes."""
    return Graph().parse(data=exported["data/terms.ttl"], format="turtle")


@pytest.fixture(scope="module")
def records(project: Path) -> dict[str, dict[str, Any]]:
    """Terms and themes by id, as their files have them."""
    return {
        folder: {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in (project / "data" / folder).glob("*.yaml")}
        for folder in ("terms", "themes")
    }


def concept(edition: Edition, folder: str, identifier: str) -> URIRef:
    """The address of a record's page, which is the concept's name."""
    return URIRef(f"{edition.site_url}{folder}/{identifier}/")


def english(graph: Graph, subject: URIRef, kind: URIRef) -> set[str]:
    """Labels of a kind in English."""
    return {str(label) for label in graph.objects(subject, kind) if isinstance(label, Literal) and label.language == "en"}


def test_every_term_and_theme_is_a_concept_and_nothing_else_is(graph: Graph, records: dict[str, dict[str, Any]], edition: Edition) -> None:
    wanted = {concept(edition, folder, identifier) for folder, group in records.items() for identifier in group}
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == wanted and len(wanted) > 130
    for folder, group in records.items():
        scheme = URIRef(f"{edition.site_url}{folder}/")
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph and (scheme, OWL.versionInfo, Literal(edition.version)) in graph
        members = {concept(edition, folder, identifier) for identifier in group}
        assert set(graph.subjects(SKOS.inScheme, scheme)) == set(graph.objects(scheme, SKOS.hasTopConcept)) == members


def test_concepts_hold_what_the_records_say(graph: Graph, records: dict[str, dict[str, Any]], edition: Edition) -> None:
    for folder, group in records.items():
        for identifier, record in group.items():
            subject = concept(edition, folder, identifier)
            assert str(graph.value(subject, DCTERMS.identifier)) == identifier
            assert english(graph, subject, SKOS.definition) == {record["text"]}
            if folder == "themes":
                assert english(graph, subject, SKOS.prefLabel) == {record["name"]} and english(graph, subject, SKOS.scopeNote) == {record["scope_note"]}
                continue
            assert set(graph.objects(subject, DCTERMS.subject)) == {concept(edition, "themes", theme) for theme in record.get("themes", [])}
            seen = {concept(edition, "terms", other) for other in record.get("see_also", []) if other in records["terms"]}
            assert set(graph.objects(subject, SKOS.related)) >= seen
            assert len(set(graph.objects(subject, RDFS.seeAlso))) == len(set(record.get("see_also", [])) - set(records["terms"]))
            notes = english(graph, subject, SKOS.note)
            assert {f"Component: {item['text']} ({item['named']})" for item in record.get("components", [])} == notes


def test_printed_forms_are_labels_and_garbled_ones_are_hidden(graph: Graph, records: dict[str, dict[str, Any]], edition: Edition) -> None:
    hidden = 0
    for identifier, record in records["terms"].items():
        subject = concept(edition, "terms", identifier)
        outside = record.get("external", [])
        for form in {item["form"] for item in record["forms"]}:
            verdicts = {fact["value"] for fact in outside if fact["field"] == "verdict" and fact.get("form", form) == form}
            held = [kind for kind in LABELS if form in english(graph, subject, kind)]
            assert held == [SKOS.prefLabel if form == record["name"] else SKOS.hiddenLabel if verdicts & HIDDEN else SKOS.altLabel], (identifier, form)
            hidden += held == [SKOS.hiddenLabel]
        names = english(graph, subject, SKOS.prefLabel)
        bad = {fact.get("form", record["name"]).casefold() for fact in outside if fact["field"] == "verdict" and fact["value"] in HIDDEN}
        if record["name"].casefold() in bad:
            # A wording that is not to be shown is not preferred either: English from outside stands for it, or Chinese alone.
            better = [fact["value"] for fact in outside if fact["field"] in ("official English", "common English")]
            assert names == set(better[:1]) and {label.language for label in graph.objects(subject, SKOS.prefLabel)} >= {"zh-Hans"}, identifier
        else:
            assert names == {record["name"]}, identifier
        shown = set().union(*(english(graph, subject, kind) for kind in LABELS))
        given = {item["form"] for item in record["forms"]} | {fact["value"] for fact in outside} | {record["name"]}
        assert shown <= given, shown - given
    assert hidden == 13
    nailing = concept(edition, "terms", "spirit-of-nailing")
    assert english(graph, nailing, SKOS.hiddenLabel) == {"spirit of nailing"}
    assert english(graph, nailing, SKOS.prefLabel) == {'spirit of perseverance ("hammering in nails")'}
    assert Literal("钉钉子精神", lang="zh-Hans") in set(graph.objects(nailing, SKOS.prefLabel))


def test_chinese_and_official_english_say_that_they_come_from_outside(graph: Graph, records: dict[str, dict[str, Any]], edition: Edition) -> None:
    told = 0
    for identifier, record in records["terms"].items():
        subject = concept(edition, "terms", identifier)
        notes = english(graph, subject, SKOS.editorialNote)
        chinese = {str(label) for label in graph.objects(subject, SKOS.prefLabel) if isinstance(label, Literal) and label.language == "zh-Hans"}
        assert chinese <= {fact["value"] for fact in record.get("external", []) if fact["field"] == "Chinese"}
        for fact in record.get("external", []):
            if fact["field"] in ("Chinese", "official English", "verdict"):
                assert [note for note in notes if fact["value"] in note and f"not in the source; {fact['basis']}" in note], (identifier, fact)
                told += 1
    assert told > 70


def test_the_rules_of_skos_hold(graph: Graph) -> None:
    """SKOS Reference: S13 (labels of a concept are disjoint), S14 (one preferred label a language), S27 (related is no hierarchy)."""
    for subject in graph.subjects(RDF.type, SKOS.Concept):
        labels = [set(graph.objects(subject, kind)) for kind in LABELS]
        assert not labels[0] & labels[1] and not labels[0] & labels[2] and not labels[1] & labels[2], subject
        folded = [{(str(label).casefold(), label.language) for label in group if isinstance(label, Literal)} for group in labels]
        assert not folded[0] & folded[2] and not folded[1] & folded[2], subject
        languages = [label.language for label in labels[0] if isinstance(label, Literal)]
        assert languages and len(languages) == len(set(languages)), subject
        assert (subject, SKOS.related, subject) not in graph
    assert not list(graph.triples((None, SKOS.broader, None)))
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert set(graph.objects(None, SKOS.related)) <= concepts


def test_any_text_can_be_a_literal() -> None:
    text = 'He said "\\n" and \\ then\n a line\r, a\ttab, \U0001f600 and 钉钉子'
    graph = Graph().parse(data=f"<http://x.example/> <http://x.example/says> {literal(text, 'en')} .", format="turtle")
    assert [str(value) for value in graph.objects()] == [text]
