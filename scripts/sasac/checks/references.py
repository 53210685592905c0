"""Ids: every reference leads to a record, no id stands for two things, claim ids say what they are."""

from __future__ import annotations

from collections import defaultdict

from sasac import walk
from sasac.load import Loading
from sasac.models import CLAIM_FOLDERS, SINGULAR, Claim
from sasac.models.base import Ref
from sasac.models.claims import AgendaItem, Participant
from sasac.models.vocabulary import NOT_STATED
from sasac.parse import Loaded
from sasac.problems import Problem, nearest
from sasac.strict_yaml import Path

# Kept per meeting, so their files repeat the meeting's id.
PAGED = ("sources", "meetings", "people", "organizations", "themes", "terms", "questions")


def claims_of(loaded: Loaded) -> list[tuple[Path, Claim]]:
    """The claims with an id of their own in one file, with their paths."""
    return [(path, model) for path, model in loaded.models if isinstance(model, Claim)]


def check(loading: Loading) -> list[Problem]:
    """Dangling references, ids used twice, and claims whose id or file does not say what they are."""
    problems: list[Problem] = []
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    for loaded in loading.all():
        problems += _claims(loaded, claims)
    owners: dict[str, Loaded] = {}
    for folder in PAGED:
        for identifier, loaded in loading.records[folder].items():
            other = owners.setdefault(identifier, loaded)
            if other is not loaded:
                what = f"the id '{identifier}' is already that of {other.file}"
                problems.append(loaded.problem((), what, "rename this file"))
    for loaded in loading.all():
        meeting = loaded.id if loaded.folder in ("meetings", *CLAIM_FOLDERS) else ""
        for path, model in loaded.models:
            for where, target, ref in walk.references(model, path):
                if ref.claims and _unread(loading, target.rpartition("#")[0] or meeting):
                    continue
                problem = _claim_reference(loaded, where, target, claims, meeting) if ref.claims else _record_reference(loading, loaded, where, target, ref)
                if problem:
                    problems.append(problem)
    return problems


def _unread(loading: Loading, meeting: str) -> bool:
    """Whether some of a meeting's files could not be read: what they hold is then not known."""
    return any((folder, meeting) in loading.unread for folder in ("meetings", *CLAIM_FOLDERS))


def _claims(loaded: Loaded, claims: dict[str, dict[str, str]]) -> list[Problem]:
    problems = []
    if loaded.folder in CLAIM_FOLDERS and loaded.record.meeting != loaded.id:
        what = f"the file is named '{loaded.id}' but holds the {loaded.folder} of '{loaded.record.meeting}'"
        problems.append(loaded.problem(("meeting",), what, f"rename it {loaded.record.meeting}.yaml, or correct 'meeting'"))
    for path, claim in claims_of(loaded):
        prefix = {Participant: "participant", AgendaItem: "agenda"}.get(type(claim)) or SINGULAR[loaded.folder]
        if not claim.id.startswith(prefix + "-"):
            problems.append(loaded.problem((*path, "id"), f"the id '{claim.id}' does not begin with '{prefix}-'", f"make it '{prefix}-{claim.id}'"))
        first = claims[loaded.id].setdefault(claim.id, f"{loaded.file}:{loaded.document.place((*path, 'id'))[0]}")
        here = f"{loaded.file}:{loaded.document.place((*path, 'id'))[0]}"
        if first != here:
            problems.append(loaded.problem((*path, "id"), f"the id '{claim.id}' stands twice in this meeting (first at {first})", "give one another id"))
    return problems


def _claim_reference(loaded: Loaded, where: Path, target: str, claims: dict[str, dict[str, str]], meeting: str) -> Problem | None:
    owner, mark, identifier = target.rpartition("#")
    known = claims.get(owner if mark else meeting, {})
    if identifier in known:
        return None
    near = nearest(identifier, known)
    remedy = f"did you mean '{near}'?" if near else "name a task, figure, statement, restructuring, participant or agenda item of the meeting"
    return loaded.problem(where, f"there is no '{target}'", remedy)


def _record_reference(loading: Loading, loaded: Loaded, where: Path, target: str, ref: Ref) -> Problem | None:
    if target == NOT_STATED or any(loading.holds(folder, target) for folder in ref.folders):
        return None
    known = [identifier for folder in ref.folders for identifier in loading.records[folder]]
    near = nearest(target, known)
    elsewhere = next((folder for folder, group in loading.records.items() if target in group), None)
    if elsewhere:
        return loaded.problem(where, f"'{target}' is a record of the folder '{elsewhere}'", f"name a record of {' or '.join(ref.folders)} here")
    remedy = f"did you mean '{near}'?" if near else f"add data/{ref.folders[0]}/{target}.yaml, or name an existing record"
    return loaded.problem(where, f"there is no record '{target}' in {' or '.join(ref.folders)}", remedy)
