"""Bad data: every record file of the project with every kind of damage; refused with its place and a reason, or without effect.

A few damages make another sound record that nobody could tell from one that was meant: an optional key that is not there,
a quote that is shorter and still stands in its sentence. They are listed in `UNDETECTABLE`, each with its reason, and kept few.
"""

from __future__ import annotations

import dataclasses
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeCopy
from mutants import Mutant, mutants, shape
from sasac import checks, site, texts, walk
from sasac.checks import changelog, dates, evidence, external, facts, ledger, references, repeats
from sasac.link import link
from sasac.load import FOLDERS, Loaded, Loading, load, parse
from sasac.problems import LONGEST_MESSAGE, Problem

PLACES = 1
SLICE = 20
FEWEST = 60
# One mutant in so many also goes through every check on the whole, which must give the same verdict.
WHOLE = 1000
MOST_PASSED = 0.03
SECONDS = 2.0
MEGABYTES = 400
SAID = re.compile(r"(?P<file>[^:]+):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<what>\S.*?); (?P<remedy>\S.*)")


@dataclasses.dataclass
class Bench:
    """A copy of the project, loaded once; a damaged file is read again, and the checks run on the whole with it in its place."""

    project: Path
    loading: Loading
    texts: texts.Texts

    def verdict(self, original: Loaded, mutant: Mutant) -> list[Problem] | None:
        """Why a mutant is refused; nothing where it is the same record; None where it is another record that passes."""
        found, problems = parse(mutant.data, original.folder, original.id, original.file)
        if problems or found is None:
            return problems
        if found.record == original.record:
            return []
        # What looks at one file at a time is asked of this file, what compares files of the whole: the same answers in a tenth of the time.
        alone = Loading(self.loading.root, {folder: {} for folder in FOLDERS} | {original.folder: {original.id: found}})
        cited = Loading(self.loading.root, alone.records | {"sources": self.loading.records["sources"]} | {original.folder: alone.records[original.folder]})
        whole = self.whole(original, found)
        problems = [problem for check in (repeats.check, facts.check, external.check, dates.check) for problem in check(alone)]
        problems = problems or references.check(whole)
        at_hand = self.at_hand(original, whole) if not problems else self.texts
        problems = problems or at_hand.problems or evidence.check(whole if original.folder == "sources" else cited, at_hand)
        problems = problems or ledger.check(whole, at_hand) or changelog.check(whole, self.project)
        return problems or None

    def whole(self, original: Loaded, found: Loaded) -> Loading:
        """All records with a damaged one in its place."""
        return Loading(self.loading.root, self.loading.records | {original.folder: self.loading.records[original.folder] | {original.id: found}})

    def at_hand(self, original: Loaded, whole: Loading) -> texts.Texts:
        """What evidence is checked against; a source record names it."""
        return texts.read(whole, self.project / "data", self.project, self.texts.folder) if original.folder == "sources" else self.texts

    def full(self, original: Loaded, mutant: Mutant) -> list[Problem]:
        """Every check on the whole; where nothing is found, the mutant is linked and laid out too."""
        found, problems = parse(mutant.data, original.folder, original.id, original.file)
        if found is None:
            return problems
        whole = self.whole(original, found)
        whole.problems = problems
        at_hand = self.at_hand(original, whole)
        problems = checks.run(whole, at_hand, self.project)
        if not problems:
            site.pages(link(whole, at_hand))
        return problems


@pytest.fixture(scope="module")
def bench(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The project's records, with what the checks find out about an undamaged file remembered."""
    project = make_copy(tmp_path_factory.mktemp("mutations"))
    loading = load(project / "data", project)
    at_hand = texts.read(loading, project / "data", project, texts.find_folder(project))
    assert not checks.run(loading, at_hand, project)
    stands = evidence.stands
    answers: dict[Any, bool] = {}

    def answered(source: str, pieces: list[str], wording: str, at: texts.Texts) -> bool:
        key = (source, *pieces, wording)
        if key not in answers:
            answers[key] = stands(source, pieces, wording, at)
        return answers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "stands", answered)
        yield Bench(project, loading, at_hand)


def slices(project: Path) -> list[str]:
    """Folders of records, long ones in parts."""
    sizes = {folder: len(list((project / "data" / folder).glob("*.yaml"))) for folder in FOLDERS}
    return [f"{folder}-{start}" for folder, size in sizes.items() for start in range(0, size, SLICE)]


def undetectable(original: Loaded, mutant: Mutant) -> str | None:
    """Why nobody could tell a mutant that passes from a record that was meant, or None where somebody could."""
    if mutant.damage.startswith("evidence"):
        return "a shorter quote that stands in its sentence is as true as a longer one"
    if mutant.damage == "key removed":
        owner = next(model for path, model in walk.models(original.record) if path == mutant.path[:-1])
        info = next(info for name, info in type(owner).model_fields.items() if mutant.path[-1] in (name, info.alias))
        return None if info.is_required() else "a record may do without this key"
    if mutant.damage == "cut off":
        return "it was cut between two entries, and a record may do without those after it"
    if mutant.damage == "text doubled":
        text: Any = original.document.value
        for part in mutant.path:
            text = text[part]
        return "two short words may be a name" if len(text) < 4 else None
    return None


def state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file with its size and time."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("part", slices(Path(__file__).parent.parent))
def test_every_mutant(part: str, bench: Bench) -> None:
    folder, _, start = part.rpartition("-")
    before, memory = state(bench.project / "data"), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts, seen, wrong, total = Counter[str](), set[Any](), list[str](), 0
    for original in [loaded for _, loaded in sorted(bench.loading.records[folder].items())][int(start) : int(start) + SLICE]:
        data = (bench.project / original.file).read_bytes()
        made = list(mutants(original, data, PLACES))
        if len(made) < FEWEST:
            wrong.append(f"{original.file}: only {len(made)} mutants")
        for mutant in made:
            here = f"{original.file}, {mutant.damage} at {mutant.path}"
            begun = time.perf_counter()
            problems = bench.verdict(original, mutant)
            if time.perf_counter() - begun > SECONDS:
                wrong.append(f"{here}: took {time.perf_counter() - begun:.1f} s")
            if problems is None:
                counts["passed"] += 1
                if not undetectable(original, mutant):
                    wrong.append(f"{here}: passes")
                if not mutant.damage.startswith("evidence") and (mutant.damage, shape(mutant.path)) not in seen:
                    seen.add((mutant.damage, shape(mutant.path)))
                    wrong += [f"{here}: {problem}" for problem in bench.full(original, mutant)]
            elif not problems:
                counts["harmless"] += 1
            else:
                counts["refused"] += 1
                wrong += [f"{here}: {fault}" for fault in faults(problems, original, mutant, bench)]
            if (total := total + 1) % WHOLE == 0 and problems is not None and bool(bench.full(original, mutant)) != bool(problems):
                wrong.append(f"{here}: the checks on the whole say otherwise")
    print(part, dict(counts))
    assert not wrong, f"{len(wrong)} of {sum(counts.values())}\n" + "\n".join(wrong[:20])
    assert counts["passed"] <= MOST_PASSED * sum(counts.values())
    assert state(bench.project / "data") == before
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MEGABYTES


def faults(problems: list[Problem], original: Loaded, mutant: Mutant, bench: Bench) -> Iterator[str]:
    """What is wrong with the messages about a mutant: each names a line that is there; one of them, or one of another file, the damage."""
    for problem in problems:
        if not SAID.fullmatch(str(problem)) or len(str(problem)) > 2 * LONGEST_MESSAGE + 200:
            yield f"no message: {str(problem)[:300]!r}"
        text = mutant.data if problem.file == original.file else (bench.project / problem.file).read_bytes()
        if problem.line > text.count(b"\n") + 1:
            yield f"there is no line {problem.line} in {problem.file}"
    here = [problem for problem in problems if problem.file == original.file]
    if here and not any(mutant.first <= problem.line <= mutant.last for problem in here):
        yield f"not noticed in lines {mutant.first} to {mutant.last}, but {[str(problem)[:200] for problem in here[:3]]}"


def test_there_are_as_many_as_asked_for(bench: Bench) -> None:
    assert FEWEST * len(bench.loading.all()) >= 5_000


@pytest.mark.parametrize("name", ["keys", "items", "laughs", "quotes"])
def test_a_file_of_the_largest_size_is_told_apart_in_bounded_time(name: str, bench: Bench) -> None:
    original = bench.loading.records["people"]["li-bing"]
    data = (bench.project / original.file).read_bytes()
    more = {
        "keys": "".join(f"k{number}: v\n" for number in range(60_000)), "items": "more:\n" + "- v\n" * 200_000,
        "laughs": "more: [" + "[a, b], " * 100_000 + "]\n",
        "quotes": "more:\n" + "- {source: scio-transcript-central-soes, sentence: p1s1, quote: a}\n" * 12_000,
    }[name]
    begun, memory = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, problems = parse(data + more.encode(), original.folder, original.id, original.file)
    assert problems
    assert len(problems) < 1000
    assert time.perf_counter() - begun < 8 * SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MEGABYTES


def test_tags_in_the_data_run_no_code() -> None:
    assert not Path("/tmp/sasac-was-here").exists()
