"""Proposals: what rules and records find in a sentence, how they are written and refused, and how often they are right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from sasac import texts
from sasac.cli import main
from sasac.editing import hit_rate, known, rules, suggest
from sasac.load import Loading, load

TEXTS = ROOT / "tests" / "data"


@pytest.fixture(scope="module")
def loading() -> Loading:
    return load(ROOT / "data", ROOT)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("more than 2.4 trillion yuan", [("2.4", "trillion yuan", "more than")]), ("1,000 projects were", [("1000", "projects", "")]),
        ("rose by 97.5 percent", [("97.5", "percent", "")]), ("up 5%", [("5", "%", "")]), ("at least three sites", [("3", "sites", "at least")]),
        ("no fewer than 200 sites should be", [("200", "sites", "no fewer than")]),
        ("5.2 billion cubic meters of water", [("5.2", "billion cubic meters", "")]),
        ("41.6 billion yuan higher", [("41.6", "billion yuan", "")]), ("the \"two capabilities\"", [("2", "capabilities", "")]),
        ("Three Gorges", [("3", "Gorges", "")]), ("of China Three Gorges Corp", []), ("the Five-Year Plan", []), ("a five-year plan", []),
        ("at 09:40 or 3 p.m.", []), ("under Rule No. 3 of the code", []), ("around 2032", []),
        ("2024 is critical", []), ("more than 2000 sites", [("2000", "sites", "more than")]),
        ("< 1 2 3 4 5 >", []), ("on March 6", []), ("2025-03-06", []), ("in 2024", []), ("the 20th National Congress", []), ("no number", []),
    ],
)
def test_numbers(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(number.value, number.unit, number.qualifier) for number in rules.numbers(line)] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("July 16th to 17th", ["XXXX-07-16/XXXX-07-17"]), ("December 25-26, 2023", ["2023-12-25/2023-12-26"]), ("14 May 2025", ["2025-05-14"]),
        ("January 31 to February 2, 2025", ["2025-01-31/2025-02-02"]), ("date 2024-01-12", ["2024-01-12"]), ("by the end; in 2025", ["2025"]),
        ("25 to 26 December", ["XXXX-12-25/XXXX-12-26"]), ("They may 5 times", ["XXXX-05-05"]), ("nothing", []),
        ("In 2023, it rose", ["2023"]), ("looking ahead to 2024", ["2024"]), ("more than 2000 sites", []), ("2,024 sites", []),
    ],
)
def test_dates(line: str, expected: list[str]) -> None:
    assert rules.dates(line) == expected


def test_marks_of_a_task() -> None:
    assert rules.marks("Enterprises must do it.") == [("demanded", "must")]
    assert rules.marks("We will open sites.") == [("planned", "will")]
    assert ("recommended", "recommend") in rules.marks("I recommend that")
    assert rules.marks("Strengthen basic research.") == [("demanded", "Strengthen")]
    assert rules.marks("The report is long.") == []
    assert rules.marks("We held two ceremonies.") == [("done", "We held")]
    assert rules.marks("To enterprises I say: give every apprentice a master.") == [("demanded", "give")]
    assert rules.marks("Which areas will they focus on?") == []
    assert rules.marks("These efforts enabled companies to focus on their business.") == []


def test_names_prefer_the_longer_form_and_stand_word_for_word(loading: Loading) -> None:
    taught = known.learn(loading)
    named = dict(taught.names("Zhang Yuzhuo met leaders of central enterprises."))
    assert "zhang-yuzhuo" in named and "central-enterprise-leaders" in named
    assert "central-enterprises" not in named
    assert taught.names("Zhangs Yuzhuos") == []


def test_what_only_a_held_out_source_tells_is_not_known(loading: Loading) -> None:
    everything, without = known.learn(loading), known.learn(loading, without="scio-transcript-central-soes")
    held = lambda taught: {identifier for group in taught.forms.values() for identifier in group}  # noqa: E731
    assert "china-huaneng-group" in held(everything) and "china-huaneng-group" not in held(without)
    assert "central-enterprises" in held(without)


def call(copy: Path, *arguments: str | Path, sources: str | Path = TEXTS) -> Result:
    return CliRunner(env={"SASAC_SOURCES": str(sources)}).invoke(main, ["--project", str(copy), *map(str, arguments)])


def test_proposals_are_comments_that_stop_acceptance_until_deleted(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    call(copy, "add", TEXTS / "water-press-conference.txt", "--source", "water", "--meeting", "2025-05-14-saving-water")
    path = copy / "data" / "drafts" / "sources" / "water.yaml"
    bare = path.read_text(encoding="utf-8")
    done = call(copy, "suggest", "water", "--print")
    assert "#? " in done.stdout and path.read_text(encoding="utf-8") == bare
    done = call(copy, "suggest", "water")
    assert done.exit_code == 0, done.stderr
    full = path.read_text(encoding="utf-8")
    for part in (
        "#? names organizations/central-enterprises (as 'central soes')", '#? figure? value: "5.2", qualifier: about, unit: billion cubic meters',
        '#? figure? value: "700000", qualifier: roughly, unit: people', '#? date: "2025-05-14"', "#? task? modality: planned (by 'plan to')",
        "#? task? modality: recommended (by 'suggest')",
    ):
        assert part in full
    assert suggest.clear(full)[0] == bare
    assert call(copy, "suggest", "water").exit_code == 0
    assert path.read_text(encoding="utf-8") == full
    assert "a proposal stands here" in call(copy, "accept").stderr
    assert "proposals deleted" in call(copy, "suggest", "water", "--clear").stdout
    assert path.read_text(encoding="utf-8") == bare


def test_without_the_text_or_with_another_nothing_is_proposed(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    call(copy, "add", TEXTS / "apprentices-speech.txt", "--source", "speech", "--meeting", "2025-09-02-course")
    done = call(copy, "suggest", "speech", sources="")
    assert done.exit_code == 1 and "not at hand" in done.stderr
    done = call(copy, "suggest", "speech", "--text", TEXTS / "readout.txt", sources="")
    assert done.exit_code == 1 and "SHA-256 differs" in done.stderr
    assert call(copy, "suggest", "speech", "--text", TEXTS / "apprentices-speech.txt", "--print", sources="").exit_code == 0
    done = call(copy, "suggest", "spech")
    assert done.exit_code == 1 and "there is no source 'spech'" in done.stderr


def test_sentences_that_have_a_gist_get_no_proposals(loading: Loading) -> None:
    content = "ledger:\n- sentence: p1s1\n  gist: Written.\n- sentence: p1s2\n  gist: TODO write\n"
    taught = known.learn(loading)
    fresh, count = suggest.insert(content, {"p1s1": "Enterprises must.", "p1s2": "Enterprises must."}, taught, {})
    assert count >= 1 and fresh.index("#?") > fresh.index("p1s2")
    assert suggest.clear(fresh) == (content, count)


def test_the_hit_rate_in_the_docs_is_the_one_measured(loading: Loading) -> None:
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the source texts are not at hand")
    rows = hit_rate.measure(loading, texts.read(loading, ROOT / "data", ROOT, folder))
    assert len(rows) == 5
    whole = [line.strip("| ").split(" | ") for line in hit_rate.table(rows).splitlines() if line.startswith("| all five")]
    measured = {cells[1]: [cells[2], cells[4], cells[6], cells[7]] for cells in whole}
    page = (ROOT / "docs" / "about" / "adding.md").read_text(encoding="utf-8")
    lines = [line.strip("| ").split(" | ") for line in page.splitlines()]
    stated = {cells[0]: cells[1:] for cells in lines if cells[0] in hit_rate.KINDS}
    assert stated.keys() == measured.keys() == set(hit_rate.KINDS)
    # A record mended elsewhere may move a number a little; a rule that got worse moves it more.
    for kind, numbers in measured.items():
        for mine, theirs in zip(numbers, stated[kind], strict=True):
            assert abs(int(mine.rstrip("%")) - int(theirs.rstrip("%"))) <= max(3, 0.05 * int(mine.rstrip("%"))), kind
