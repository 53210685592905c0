"""Bad data: every record file of the project with every kind of damage; refused with its place and a reason, or without effect.

A few damages make another sound record that nobody could tell from one that was meant: a note that is not there, a quote that
is shorter and still stands in its sentence. They are listed in `UNDETECTABLE` and `SHORTER`, each with its reason, and kept few.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bounds import SECONDS, TooLong, Watch, bounded
from conftest import MakeCopy
from mutants import Mutant, mutants, paths, shape, without
from sasac import checks, site, texts
from sasac.checks import changelog, evidence, ledger, references
from sasac.link import link
from sasac.load import Loading, load
from sasac.models import CLAIM_FOLDERS, FOLDERS
from sasac.parse import Loaded, parse
from sasac.problems import LONGEST_MESSAGE, Problem

PLACES = 1
SLICE = 20
FEWEST = 60
# One mutant in so many also goes through every check on the whole, which must give the same verdict.
WHOLE = 1000
MOST_PASSED = 0.03
# How often a key of one kind is taken away where every file has it.
OFTEN = 6
SAID = re.compile(r"(?P<file>[^:]+):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<what>\S.*?); (?P<remedy>\S.*)")


class Alone(Loading):
    """All records are there to be named, but only one is looked at."""

    looked_at: Loaded

    def all(self) -> list[Loaded]:
        return [self.looked_at]


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
        problems = checks.own(found)
        problems = problems or references.check(whole if original.folder in ("meetings", *CLAIM_FOLDERS) else self.alone(found))
        at_hand = self.at_hand(original, whole) if not problems else self.texts
        problems = problems or at_hand.problems or checks.against_texts(whole if original.folder == "sources" else cited, at_hand)
        problems = problems or ledger.check(whole, at_hand) or changelog.check(whole, self.project)
        return problems or None

    def alone(self, found: Loaded) -> Loading:
        """One record among the others; only files of a meeting name claims, and only they hold what others name."""
        loading = Alone(self.loading.root, self.loading.records)
        loading.looked_at = found
        return loading

    def whole(self, original: Loaded, found: Loaded) -> Loading:
        """All records with a damaged one in its place."""
        return Loading(self.loading.root, self.loading.records | {original.folder: self.loading.records[original.folder] | {original.id: found}})

    def at_hand(self, original: Loaded, whole: Loading) -> texts.Texts:
        """What evidence is checked against, with nothing kept of other mutants; a source record names it."""
        if original.folder == "sources":
            return texts.read(whole, self.project / "data", self.project, self.texts.folder)
        return dataclasses.replace(self.texts, held_against={})

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


OUTSIDE = "a record may have no facts from outside, and no text can tell that it once had"
MORE = "what more is said of a claim is additional: without it the claim says the same, and less is known"
LINKS = "a claim may name nobody who has a record, and a record may have no related ones: a link fewer, no word changed"
READING = "a second reading is an editor's judgement; no machine can tell that there was one"
# (model, key): why nobody could tell a record that lost this key from one that never had it. Every other key is missed.
UNDETECTABLE = {
    ("External", "form"): "without it the fact is told of the record as a whole, which is often meant",
    ("External", "note"): "a note is additional",
    ("Fact", "record"): LINKS, ("Fact", "reason"): "a field that is not stated, or stated, needs no reason; an inferred one without its reason is refused",
    ("Task", "reason"): "a stated claim needs no reason; an inferred one without its reason is refused",
    ("Figure", "qualifier"): "where no number is stated, the word that stands for one ('several') may be told in the line alone; beside a number it is missed",
    ("Figure", "period_edtf"): "the period in words remains; its machine form is for sorting", ("Task", "period_edtf"): "as above",
    ("Restructuring", "period_edtf"): "as above",
    ("Term", "components"): "where its sentences rest on other records too, a formula may be told whole",
    ("Restructuring", "asset"): LINKS, ("Statement", "about"): LINKS, ("Task", "part_of"): LINKS, ("Term", "themes"): LINKS, ("Term", "see_also"): LINKS,
    ("Theme", "related"): LINKS,
    **{(model, "entities"): LINKS for model in ("Figure", "Restructuring", "Statement", "Task")},
    **{(model, "terms"): LINKS for model in ("Figure", "Statement", "Task")},
    **{(model, "facts"): MORE for model in ("Figure", "Restructuring", "Statement", "Term")}, ("Task", "facts"): MORE,
    **{(model, "external"): OUTSIDE for model in ("Figure", "Meeting", "Organization", "Person", "Restructuring", "Source", "Statement", "Task", "Term")},
    **{(model, "other_reading"): READING for model in ("AgendaItem", "Figure", "Participant", "Restructuring", "Statement", "Task")},
}
# A shorter quote that stands in its sentence is as true as a longer one.
SHORTER = ("evidence shortened at its end", "evidence shortened at its start", "evidence without its middle")


def owner(original: Loaded, path: Any) -> tuple[str, str]:
    """Name of the model in which a key stands, and the key."""
    model = next(model for at, model in original.models if at == path[:-1])
    return type(model).__name__, str(path[-1])


def value_at(value: Any, path: Any) -> Any:
    """The value at a path of plain data."""
    for part in path:
        value = value[part]
    return value


def undetectable(original: Loaded, mutant: Mutant, bench: Bench) -> str | None:
    """Why nobody could tell a mutant that passes from a record that was meant, or None where somebody could."""
    if mutant.damage in SHORTER:
        return "as true as the longer one" if shorter(original, mutant, bench) else None
    if mutant.damage in ("key removed", "qualifier removed"):
        return UNDETECTABLE.get(owner(original, mutant.path))
    if mutant.damage == "cut off":
        return "it was cut between two entries, and a record may do without those after it"
    if mutant.damage == "text doubled":
        return "two short words may be a name" if len(value_at(original.document.value, mutant.path)) < 4 else None
    return None


def shorter(original: Loaded, mutant: Mutant, bench: Bench) -> bool:
    """Whether a quote is made of words of the one before, and stands in its sentence: looked for in the text as it is, without the package's own search."""
    found, _ = parse(mutant.data, original.folder, original.id, original.file)
    assert found
    around, new = value_at(found.document.value, mutant.path[:-1]), value_at(found.document.value, mutant.path)
    if not set(new.split()) <= set(value_at(original.document.value, mutant.path).split()):
        return False
    if not bench.texts.sentences:
        return True
    lines = bench.texts.sentences[around["source"]]
    ledger = bench.loading.records["sources"][around["source"]].record.ledger
    line = next(line for line in ledger if around["sentence"] in (line.sentence, *line.joins))
    text, at = re.sub(r"\W+", " ", " ".join(lines[piece] for piece in (line.sentence, *line.joins))) + " ", 0
    for part in new.split("…"):
        words = re.sub(r"\W+", " ", part.translate(str.maketrans("“”‘’", "\"\"''"))).strip()
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """A watch that has been seen to notice."""
    made, folder = Watch(), tmp_path_factory.mktemp("watched")
    with made.nothing_done() as done:
        (folder / "written").write_text("x", encoding="utf-8")
        (folder / "written").unlink()
    assert len(done) == 2
    return made


def state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file with its size and time."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("part", slices(Path(__file__).parent.parent))
def test_every_mutant(part: str, bench: Bench, watch: Watch) -> None:
    folder, _, start = part.rpartition("-")
    before = state(bench.project / "data")
    counts, seen, wrong, total = Counter[str](), set[Any](), list[str](), 0
    for number, original in enumerate([loaded for _, loaded in sorted(bench.loading.records[folder].items())][int(start) : int(start) + SLICE]):
        data = (bench.project / original.file).read_bytes()
        made = list(mutants(original, data, PLACES, large=number == 0))
        if len(made) < FEWEST:
            wrong.append(f"{original.file}: only {len(made)} mutants")
        for mutant in made:
            here = f"{original.file}, {mutant.damage} at {mutant.path}"
            try:
                with watch.nothing_done() as done, bounded():
                    problems = bench.verdict(original, mutant)
            except Exception as error:
                wrong.append(f"{here}: {type(error).__name__} {error}")
                continue
            wrong += [f"{here}: {event}" for event in done]
            if problems is None:
                counts["passed"] += 1
                if not undetectable(original, mutant, bench):
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


def test_every_key_is_missed_but_for_those_listed(bench: Bench) -> None:
    """A key of each kind removed, wherever records differ in it: those whose loss passes are the ones on the list, and all of those are needed there."""
    tried, passed, wrong = Counter[tuple[str, str]](), set[tuple[str, str]](), list[str]()
    for original in bench.loading.all():
        here = Counter[tuple[str, str]]()
        for path, _ in paths(original.document.value):
            if path and isinstance(path[-1], str):
                key = owner(original, path)
                here[key] += 1
                if here[key] <= 2 and tried[key] < OFTEN:
                    tried[key] += 1
                    if bench.verdict(original, without(original, path)) is None:
                        passed.add(key)
                        wrong += [] if key in UNDETECTABLE else [f"{original.file}: '{path[-1]}' at {path} is not missed"]
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:20])
    assert len(tried) > 90
    assert passed == set(UNDETECTABLE), "what is missed need not be listed"


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
    with bounded(8 * SECONDS):
        _, problems = parse(data + more.encode(), original.folder, original.id, original.file)
    assert problems
    assert len(problems) < 1000


def test_the_bounds_hold() -> None:
    with pytest.raises(TooLong), bounded(0.05):
        while True:
            pass
    with pytest.raises(MemoryError), bounded(megabytes=50):
        bytearray(100 * 2**20)


def test_tags_in_the_data_run_no_code() -> None:
    assert not Path("/tmp/sasac-was-here").exists()
