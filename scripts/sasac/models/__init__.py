"""Typed records (pydantic 2); the published JSON Schemas are generated from them."""

from sasac.models.base import Claim, Evidence, External, Fact, Form, Model, Ref
from sasac.models.claims import Figure, Participant, Restructuring, Statement, SummaryLine, Task
from sasac.models.records import (
    CLAIM_FOLDERS,
    FOLDERS,
    PREFIXES,
    SINGULAR,
    LedgerLine,
    Meeting,
    Organization,
    Person,
    Question,
    Source,
    Term,
    Theme,
    schema_name,
)

__all__ = [
    "CLAIM_FOLDERS", "FOLDERS", "PREFIXES", "SINGULAR", "Claim", "Evidence", "External", "Fact", "Figure", "Form", "LedgerLine", "Meeting",
    "Model", "Organization", "Participant", "Person", "Question", "Ref", "Restructuring", "Source", "Statement", "SummaryLine", "Task",
    "Term", "Theme", "schema_name",
]
