"""The meetings as a calendar (iCalendar, RFC 5545): whole days; days that the text itself does not give are tentative and say why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from sasac import edtf_dates
from sasac.export import computed
from sasac.link import Corpus, Entry
from sasac.models import Meeting
from sasac.views.cite import NAME, Edition

_LONGEST = 75


def content(corpus: Corpus, edition: Edition) -> bytes:
    """meetings.ics."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{text(NAME)}//Meetings//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{text(NAME)}", f"X-WR-CALNAME:{text(NAME)}",
    ]
    for meeting in corpus.meetings:
        lines += _event(corpus, meeting, edition)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in lines).encode()


def _event(corpus: Corpus, meeting: Entry, edition: Edition) -> Iterator[str]:
    record: Meeting = meeting.record
    first, last = edtf_dates.days(record.date)
    doubt = unsure(record)
    # The address without a port or user; a calendar entry keeps its identity when the site's address changes only in those.
    host = urlsplit(edition.site_url).hostname or "sasac-reference"
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.id}@{host}"
    yield f"DTSTAMP:{edition.day.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    # The end is the first day after the event (RFC 5545, 3.6.1).
    yield f"DTEND;VALUE=DATE:{_after(last):%Y%m%d}"
    yield f"SUMMARY:{text(record.name + (' (date resolved)' if doubt else ''))}"
    sources = ", ".join(source.title for source in corpus.sources_of[meeting.id])
    told = [*([doubt] if doubt else []), *(line.line for line in record.summary), f"Source: {sources}."]
    yield f"DESCRIPTION:{text(chr(10).join(told))}"
    venue = next((fact.value for fact in record.facts if fact.field == "venue" and fact.kind == "stated"), None)
    if venue:
        yield f"LOCATION:{text(venue)}"
    yield f"URL:{edition.absolute(meeting.url)}"
    yield f"STATUS:{'TENTATIVE' if doubt else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PUBLIC"
    yield "END:VEVENT"


def _after(day: date) -> date:
    return day + timedelta(days=1)


def unsure(meeting: Meeting) -> str:
    """What the date of a meeting rests on where the text does not state its days whole, in words; else nothing."""
    basis = computed.date_basis(meeting)
    whole_days = all(part.count("-") == 2 for part in meeting.date.split("/"))
    if basis == "stated" and whole_days:
        return ""
    stated = next((fact.value for fact in meeting.facts if fact.field == "date held" and fact.kind == "stated" and fact.value), None)
    said = f"the text states {edtf_dates.words(stated)}" if stated and stated != meeting.date else "" if stated else "the text states no date"
    rests = []
    if not whole_days:
        rests.append(f"the day is not known ({edtf_dates.words(meeting.date)})")
    for fact in meeting.facts:
        if fact.field == "date held" and fact.kind == "inferred" and fact.value == meeting.date:
            rests.append(f"our reading: {fact.reason}")
    for outside in meeting.external if basis == "external" else []:
        if outside.field == "date held" and outside.value == meeting.date:
            rests.append(f"from outside ({outside.basis}): {outside.note or outside.drawn_from or ''} {outside.address or ''}".rstrip())
    return "Date resolved, not stated whole in the text: " + "; ".join([*([said] if said else []), *rests])


def text(value: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11)."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut in two (RFC 5545, 3.1)."""
    if len(line.encode()) <= _LONGEST:
        return line
    pieces, current, size = [], "", 0
    for mark in line:
        length = len(mark.encode())
        if size + length > _LONGEST:
            pieces.append(current)
            # Following pieces begin with a space, which counts.
            current, size = "", 1
        current += mark
        size += length
    return "\r\n ".join([*pieces, current])
