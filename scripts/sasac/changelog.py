"""The change log of the data, `data/CHANGELOG.yaml`: what each version of the data changed; the feeds are made from it.

Versions are semantic for users of the data: removing an id or changing a meaning is major, adding is minor, correcting is a patch.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from sasac import strict_yaml
from sasac.load import contents
from sasac.models.base import Line, Model
from sasac.parse import explain
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


def citation_problems(project: Path, newest: Release) -> list[Problem]:
    """Where CITATION.cff, if the project has one, does not name the newest version and its day."""
    path = project / "CITATION.cff"
    if not path.is_file():
        return []
    found = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for key, wanted in _cited(newest.version, newest.date).items():
        number = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 0)
        said = lines[number - 1].partition(":")[2].strip().strip("\"'") if number else ""
        right = wanted.strip('"')
        if said != right:
            what = f"{key} is {said or 'missing'}, but the newest version in data/CHANGELOG.yaml has {right}"
            found.append(Problem(shown(path, project), number or 1, 1, what, f"write {key}: {wanted}"))
    return found


def bring_citation_up_to_date(project: Path, version: str, day: str) -> None:
    """Write a version and its day into CITATION.cff, if the project has one; the rest of the file stays."""
    path = project / "CITATION.cff"
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        for key, value in _cited(version, day).items():
            text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


def _cited(version: str, day: str) -> dict[str, str]:
    return {"version": version, "date-released": f'"{day}"'}
