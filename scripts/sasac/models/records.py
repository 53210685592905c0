"""Records with a page of their own: sources, meetings, people, organizations, themes, terms; and open questions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sasac.models.base import (
    Evidence,
    External,
    Fact,
    Form,
    Line,
    MeetingRef,
    Model,
    RecordRef,
    SentenceId,
    Slug,
    ThemeRef,
)
from sasac.models.claims import (
    AgendaItem,
    DateText,
    FigureList,
    Participant,
    RestructuringList,
    StatementList,
    SummaryLine,
    TaskList,
)
from sasac.models.vocabulary import TermKind

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="64 hexadecimal digits")]


class Record(Model):
    """Shared by records with a page of their own; the file's name is the id."""

    name: Line


class LedgerLine(Model):
    """One sentence of a source: what it says in our words, and why nothing rests on it where nothing does."""

    sentence: SentenceId
    joins: list[SentenceId] = Field(default_factory=list, description="Following pieces that a stray full stop divides from it")
    gist: Line
    uses: Literal["none"] | None = Field(default=None, description="'none' where no record rests on it; what rests on it is computed")
    reason: Line | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> LedgerLine:
        if (self.uses is None) != (self.reason is None):
            raise ValueError("'uses: none' and 'reason' go together; give both or neither")
        return self


class Source(Record):
    """One source text: where it was published, what kind of text it is, and its ledger."""

    file: Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]+\.txt$", description="Name of the text file")]
    sha256: Sha256
    fingerprint_sha256: Sha256
    meeting: MeetingRef
    facts: list[Fact]
    external: list[External] = Field(default_factory=list)
    ledger: list[LedgerLine] = Field(min_length=1)


class Meeting(Record):
    """One meeting: when, where, who, what for."""

    date: DateText = Field(description="The best date we have: stated, or resolved by a fact below; decides the order")
    facts: list[Fact]
    external: list[External] = Field(default_factory=list)
    summary: list[SummaryLine] = Field(min_length=3, max_length=6)
    participants: list[Participant] = Field(min_length=1)
    agenda: list[AgendaItem] = Field(default_factory=list)


class Named(Record):
    """A record that the texts name, with every printed form and where it stands."""

    text: Line
    forms: list[Form] = Field(min_length=1)
    same_because: Line | None = Field(default=None, description="Why forms that differ are one thing (our reading)")
    facts: list[Fact] = Field(default_factory=list)
    external: list[External] = Field(default_factory=list)

    @model_validator(mode="after")
    def _grouped(self) -> Named:
        if len({form.form.casefold() for form in self.forms}) > 1 and not self.same_because:
            raise ValueError("several printed forms stand under one name; say why in 'same_because'")
        return self


class Person(Named):
    """A person whom a text names."""


class Organization(Named):
    """An enterprise, a body or a group that a text names; the fact 'kind' says which."""


class Component(Model):
    """A member of a numbered phrase or formula, as a text spells it out."""

    text: Line
    named: Literal["with the name", "without the name"]
    evidence: list[Evidence] = Field(min_length=1)


class Term(Named):
    """A slogan, formula, numbered phrase or fixed term."""

    kind: TermKind
    components: list[Component] = Field(default_factory=list)
    themes: list[ThemeRef] = Field(default_factory=list)
    see_also: list[RecordRef] = Field(default_factory=list)


class Theme(Record):
    """A policy theme of this reference: an editorial grouping, not a word of the sources."""

    text: Line
    scope_note: Line
    related: list[ThemeRef] = Field(default_factory=list)


class Question(Record):
    """Something the texts leave open and we could not settle."""

    asked: Line
    text: Line
    kind: Literal["not stated", "identity", "rendering", "two readings", "list not found"]
    about: list[RecordRef] = Field(min_length=1)
    where_we_looked: Line
    as_of: DateText


FOLDERS: dict[str, type[Model]] = {
    "sources": Source,
    "meetings": Meeting,
    "people": Person,
    "organizations": Organization,
    "themes": Theme,
    "terms": Term,
    "tasks": TaskList,
    "figures": FigureList,
    "statements": StatementList,
    "restructurings": RestructuringList,
    "questions": Question,
}
CLAIM_FOLDERS = ("tasks", "figures", "statements", "restructurings")
SINGULAR = {
    "sources": "source", "meetings": "meeting", "people": "person", "organizations": "organization", "themes": "theme", "terms": "term",
    "tasks": "task", "figures": "figure", "statements": "statement", "restructurings": "restructuring", "questions": "question",
}
PREFIXES = {SINGULAR[folder]: folder for folder in CLAIM_FOLDERS}


def schema_name(folder: str) -> str:
    """File name of a folder's JSON Schema under data/schema/."""
    return f"{SINGULAR[folder]}.schema.json" if folder not in CLAIM_FOLDERS else f"{folder}.schema.json"


__all__ = ["CLAIM_FOLDERS", "FOLDERS", "PREFIXES", "SINGULAR", "Slug", "schema_name"]
