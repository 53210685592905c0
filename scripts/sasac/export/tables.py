"""The relational tables that CSV, SQLite and the Data Package share: names, columns, types, keys and foreign keys.

Nested lists of a record have tables of their own, one row an item, numbered from 1 in `position`. A row's id spells out its
place: `li-bing/facts/1/evidence/2`. Nothing of a record is left out; what is worked out from it is marked "computed".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: name, what it holds, type as in Table Schema v2, whether it may be empty, and the table whose key it holds."""

    name: str
    about: str
    type: str = "string"
    empty: bool = False
    to: str = ""


@dataclass(frozen=True)
class Table:
    """A table; `places` are column pairs that hold a source and a sentence, and their table; of the columns `one_of` exactly one is filled."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    places: tuple[tuple[tuple[str, str], str], ...] = ()
    one_of: tuple[str, ...] = ()

    @property
    def foreign_keys(self) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """Own columns, other table, its columns."""
        single = [((column.name,), column.to, BY_NAME[column.to].key) for column in self.columns if column.to]
        return [*single, *((pair, table, ("source", "sentence")) for pair, table in self.places)]


def _dated(name: str, about: str, empty: bool = False) -> tuple[Column, ...]:
    """An EDTF date as text with its earliest and latest day beside it."""
    return (
        Column(name, f"{about}; EDTF (ISO 8601-2)", empty=empty),
        Column(f"{name}_first", f"Computed: earliest day of {name}; empty where its year is not known", "date", True),
        Column(f"{name}_last", f"Computed: latest day of {name}; empty where its year is not known", "date", True),
    )


def _or_not_stated(name: str, about: str) -> tuple[Column, ...]:
    """A record's id or the words 'not stated', and the same as a foreign key."""
    return Column(name, f"{about}: a record's id, or 'not stated'"), Column(f"{name}_id", f"Computed: {name}, empty where not stated", empty=True, to="records")


_ID = Column("id", "The record's id: the name of its file", to="records")
_NAME = Column("name", "Name of the record on this site")
_TEXT = Column("text", "One line that can be understood alone")
_POSITION = Column("position", "Place in the list, from 1", "integer")
_SAME = Column("same_because", "Why printed forms that differ are one thing (our reading)", empty=True)
_URL = Column("url", "Computed: address below the site's root")
_PLACE = (Column("source", "The source text", to="sources"), Column("sentence", "p3s2 is paragraph 3, sentence 2"))
_CITED = ((("source", "sentence"), "sentences"),)
_TRUST = (
    Column("basis", "Computed: 'source' where the text says it or is shown not to, 'reading' where it is our reading"),
    Column("verification", "Computed: 'quotes matched' where each fragment stands in its sentence, by the committed fingerprint"),
)
_CLAIM = (
    Column("key", "Unique in the whole reference: meeting, #, id", to="claims"),
    Column("meeting", "The meeting on whose page it stands", to="meetings"),
    Column("id", "Unique at its meeting; the anchor on the page"),
    _POSITION,
    _TEXT,
    Column("kind", "stated: the source says it; inferred: our reading"),
    Column("reason", "Why we read it so, where inferred", empty=True),
    Column("other_reading", "A second way to read the passage", empty=True),
    *_TRUST,
    _URL,
    Column("file", "Computed: record file"),
    Column("line", "Computed: line of that file", "integer"),
)
_PERIOD = (Column("period", "Period in words, or 'not stated'"), *_dated("period_edtf", "The period", True))


def _list(name: str, about: str, owner: Column, item: Column) -> Table:
    return Table(name, about, (owner, _POSITION, item), (owner.name, "position"))


TABLES = (
    Table("records", "One row per record with a page, of whatever type", (
        Column("id", "The record's id: the name of its file"), Column("type", "source, meeting, person, enterprise, body, theme or term"), _NAME,
        Column("text", "What it is, in one line", empty=True), _URL, Column("file", "Computed: record file"),
    ), ("id",)),
    Table("meetings", "One row per meeting", (
        _ID, _NAME, *_dated("date", "The best date we have"),
        Column("date_basis", "Computed: stated, inferred or external: what supports the date; only stated days are sure"),
    ), ("id",)),
    Table("sources", "One row per source text", (
        _ID, _NAME, Column("meeting", "The meeting that it reports", to="meetings"), Column("text_file", "File name of the text, which is not published here"),
        Column("sha256", "SHA-256 of the text"), Column("fingerprint_sha256", "SHA-256 of its fingerprint"),
    ), ("id",)),
    Table("people", "One row per person", (_ID, _NAME, _TEXT, _SAME), ("id",)),
    Table("organizations", "One row per enterprise, body or group", (
        _ID, _NAME, _TEXT, _SAME, Column("kind", "Computed: value of its fact 'kind', which says whether that is stated", empty=True),
    ), ("id",)),
    Table("themes", "One row per policy theme, an editorial grouping", (_ID, _NAME, _TEXT, Column("scope_note", "What it takes in and what not")), ("id",)),
    Table("terms", "One row per slogan, formula or fixed term", (_ID, _NAME, _TEXT, Column("kind", "Kind of term"), _SAME), ("id",)),
    Table("claims", "One row per task, figure, statement, restructuring, participant and agenda item", (
        Column("key", "Unique in the whole reference: meeting, #, id"), Column("type", "task, figure, statement, restructuring, participant or agenda"),
        *_CLAIM[1:],
    ), ("key",)),
    Table("participants", "One row per participant of a meeting", (
        *_CLAIM, Column("who", "The person or organization", to="records"), Column("name_as_printed", "Name as printed"),
        Column("role_as_printed", "Role as printed, or 'not stated'"),
    ), ("key",)),
    Table("agenda", "One row per thing that a meeting was held for or dealt with", _CLAIM, ("key",)),
    Table("tasks", "One row per thing done, planned, demanded, expected or recommended", (
        *_CLAIM, Column("modality", "done, planned, demanded, expected or recommended"),
        Column("set_by", "Who set it; the meeting itself where the text names no one", to="records"), *_or_not_stated("addressee", "To whom"), *_PERIOD,
        Column("part_of", "The broader task under which the text sets it", empty=True, to="claims"),
    ), ("key",)),
    Table("figures", "One row per number, or quantity told without a number", (
        *_CLAIM, Column("measure", "What is measured"), Column("value", "Digits as a plain decimal, or 'not stated'"),
        Column("value_number", "Computed: the value as a number", "number", True), Column("qualifier", "Words such as 'more than', as printed", empty=True),
        Column("unit", "Unit, or 'not stated'"), Column("change", "level, rise to, rise by, rise, fall to, fall by, fall, count, share or ordinal"),
        Column("status", "achieved, target, planned or counted"), Column("scope", "Of what or whom, or 'not stated'"), *_PERIOD,
    ), ("key",)),
    Table("statements", "One row per thing said that sets no task", (
        *_CLAIM, Column("speaker", "Who says it", to="records"), Column("capacity", "Role as printed in the passage, or 'not stated'"),
        Column("modality", "asserted, asked, done, planned, demanded, expected or recommended"),
        Column("about", "Whom or which meeting it is about", empty=True, to="records"),
    ), ("key",)),
    Table("restructurings", "One row per change of hands", (
        *_CLAIM, Column("asset", "The asset, where it has a record", empty=True, to="organizations"), Column("asset_text", "The asset in words"),
        *_or_not_stated("giver", "From whom ('from' in the records)"), *_or_not_stated("receiver", "To whom ('to' in the records)"),
        Column("transfer", "Kind of transfer"), Column("status", "done, facilitated, promoted, under way or planned"), *_PERIOD,
    ), ("key",)),
    Table("facts", "One row per thing that the texts say, or do not say, of one field of a record or claim", (
        Column("id", "Owner and place"), Column("of_record", "The record that it is about", empty=True, to="records"),
        Column("of_claim", "The claim that it is about", empty=True, to="claims"), _POSITION, Column("field", "Which field"),
        Column("kind", "stated, inferred or not stated"), Column("value", "What is said; empty where not stated", empty=True),
        Column("value_first", "Computed: earliest day, where the value is a date whose year is known", "date", True),
        Column("value_last", "Computed: latest day, where the value is a date whose year is known", "date", True),
        Column("names_record", "The record that the value names", empty=True, to="records"),
        Column("reason", "Why we read it so, or what the text gives instead", empty=True), *_TRUST,
    ), ("id",), one_of=("of_record", "of_claim")),
    Table("external_facts", "One row per fact from outside the source texts", (
        Column("id", "Owner and place"), Column("of_record", "The record that it is about", empty=True, to="records"),
        Column("of_claim", "The claim that it is about", empty=True, to="claims"), _POSITION, Column("field", "Which field"), Column("value", "What it says"),
        Column("value_first", "Computed: earliest day, where the value is a date whose year is known", "date", True),
        Column("value_last", "Computed: latest day, where the value is a date whose year is known", "date", True),
        Column("kind", "Computed: always 'external'"),
        Column("basis", "found: read in a public page; inferred: drawn from something; unchecked: not looked up"),
        Column("verification", "Computed: 'read at address', 'read, address not kept', 'drawn from' or 'not checked'"),
        Column("form", "The printed form that it speaks of, where not the record as a whole", empty=True), Column("address", "Where it was read", empty=True),
        Column("no_address", "Why there is no address", empty=True), Column("drawn_from", "What an inferred fact is drawn from", empty=True),
        Column("note", "Note", empty=True),
    ), ("id",), one_of=("of_record", "of_claim")),
    Table("forms", "One row per printed form of a person, organization or term, and place where it stands", (
        Column("id", "Owner and place"), Column("of_record", "The record that it names", to="records"), _POSITION,
        Column("form", "The wording as printed, garbles included"), *_PLACE,
    ), ("id",), _CITED),
    Table("components", "One row per member of a numbered phrase or formula, as a text spells it out", (
        Column("id", "Owner and place"), Column("of_record", "The term", to="terms"), _POSITION, _TEXT,
        Column("named", "'with the name' or 'without the name'"), *_TRUST,
    ), ("id",)),
    Table("evidence", "One row per passage that a claim, fact or component rests on", (
        Column("id", "Owner and place"), Column("of_claim", "The claim that rests on it", empty=True, to="claims"),
        Column("of_fact", "The fact that rests on it", empty=True, to="facts"), Column("of_component", "The component", empty=True, to="components"),
        _POSITION, *_PLACE, Column("quote", "At most 12 words of the source; … joins a start and an end"),
    ), ("id",), _CITED, ("of_claim", "of_fact", "of_component")),
    _list("participant_deeds", "What a participant did", Column("participant", "The participant", to="participants"), Column("deed", "attended, spoke, …")),
    _list("claim_themes", "Themes of a claim", Column("claim", "The claim", to="claims"), Column("theme", "The theme", to="themes")),
    _list("claim_entities", "People, enterprises and bodies that a claim names", Column("claim", "The claim", to="claims"),
          Column("entity", "Person or organization", to="records")),
    _list("claim_terms", "Terms that a claim uses", Column("claim", "The claim", to="claims"), Column("term", "The term", to="terms")),
    _list("term_themes", "Themes of a term", Column("term", "The term", to="terms"), Column("theme", "The theme", to="themes")),
    _list("term_see_also", "What to see besides a term", Column("term", "The term", to="terms"), Column("record", "Any record", to="records")),
    _list("theme_related", "Related themes", Column("theme", "The theme", to="themes"), Column("related", "The related theme", to="themes")),
    Table("summary_lines", "One row per line of a meeting's summary", (
        Column("id", "Owner and place"), Column("meeting", "The meeting", to="meetings"), _POSITION, Column("line", "The line"),
    ), ("id",)),
    _list("summary_claims", "Claims that a summary line rests on", Column("summary_line", "The line", to="summary_lines"),
          Column("claim", "The claim", to="claims")),
    Table("ledger", "One row per sentence of a source: what it says, in our words", (
        *_PLACE, _POSITION, Column("gist", "What it says, in our words"), Column("uses", "'none' where nothing rests on it", empty=True),
        Column("reason", "Why nothing rests on it", empty=True),
    ), ("source", "sentence")),
    Table("sentences", "One row per numbered sentence; stray full stops cut some in pieces, which the ledger joins to a leading one", (
        *_PLACE, Column("paragraph", "Computed: paragraph number", "integer"), Column("number", "Computed: number in the paragraph", "integer"),
        Column("ledger_sentence", "The sentence of the ledger that it belongs to"), Column("position", "0 for the leading piece, then from 1", "integer"),
    ), ("source", "sentence"), ((("source", "ledger_sentence"), "ledger"),)),
    Table("questions", "One row per open question, those that follow from the records too", (
        Column("id", "The question's id: its anchor on the page of questions"), Column("name", "Name; empty where it follows from the records", empty=True),
        Column("kind", "not stated, identity, rendering, two readings or list not found"), Column("asked", "The question"),
        Column("text", "What we know"), Column("where_we_looked", "Where we looked"), *_dated("as_of", "As of which day"),
        Column("written", "Whether it is a record of its own; else it follows from the records", "boolean"), _URL,
        Column("subject_url", "Computed: address of what it is about"),
    ), ("id",)),
    _list("question_records", "What a question is about", Column("question", "The question", to="questions"), Column("record", "The record", to="records")),
    Table("links", "Computed: one row per reference from a record or claim to a record: the whole web in one table", (
        Column("id", "Number of the row in this version", "integer"), Column("from_record", "The record that names the other", empty=True, to="records"),
        Column("from_claim", "The claim that names it", empty=True, to="claims"), Column("role", "Key under which it is named"),
        Column("to_record", "The record that is named", to="records"),
    ), ("id",), one_of=("from_record", "from_claim")),
)
BY_NAME = {table.name: table for table in TABLES}
