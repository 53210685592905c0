"""The change log of the data: versions in order, the newest that of data/VERSION and CITATION.cff, each as big a step as its changes ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sasac import changelog
from sasac.checks.references import claims_of
from sasac.load import Loading
from sasac.problems import Problem, nearest, shown
from sasac.strict_yaml import Document

# Kind of change to the part of the version that it moves: major 0, minor 1, patch 2.
_STEPS = {"removed": 0, "changed meaning": 0, "added": 1, "corrected": 2}
_PARTS = ("major", "minor", "patch")


def check(loading: Loading, project: Path) -> list[Problem]:
    """Everything wrong with the change log; a project without a version has none to check."""
    stated = project / "data" / "VERSION"
    if not stated.is_file():
        missing = Problem(shown(stated, project), 1, 1, "the version of the data is missing", "write the newest version of data/CHANGELOG.yaml")
        return [missing] if (project / "data" / "CHANGELOG.yaml").is_file() else []
    log, document, problems = changelog.read(project)
    if log is None or document is None:
        return problems
    file = shown(project / "data" / "CHANGELOG.yaml", project)
    version = stated.read_text(encoding="utf-8", errors="replace").strip()
    if log.releases[0].version != version:
        place = document.place(("releases", 0, "version"))
        what = f"the newest version is {log.releases[0].version}, but data/VERSION says {version}"
        problems.append(Problem(file, *place, what, "make the two agree"))
    problems += changelog.citation_problems(project, log.releases[0])
    known, published = _known(loading), _published(project)
    for index, release in enumerate(log.releases):
        older = log.releases[index + 1] if index + 1 < len(log.releases) else None
        problems += _release(release, older, index, file, document)
        for number, change in enumerate(release.changes):
            if change in release.changes[:number]:
                place = document.place(("releases", index, "changes", number))
                problems.append(Problem(file, *place, "the same change stands twice in this version", "keep one of the two"))
            for at, identifier in enumerate(change.records):
                if identifier in change.records[:at]:
                    place = document.place(("releases", index, "changes", number, "records", at))
                    problems.append(Problem(file, *place, f"'{identifier}' stands twice", "keep one of the two"))
            for at, identifier in enumerate(change.records):
                unread = identifier.partition("#")[0] in {name for _, name in loading.unread}
                # What an older version added may be gone by now, as what is removed is; but it was published once. Questions have no address.
                gone = index > 0 or change.kind == "removed"
                once = gone and (identifier in published or identifier.startswith("question-"))
                if identifier not in known and not once and not unread:
                    place = document.place(("releases", index, "changes", number, "records", at))
                    near = nearest(identifier, known)
                    what = f"there {'was never a' if gone else 'is no'} record or claim '{identifier}'"
                    problems.append(Problem(file, *place, what, f"did you mean '{near}'?" if near else "name a record's id, or meeting#claim"))
    return problems


def _known(loading: Loading) -> set[str]:
    known = {identifier for group in loading.records.values() for identifier in group}
    return known | {f"{loaded.id}#{claim.id}" for loaded in loading.all() for _, claim in claims_of(loaded)}


def _published(project: Path) -> set[str]:
    """Ids and keys of everything that ever had an address of its own."""
    path = project / "data" / "addresses.txt"
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
    steps = [line.split("/") for line in lines if line.count("/") == 2]
    return {f"{identifier}{anchor}" for _, identifier, anchor in steps}


def _release(release: changelog.Release, older: changelog.Release | None, index: int, file: str, document: Document) -> list[Problem]:
    found = []
    try:
        date.fromisoformat(release.date)
    except ValueError:
        place = document.place(("releases", index, "date"))
        found.append(Problem(file, *place, f"'{release.date}' is a day that no calendar has", "write the day of the version"))
    if older is None:
        return found
    at_version = document.place(("releases", index, "version"))
    if release.number <= older.number:
        what = f"version {release.version} does not follow {older.version}"
        return [*found, Problem(file, *at_version, what, "put the newest version first; numbers only rise")]
    if release.date < older.date:
        place = document.place(("releases", index, "date"))
        found.append(Problem(file, *place, f"version {release.version} is older than the one before it", "put the newest version first"))
    moved = next(part for part in range(3) if release.number[part] != older.number[part])
    wanted = min(_STEPS[change.kind] for change in release.changes)
    if moved > wanted:
        kinds = next(change.kind for change in release.changes if _STEPS[change.kind] == wanted)
        number = [*older.number[:wanted], older.number[wanted] + 1, *[0] * (2 - wanted)]
        what = f"a change of the kind '{kinds}' asks for a new {_PARTS[wanted]} version"
        found.append(Problem(file, *at_version, what, f"make it {'.'.join(map(str, number))}"))
    return found
