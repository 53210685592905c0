"""The drafts that `sasac add` writes: a source record with every sentence open, and a meeting whose fields explain themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sasac import sentences
from sasac.editing.canonical import scalar
from sasac.editing.found import Text, opening
from sasac.editing.unfinished import CHOOSE, TODO
from sasac.load import DRAFT_HEADER
from sasac.models import schema_name

_SOURCE_FIELDS = {
    "title": "The headline or title of the text. Where it has none: kind: not stated.",
    "date published": "The day the text says it was published (EDTF, as in 2024-01-12). The day of the meeting is another thing.",
    "publisher": "Who published it, as far as the text itself says. What only its address shows goes under 'external'.",
    "author": "Writer, editor or translator, as the text names them.",
}
_MEETING_FIELDS = {
    "name": "What the text calls the meeting.",
    "date held": "When it was held, as the text has it; XXXX-07-16 where no year stands in the text.",
    "year": "The year, if the text gives one; 'inferred' where it comes from a header.",
    "organizer": "Who held it; add 'record: <id>' where that body has a record.",
    "format": "seminar, deployment meeting, press conference, speech … in the text's own word.",
    "venue": "Where it was held.",
    "chair": "Who chaired it. That someone spoke does not say that they chaired.",
    "date published": "The day the report of it is dated.",
}


@dataclass(frozen=True)
class Origin:
    """What is known of a text and its meeting beforehand."""

    source: str
    meeting: str
    file: str
    name: str = ""
    meeting_name: str = ""
    address: str = ""
    day: str = ""


def _evidence(source: str, text: Text) -> str:
    """Evidence to stand in until better is chosen: the first words of the first real sentence."""
    rows = sorted(text.sentences.items(), key=lambda row: sentences.word_count(row[1]) < 5)
    number, line = rows[0]
    return f"  {CHOOSE}\n  - {{source: {source}, sentence: {number}, quote: {scalar(opening(line), flow=True)}}}"


def _facts(fields: dict[str, str], source: str, text: Text) -> list[str]:
    lines = []
    for field, explained in fields.items():
        lines += [
            f"# {explained}", f"- field: {field}", "  kind: not stated",
            f"  reason: {TODO} what the text gives instead (or make it 'stated', with a 'value' and no reason)",
            "  evidence:", _evidence(source, text),
        ]
    return lines


def source(origin: Origin, text: Text, fingerprint_sha256: str) -> str:
    """The draft of a source record."""
    lines = [
        DRAFT_HEADER.format(schema_name("sources")),
        "# A draft. Every value that begins with TODO is still to be written; these comments go away by themselves (sasac accept).",
        "# A short title of our own for the text: what kind of text it is, and on what.",
        f"name: {scalar(origin.name or f'{TODO} a short title of our own')}", f"file: {origin.file}", f"sha256: {text.sha256}",
        f"fingerprint_sha256: {fingerprint_sha256}", f"meeting: {origin.meeting}",
        "# What the text says of itself. kind: stated | inferred (then 'reason') | not stated (then no 'value').",
        "# Each rests on evidence: a sentence, and at most 12 of its words; … joins a start and an end.",
        "facts:", *_facts(_SOURCE_FIELDS, origin.source, text),
    ]
    if origin.address:
        lines += [
            "# What only the address shows; 'basis: inferred' says what it is drawn from.", "external:", "- field: address",
            f"  value: {scalar(origin.address)}", "  basis: found", f"  address: {scalar(origin.address)}",
        ]
    lines += [
        "# One line a sentence, in order: what it says, in our own words. What rests on a sentence is computed from the records.",
        "# Where nothing can rest on it (page furniture, a closing courtesy): 'uses: none' with a 'reason'.",
        "# Where a stray full stop divides a sentence, keep one line with 'joins: [p1s3]' and delete the line of p1s3.", "ledger:",
    ]
    for number, line in text.sentences.items():
        count = sentences.word_count(line)
        lines += [f"- sentence: {number}", f"  gist: {TODO} what it says, in our own words ({count} {'word' if count == 1 else 'words'})"]
    return "\n".join(lines) + "\n"


def meeting(origin: Origin, text: Text) -> str:
    """The draft of a meeting record; it loads as it stands, so that a draft can be looked at from the first minute."""
    day = origin.day or origin.meeting[:10]
    name = origin.meeting_name or f"{TODO} what we call the meeting"
    quote = _evidence(origin.source, text)
    printed = scalar(quote.partition("quote: ")[2].rstrip("}").strip("\"'"))
    lines = [
        DRAFT_HEADER.format(schema_name("meetings")),
        "# A draft. Every value that begins with TODO is still to be written; these comments go away by themselves (sasac accept).",
        "# What we call the meeting, in a few words.", f"name: {scalar(name)}",
        "# The best date there is (EDTF: 2024-01-11, or 2024-01-11/2024-01-12). A fact 'date held' below must support it.", f"date: {scalar(day)}",
        "# What the text says of the meeting. kind: stated | inferred (then 'reason') | not stated (then no 'value').", "facts:",
        *_facts(_MEETING_FIELDS, origin.source, text),
        "# This fact supports the date above: make it 'stated' where the text prints the whole date, and delete the one above.",
        "- field: date held", "  kind: inferred", f"  value: {scalar(day)}", f"  reason: {TODO} what the date is read from", "  evidence:", quote,
        "# Three to six lines that tell the meeting; each names the claims it rests on (ids of tasks, figures, statements, participants, agenda).",
        "summary:",
    ]
    for words in ("who met, when, for what", "what was asked for", "what was reported"):
        lines += [f"- line: {TODO} {words}", "  rests_on: [agenda-todo]"]
    lines += [
        "# Everyone the text places at the meeting. 'who' is a record in people/ or organizations/ (add a draft where there is none);",
        "# name and role exactly as printed, or 'role_as_printed: not stated'.",
        "# did: attended, spoke, chaired, introduced, asked, answered, organized or reported, one or more.",
        "participants:", "- id: participant-todo", f"  text: {TODO} one sentence that can be understood alone", "  who: sasac",
        f"  name_as_printed: {printed}",
        "  role_as_printed: not stated", "  did: [attended]", "  evidence:", quote,
        "# What the meeting was held for or dealt with.",
        "agenda:", "- id: agenda-todo", f"  text: {TODO} one sentence that can be understood alone", "  evidence:", quote,
        "# Then write data/drafts/tasks/, figures/, statements/ and restructurings/ under the meeting's id, as far as the text has any.",
    ]
    return "\n".join(lines) + "\n"
