"""The page of one source: its card and its ledger, sentence by sentence."""

from __future__ import annotations

from typing import Any

from sasac.addresses import sentence_words, text_fragment
from sasac.link import Entry, LedgerEntry
from sasac.views.page import Builder, Section, SitePage, kept
from sasac.views.parts import Link, link_to
from sasac.views.shared import backlinks_section, facts_section, outside_section, questions_section, source_address


def page(builder: Builder, entry: Entry) -> SitePage:
    """Source card, coverage, ledger."""
    corpus, record = builder.corpus, entry.record
    lines = list(dict.fromkeys(corpus.ledgers[entry.id].values()))
    address = source_address(entry)
    ledger = [_line(line, builder.concordance.longest(entry.id, line.line.sentence), address) for line in lines]
    meeting = corpus.entries[record.meeting]
    total = sum(len(line.pieces) for line in lines)
    view: dict[str, Any] = {
        "meeting": link_to(meeting), "address": address, "file_name": record.file, "sha256": record.sha256,
        "coverage": {
            "sentences": total, "lines": len(lines), "used": sum(line.line.uses is None for line in lines),
            "unused": sum(line.line.uses == "none" for line in lines),
        },
    }
    sections = [
        facts_section(builder, entry, "What the text says of itself"),
        outside_section(entry),
        Section("ledger", "Ledger: every sentence", "ledger", ledger),
        questions_section(builder, entry),
        backlinks_section(builder, entry),
    ]
    description = f"Source card and sentence-by-sentence ledger: {record.name}"
    return SitePage(entry.url, record.name, "records/source.html", description, view, kept(sections), "source", entry, entry.loaded.file)


def _line(line: LedgerEntry, quoted: str | None, address: str | None) -> dict[str, Any]:
    claims = [Link(claim.claim.text, claim.url, claim.kind) for claim in line.claims]
    return {
        "id": line.line.sentence, "others": line.pieces[1:], "place": sentence_words(line.line.sentence), "gist": line.line.gist, "reason": line.line.reason,
        "claims": claims, "entries": [link_to(entry) for entry in line.entries],
        "publisher": text_fragment(address, quoted) if address and quoted else None,
    }
