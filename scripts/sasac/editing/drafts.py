"""Drafts: records under data/drafts/<folder>/, read only here, by `sasac serve` and by the editor's commands; no build sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sasac import checks, texts
from sasac.editing.canonical import canonical
from sasac.editing.unfinished import is_open
from sasac.load import Loading, load
from sasac.models import FOLDERS
from sasac.problems import Problem, shown

FOLDER = "drafts"


@dataclass
class Drafts:
    """The published records with the drafts beside them, and what is open or wrong in the drafts."""

    loading: Loading
    texts: texts.Texts
    open: list[Problem] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)


def files(project: Path) -> list[Path]:
    """Every draft file: records, then fingerprints."""
    base = project / "data" / FOLDER
    found = [path for folder in FOLDERS for path in sorted((base / folder).glob("*.yaml"))]
    return [*found, *sorted((base / "fingerprints").glob("*.txt"))]


def read(project: Path, without: frozenset[str] = frozenset()) -> Drafts:
    """Records and drafts together; problems only as far as a draft has or brings them."""
    loading = load(project / "data", project, drafts=True, without=without)
    at_hand = texts.read(loading, project / "data", project, texts.find_folder(project))
    found = Drafts(loading, at_hand)
    for problem in checks.run(loading, at_hand, project):
        (found.open if is_open(problem) else found.errors).append(problem)
    return found


def showable(project: Path) -> Drafts:
    """Records with those drafts that could be shown: a draft with a mistake is left out, and what then dangles; open work is no mistake."""
    without: frozenset[str] = frozenset()
    base = f"{shown(project / 'data' / FOLDER, project)}/"
    while True:
        found = read(project, without)
        faulty = {problem.file for problem in found.errors if problem.file.startswith(base)}
        faulty = {_record(file) for file in faulty}
        if not faulty - without:
            break
        without |= faulty
    if found.errors:
        # Something outside the drafts is wrong because of one: show none.
        found = read(project, frozenset(shown(path, project) for path in files(project)))
    for loaded in found.loading.all():
        if loaded.draft and hasattr(loaded.record, "name"):
            loaded.record = loaded.record.model_copy(update={"name": f"Draft: {loaded.record.name}"})
    return found


def _record(file: str) -> str:
    """A fault in a fingerprint is one of the source record."""
    return file.replace("/fingerprints/", "/sources/").removesuffix(".txt").removesuffix(".yaml") + ".yaml"


class NotReady(Exception):
    """Raised where drafts cannot be accepted yet; holds what is open or wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} things are open")


def accept(project: Path) -> list[str]:
    """Move every draft to its place among the records, in canonical form; returns the files written.

    Raises NotReady where anything in a draft is open or wrong: then nothing is moved.
    """
    found = read(project)
    if found.open or found.errors:
        raise NotReady(sorted([*found.open, *found.errors]))
    data = project / "data"
    fresh = {}
    for path in files(project):
        target = data / path.parent.name / path.name
        text = path.read_text(encoding="utf-8")
        fresh[target] = text if path.suffix == ".txt" else canonical(text, path.parent.name, force=True)
    for target, text in fresh.items():
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for path in files(project):
        path.unlink()
    for folder in sorted((data / FOLDER).rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if not any((data / FOLDER).iterdir()):
        (data / FOLDER).rmdir()
    return [shown(target, project) for target in fresh]
