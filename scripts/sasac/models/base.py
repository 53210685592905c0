"""What all records share: one-line text, ids and references, evidence, facts about a field, and external facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sasac import sentences
from sasac.models.vocabulary import NOT_STATED, Basis, FactKind, StatedKind

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LONGEST_LINE = 600
LONGEST_ADDRESS = 1000


@dataclass(frozen=True)
class Ref:
    """Marks a field that holds the id of a record in one of these folders (an id of a claim where `claims`)."""

    folders: tuple[str, ...]
    claims: bool = False


def _line(value: str) -> str:
    if value != value.strip() or "\n" in value:
        raise ValueError("the text is not one clean line; remove line breaks and outer spaces")
    if len(value) > LONGEST_LINE:
        raise ValueError(f"the text has {len(value)} characters; keep a line under {LONGEST_LINE} and split the facts")
    if value.startswith(("=", "+", "@")):
        raise ValueError(f"the text begins with '{value[0]}', and a spreadsheet would run it as a formula; begin with a word")
    half = len(value) // 2
    # A reduplicated word (研究研究) is short; a line pasted twice is not.
    if half >= 4 and value[:half] == value[-half:] and value[half : len(value) - half] in ("", " "):
        raise ValueError("the same words stand twice; keep them once")
    return value


def line_problem(value: object) -> tuple[str, str] | None:
    """Why a value is not one clean line of text, and what would be right; None where it is one. For text outside records."""
    if not isinstance(value, str):
        return "this is not text", "write it on one line"
    try:
        _line(value)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        return what, remedy
    return None if value else ("the text is empty", "write it, or delete the key")


def _quote(value: str) -> str:
    _line(value)
    count = sentences.word_count(value)
    if count > sentences.LONGEST_QUOTE:
        raise ValueError(
            f"the quote has {count} words; at most {sentences.LONGEST_QUOTE}: keep what identifies the passage, join a start and an end with …"
        )
    if any(not sentences.tokens(part) for part in sentences.parts(value)):
        raise ValueError("the quote has an empty part beside …; give the words before and after it")
    return value


def is_address(value: str) -> bool:
    """Whether a text is a whole web address and nothing else, such as a script."""
    return re.fullmatch(r"https?://[^\s<>\"'`{}\\]+", value) is not None


def _address(value: str) -> str:
    if len(value) > LONGEST_ADDRESS:
        raise ValueError(f"the address has {len(value)} characters; give the page's own address, under {LONGEST_ADDRESS}")
    if not is_address(value):
        raise ValueError("this is not a web address; write it whole, beginning with http:// or https://")
    return value


Line = Annotated[str, Field(min_length=1, description="One line that can be understood alone"), AfterValidator(_line)]
Quote = Annotated[str, Field(min_length=1, description="At most 12 words of the source; … joins a start and an end"), AfterValidator(_quote)]
Address = Annotated[str, Field(description="Web address"), AfterValidator(_address)]
Slug = Annotated[str, Field(pattern=SLUG, description="Lower-case letters, digits and hyphens")]
SentenceId = Annotated[str, Field(pattern=r"^p[1-9]\d*s[1-9]\d*$", description="p3s2: paragraph 3, sentence 2")]
SourceRef = Annotated[Slug, Ref(("sources",))]
MeetingRef = Annotated[Slug, Ref(("meetings",))]
ThemeRef = Annotated[Slug, Ref(("themes",))]
TermRef = Annotated[Slug, Ref(("terms",))]
PersonRef = Annotated[Slug, Ref(("people",))]
OrganizationRef = Annotated[Slug, Ref(("organizations",))]
EntityRef = Annotated[Slug, Ref(("people", "organizations"))]
ActorRef = Annotated[Slug, Ref(("people", "organizations", "meetings", "sources"))]
RecordRef = Annotated[Slug, Ref(("people", "organizations", "meetings", "sources", "themes", "terms"))]
ClaimRef = Annotated[str, Ref((), claims=True)]
NotStated = Annotated[str, Field(pattern=f"^{NOT_STATED}$", description="The words 'not stated'")]


class Model(BaseModel):
    """Strict and closed: unknown keys are errors, values are never converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Evidence(Model):
    """Where a claim stands: a source, a sentence, and at most 12 words that identify the passage."""

    source: SourceRef
    sentence: SentenceId
    quote: Quote


class Fact(Model):
    """What the texts say of one field of a record: stated, our reading of it, or not stated."""

    field: str
    kind: FactKind
    value: Line | None = None
    record: RecordRef | None = Field(default=None, description="The record that the value names, if there is one")
    reason: Line | None = Field(default=None, description="Why we read it so (inferred), or what the text gives instead (not stated)")
    evidence: list[Evidence] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Fact:
        if self.kind == NOT_STATED and self.value is not None:
            raise ValueError("a field that is not stated has no value; delete 'value', or change 'kind'")
        if self.kind != NOT_STATED and self.value is None:
            raise ValueError("key 'value' is missing; say what the source says, or set kind to 'not stated'")
        if self.kind == "inferred" and not self.reason:
            raise ValueError("an inferred fact has no reason; add 'reason' in one line")
        return self


class External(Model):
    """A fact from outside the five texts: what it says, on what basis, and where it was read."""

    field: str
    value: Line
    basis: Basis
    form: Quote | None = Field(default=None, description="The printed form that it speaks of, where it is not the record as a whole")
    address: Address | None = None
    no_address: Line | None = Field(default=None, description="Why there is no address")
    drawn_from: Line | None = Field(default=None, description="What an inferred fact is drawn from")
    note: Line | None = None


class Form(Model):
    """A wording as printed, garbles included, and one place where it stands."""

    form: Quote
    source: SourceRef
    sentence: SentenceId


class Claim(Model):
    """Shared by everything with an id of its own on a meeting's page."""

    id: Slug
    text: Line
    kind: StatedKind = "stated"
    reason: Line | None = None
    other_reading: Line | None = Field(default=None, description="A second way to read the passage")
    evidence: list[Evidence] = Field(min_length=1)

    @model_validator(mode="after")
    def _reasoned(self) -> Claim:
        if self.kind == "inferred" and not self.reason:
            raise ValueError("an inferred claim has no reason; add 'reason' in one line")
        # Where 'kind' is left out a claim is stated; a reason without it may be an inferred claim that lost a line.
        if self.reason and "kind" not in self.model_fields_set:
            raise ValueError("a claim with a reason does not say its kind; add 'kind: stated' or 'kind: inferred'")
        return self
