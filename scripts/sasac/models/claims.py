"""The lists kept for each meeting: participants, agenda, tasks, figures, statements and restructurings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sasac.models.base import (
    ActorRef,
    Claim,
    ClaimRef,
    EntityRef,
    External,
    Fact,
    Line,
    MeetingRef,
    Model,
    NotStated,
    OrganizationRef,
    Quote,
    TermRef,
    ThemeRef,
)
from sasac.models.vocabulary import Change, Deed, FigureStatus, Modality, StatementModality, TransferKind, TransferStatus

DateText = Annotated[str, Field(description="EDTF (ISO 8601-2)")]


class ThemedClaim(Claim):
    """A task, figure, statement or restructuring: with the themes it belongs to and what it names."""

    themes: list[ThemeRef] = Field(min_length=1)
    entities: list[EntityRef] = Field(default_factory=list, description="People, enterprises and bodies that it names")
    terms: list[TermRef] = Field(default_factory=list)
    facts: list[Fact] = Field(default_factory=list)
    external: list[External] = Field(default_factory=list)


class Participant(Claim):
    """Someone the text places at the meeting, and what they did there."""

    who: EntityRef
    name_as_printed: Quote
    role_as_printed: Quote | NotStated
    did: list[Deed] = Field(min_length=1)


class AgendaItem(Claim):
    """Something the meeting was held for or dealt with."""


class SummaryLine(Model):
    """One line of a meeting's summary and the claims that it rests on."""

    line: Line
    rests_on: list[ClaimRef] = Field(min_length=1)


class Task(ThemedClaim):
    """One thing done, planned, demanded, expected or recommended."""

    modality: Modality
    set_by: ActorRef = Field(description="Who set it; the meeting's own id where the text says only 'the meeting'")
    addressee: EntityRef | NotStated
    period: Line | NotStated
    period_edtf: DateText | None = None
    part_of: ClaimRef | None = Field(default=None, description="The broader task that the text sets it under")


class Figure(ThemedClaim):
    """A number, or a quantity that the text tells of without a number."""

    measure: Line
    value: Line | NotStated = Field(description="Digits as a plain decimal, or 'not stated'")
    qualifier: Line | None = Field(default=None, description="Words such as 'more than', as printed")
    unit: Line | NotStated
    change: Change
    status: FigureStatus
    scope: Line | NotStated
    period: Line | NotStated
    period_edtf: DateText | None = None


class Statement(ThemedClaim):
    """Something said that sets no task: by whom, and in what capacity."""

    speaker: ActorRef
    capacity: Quote | NotStated = Field(description="The role as printed in the passage")
    modality: StatementModality
    about: EntityRef | MeetingRef | None = None


class Restructuring(ThemedClaim):
    """A change of hands: asset, from, to, kind and status, never crossed with another."""

    asset: OrganizationRef | None = None
    asset_text: Line = Field(description="The asset in words")
    giver: OrganizationRef | NotStated = Field(alias="from")
    receiver: OrganizationRef | NotStated = Field(alias="to")
    transfer: TransferKind
    status: TransferStatus
    period: Line | NotStated
    period_edtf: DateText | None = None


class ClaimList(Model):
    """What every per-meeting list file begins with."""

    meeting: MeetingRef


class TaskList(ClaimList):
    """All tasks of one meeting."""

    tasks: list[Task] = Field(min_length=1)


class FigureList(ClaimList):
    """All figures of one meeting."""

    figures: list[Figure] = Field(min_length=1)


class StatementList(ClaimList):
    """All attributed statements of one meeting."""

    statements: list[Statement] = Field(min_length=1)


class RestructuringList(ClaimList):
    """All transfers and mergers told at one meeting."""

    restructurings: list[Restructuring] = Field(min_length=1)
