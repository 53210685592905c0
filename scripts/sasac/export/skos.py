"""Terms and themes as SKOS in Turtle; the names of people and bodies are no concepts and stay out.

Printed forms are alternative labels; those whose wording is garbled, wrong or misleading are hidden labels, which a search
should find and a page should not show. Chinese and official English come from outside; a note beside each says on what basis.
Where the very name of a term is such a wording, the official or common English is preferred to it; where there is none, the Chinese alone.
"""

from __future__ import annotations

from sasac.link import Corpus, Entry
from sasac.models import External
from sasac.pinyin import is_chinese
from sasac.views.cite import NAME, Edition

_HIDDEN = ("garbled", "wrong", "misleading")
_PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_LICENCE = "<https://creativecommons.org/licenses/by/4.0/>"
_OUTSIDE = ("Chinese", "official English", "common English", "short form", "meaning", "verdict")


def content(corpus: Corpus, edition: Edition) -> bytes:
    """data/terms.ttl."""
    blocks = [_PREFIXES]
    for kind in ("theme", "term"):
        entries = sorted(corpus.of_kind(kind), key=lambda entry: entry.id)
        blocks.append(_scheme(f"{kind}s/", entries, edition))
        blocks += [_concept(corpus, entry, edition) for entry in entries]
    return "\n".join(blocks).encode()


def literal(text: str, language: str = "") -> str:
    """A string as Turtle writes it."""
    return '"' + text.translate(_ESCAPES) + '"' + (f"@{language}" if language else "")


def _block(subject: str, pairs: list[tuple[str, str]]) -> str:
    return f"<{subject}>\n    " + " ;\n    ".join(f"{predicate} {value}" for predicate, value in dict.fromkeys(pairs)) + " .\n"


def _scheme(place: str, entries: list[Entry], edition: Edition) -> str:
    pairs = [
        ("a", "skos:ConceptScheme"), ("dcterms:title", literal(f"{NAME}: {place.rstrip('/')}", "en")), ("dcterms:license", _LICENCE),
        ("owl:versionInfo", literal(edition.version)),
    ]
    return _block(edition.absolute(place), [*pairs, *(("skos:hasTopConcept", f"<{edition.absolute(entry.url)}>") for entry in entries)])


def _concept(corpus: Corpus, entry: Entry, edition: Edition) -> str:
    record = entry.record
    scheme = edition.absolute(f"{entry.kind}s/")
    pairs = [
        ("a", "skos:Concept"), ("skos:inScheme", f"<{scheme}>"), ("skos:topConceptOf", f"<{scheme}>"),
        ("dcterms:identifier", literal(entry.id)), ("skos:definition", literal(record.text, "en")),
    ]
    name = preferred(entry)
    if name:
        pairs.append(("skos:prefLabel", literal(name, "en")))
    if entry.kind == "theme":
        pairs.append(("skos:scopeNote", literal(record.scope_note, "en")))
        pairs += [("skos:related", f"<{edition.absolute(corpus.entries[other].url)}>") for other in record.related]
        return _block(edition.absolute(entry.url), pairs)
    pairs += [*_printed(entry, name), *_outside(entry, name)]
    if record.same_because:
        pairs.append(("skos:editorialNote", literal(f"Forms grouped under one name: {record.same_because}", "en")))
    pairs += [("skos:note", literal(f"Component: {component.text} ({component.named})", "en")) for component in record.components]
    pairs += [("dcterms:subject", f"<{edition.absolute(corpus.entries[theme].url)}>") for theme in record.themes]
    for other in (corpus.entries[identifier] for identifier in record.see_also):
        pairs.append(("skos:related" if other.kind == "term" else "rdfs:seeAlso", f"<{edition.absolute(other.url)}>"))
    return _block(edition.absolute(entry.url), pairs)


def preferred(entry: Entry) -> str | None:
    """The English label to show; none where the only English there is should not be shown, and the Chinese can stand for it."""
    if entry.kind == "theme" or not is_hidden(entry, entry.title):
        return entry.title
    english = [fact.value for field in ("official English", "common English") for fact in entry.record.external if fact.field == field and not fact.form]
    shown = next((value for value in english if not is_chinese(value) and not is_hidden(entry, value)), None)
    return shown or (None if _chinese(entry) else entry.title)


def _chinese(entry: Entry) -> list[str]:
    """The Chinese of a term as a whole, the best first."""
    return [fact.value for fact in entry.record.external if fact.field == "Chinese" and is_chinese(fact.value) and not fact.form]


def _printed(entry: Entry, name: str | None) -> list[tuple[str, str]]:
    """Labels from printed forms; each label stands once (SKOS S13), and the preferred one is none of them, in capitals or not."""
    found = []
    for form in dict.fromkeys(form.form for form in entry.record.forms):
        hidden = is_hidden(entry, form)
        if form != name and not (hidden and name and form.casefold() == name.casefold()):
            found.append(("skos:hiddenLabel" if hidden else "skos:altLabel", literal(form, "en")))
    return found


def is_hidden(entry: Entry, form: str) -> bool:
    """Whether a verdict on this printed form, or on the record's wording as a whole, calls it garbled, wrong or misleading."""
    return any(
        fact.field == "verdict" and fact.value in _HIDDEN and (fact.form is None or fact.form.casefold() == form.casefold()) for fact in entry.record.external
    )


def _outside(entry: Entry, name: str | None) -> list[tuple[str, str]]:
    found = [("skos:altLabel" if number else "skos:prefLabel", literal(value, "zh-Hans")) for number, value in enumerate(_chinese(entry))]
    found += [("skos:editorialNote", literal(_note(fact), "en")) for fact in entry.record.external if fact.field in _OUTSIDE]
    printed = {form.form for form in entry.record.forms}
    for fact in entry.record.external:
        if fact.field in ("official English", "common English", "short form") and not is_chinese(fact.value) and fact.value not in {name, *printed}:
            found.append(("skos:altLabel", literal(fact.value, "en")))
    return found


def _note(fact: External) -> str:
    """Where an outside fact comes from, in one line."""
    about = f" of “{fact.form}”" if fact.form else ""
    place = fact.address or fact.drawn_from or fact.no_address or ""
    return f"{fact.field}{about}: {fact.value} (not in the source; {fact.basis}{': ' + place if place else ''})"
