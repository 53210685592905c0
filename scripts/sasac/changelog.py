"""The change log of the data, `data/CHANGELOG.yaml`: what each version of the data changed; the feeds are made from it.

Versions are semantic for users of the data: removing an id or changing a meaning is major, adding is minor, correcting is a patch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from sasac import strict_yaml
from sasac.load import contents, explain
from sasac.models.base import Line, Model
from sasac.problems import Problem, shown

ChangeKind = Literal["added", "corrected", "removed", "changed meaning"]
Semantic = Annotated[str, Field(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", description="Semantic version: major.minor.patch")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", description="Day, as in 2026-11-22")]


class Change(Model):
    """One change to the data, and the records that it touches."""

    kind: ChangeKind
    text: Line
    records: list[str] = Field(default_factory=list, description="Ids of records, or keys of claims (meeting#claim)")


class Release(Model):
    """One version of the data."""

    version: Semantic
    date: Day
    changes: list[Change] = Field(min_length=1)

    @property
    def number(self) -> tuple[int, ...]:
        """The version as something that can be compared."""
        return tuple(int(part) for part in self.version.split("."))


class ChangeLog(Model):
    """All versions, the newest first."""

    releases: list[Release] = Field(min_length=1)


def read(project: Path) -> tuple[ChangeLog | None, strict_yaml.Document | None, list[Problem]]:
    """The change log and its places in the file, or what is wrong with the file."""
    path = project / "data" / "CHANGELOG.yaml"
    file = shown(path, project)
    if not path.is_file():
        return None, None, [Problem(file, 1, 1, "the change log of the data is missing", "restore it from the last commit")]
    data, problems = contents(path, file)
    if data is None:
        return None, None, problems
    document, problems = strict_yaml.load(data, file)
    if document is None:
        return None, None, problems
    if not isinstance(document.value, dict):
        return None, None, [Problem(file, *document.place(()), "the file does not hold keys and values", "begin with 'releases:'")]
    try:
        return ChangeLog.model_validate(document.value), document, []
    except ValidationError as error:
        return None, None, explain(error, document, ChangeLog, file)
