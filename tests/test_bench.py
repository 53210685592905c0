"""The bench: nothing grows with pages times pages, what is compared is the same, and goals are judged as they are worded. No verdict rests on a time."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import calls, contenders, corpus, goals, growth, hugo, plain, processes, report
from bench.processes import NotFinished
from conftest import ROOT
from sasac.publish import publish

SMALL, LARGE = 60, 180
# Three times the pages may take this many times the calls: a straight line gives three, pages times pages nine.
MOST = 4.5


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up project."""
    folder = tmp_path_factory.mktemp("bench") / "project"
    corpus.make(folder, SMALL)
    return folder


def test_no_step_is_called_for_pages_times_pages() -> None:
    small, large = calls.counted((SMALL, LARGE))
    assert sum(small.values()) > 100_000 and len({caller for caller, _ in large if caller.startswith("views/")}) > 20
    grown = calls.faster_than_pages(small, large, MOST)
    told = "\n".join(f"{caller} calls {called}: {before} times at {SMALL} pages, {after} at {LARGE}" for (caller, called), (before, after) in grown.items())
    assert not grown, told


def test_a_step_that_is_called_for_pages_times_pages_would_be_noticed() -> None:
    linear, squared = ("views/made.py:up", "len"), ("views/made.py:up", "max")
    small, large = calls.Counts({linear: 600, squared: 3600 // 9}), calls.Counts({linear: 1800, squared: 3600})
    assert list(calls.faster_than_pages(small, large, MOST)) == [squared]


def test_a_page_costs_no_more_in_a_larger_project() -> None:
    costs = growth.measure([100, 1000], 1)
    # What is the same at any size, such as starting up, makes a page in a small project the dearer one.
    assert max(growth.growth(costs).values()) < 1, growth.table(costs)


def test_hugo_is_installed_by_hash_only() -> None:
    lines = (ROOT / "scripts" / "bench" / "hugo.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    (wanted,) = [line for line in lines if line.strip() and not line.startswith("#")]
    assert re.match(r"hugo==\d+\.\d+\.\d+ .*--hash=sha256:[0-9a-f]{64}", wanted)
    assert wanted.startswith(f"hugo=={contenders.HUGO} ")


def test_hugo_is_given_every_page_with_everything_on_it(made_up: Path, tmp_path: Path) -> None:
    hugo.make(made_up, tmp_path / "hugo")
    publication = publish(made_up)
    links = json.loads((tmp_path / "hugo" / "data" / "links.json").read_text(encoding="utf-8"))
    layouts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "hugo" / "layouts").rglob("*.html"))
    handled = set(re.findall(r'eq \$part "(\w+)"', layouts)) | set(re.search(r"in \(slice ([^)]+)\) \$part", layouts)[1].replace('"', "").split())  # type: ignore[index]
    records = [page for page in publication.pages if page.entry]
    assert len(records) == SMALL
    for page in records:
        matter = yaml.safe_load((tmp_path / "hugo" / "content" / f"{page.url.strip('/')}.md").read_text(encoding="utf-8").split("---\n")[1])
        assert [section["id"] for section in matter["sections"]] == [section.id for section in page.sections]
        assert {section["part"] for section in matter["sections"]} <= handled
        if page.entry and page.entry.kind == "meeting":
            held = [claim.id for group in publication.corpus.by_meeting[page.entry.id].values() for claim in group]
            assert list(matter["claims"]) == held
            assert all("".join(run["text"] for run in claim["segments"]) == claim["text"] for claim in matter["claims"].values())
    assert set(links) == {entry.id for entry in publication.corpus.entries.values()} | set(publication.corpus.claims)
    indexes = {path.parent.name for path in (tmp_path / "hugo" / "content").glob("*/_index.md")}
    assert indexes == {page.url.strip("/") for page in publication.pages if page.kind == "index"}


def test_mkdocs_builds_the_same_records_without_a_broken_link(made_up: Path, tmp_path: Path) -> None:
    plain.make(made_up, tmp_path / "plain")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path / "plain", capture_output=True, text=True, check=False, env=contenders.environment())
    assert done.returncode == 0, done.stderr
    found = publish(made_up).corpus
    assert len(list((tmp_path / "plain" / "site").glob("*/*/index.html"))) == SMALL
    for claim in found.claims.values():
        page = (tmp_path / "plain" / "site" / claim.meeting.url / "index.html").read_text(encoding="utf-8")
        assert f'id="{claim.id}"' in page
        assert claim.claim.text.split(":")[0] in re.sub(r"<[^>]+>", "", page)


def test_a_run_is_measured_with_its_children_and_ended_when_it_takes_too_long(tmp_path: Path) -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(200_000_000); sum(range(3_000_000))'], check=True)"
    usage = processes.run([sys.executable, "-c", work], tmp_path)
    assert usage.memory > 190 and usage.wall > 0 and usage.processor > 0.02
    assert processes.run([sys.executable, "-c", ""], tmp_path).memory < 100
    with pytest.raises(RuntimeError, match="no such thing"):
        processes.run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)
    with pytest.raises(NotFinished, match="not finished in 1 s"):
        processes.run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=1)


def _row(key: str, pages: int, wall: float, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key, "pages": pages, "runs": 3, "wall": wall, "processor": wall, "memory": wall * 20, "page_bytes": 20_000, "note": ""} | more


def _measured() -> dict[str, Any]:
    """All parts of the bench, every goal met by its bound or a little more."""
    rows = [_row(key, 5000, wall) for key, wall in {"hugo": 4.0, "hugo-pagefind": 12.0, "pages": 6.0, "search": 15.6, "material": 48.0}.items()]
    rows += [_row("full", size, wall) for size, wall in ((1000, 3.0), (10_000, 34.4))]
    rows += [_row("check", size, wall, page_bytes=0) for size, wall in ((1000, 1.8), (10_000, 20.6))] + [_row("check-again", 10_000, 3.4)]
    visit = {
        "name": "1,000 pages", "page": "meetings/x/index.html", "html": 14_000, "words": 7_000,
        "requests": 6, "bytes": 70_000, "files": {}, "other_hosts": 0, "blocking": ["a.css"],
        "second_bytes": 20_000, "paint": 1000, "task": 50, "largest_page": "tasks/index.html", "largest_bytes": 100_000, "searches": {"a": 1000, "b": 2000},
    }
    machine = {"date": "2024-01-02", "processor": "Some", "cores": 2, "system": "Linux", "load": 0.4, "python": "3.11.7", "versions": {"mkdocs": "1.6.1"}}
    edits = [{"kind": "line", "name": "a line", "ours": [0.4, 0.5, 0.5], "material": [9.0, 9.5, 9.6]}]
    edit = {"pages": 1000, "ours": 0.5, "material": 9.5, "edits": edits}
    steps = {"pages": 1000, "steps": {"Check": 1.0, "Link": 3.0}}
    return {"build": {"machine": machine, "rows": rows}, "edit": edit, "visit": {"visits": [visit]}, "steps": steps}


def _verdicts(measured: dict[str, Any]) -> dict[str, bool | None]:
    return {verdict.goal: verdict.met for verdict in goals.judge(measured["build"]["rows"], measured["edit"], measured["visit"]["visits"])}


def test_goals_are_met_at_their_bounds_and_not_beyond() -> None:
    met = _verdicts(_measured())
    assert len(met) >= 19 and set(met.values()) == {True}, met
    worse = {
        ("hugo", "wall"): 3.9, ("hugo-pagefind", "wall"): 11.9, ("material", "wall"): 47.0, ("check", "wall"): 20.8, ("check-again", "wall"): 3.5,
        ("full", "processor"): 34.9, ("full", "memory"): 700.0, ("check", "memory"): 420.0,
    }
    for (key, what), value in worse.items():
        measured = _measured()
        [row for row in measured["build"]["rows"] if row["key"] == key][-1][what] = value
        missed = [goal for goal, verdict in _verdicts(measured).items() if verdict is False]
        assert len(missed) == 1, (key, what, missed)
    for what, value in {"html": 14_100, "requests": 7, "bytes": 70_600, "other_hosts": 1, "blocking": ["a", "b"], "second_bytes": 20_100, "paint": 1010,
                        "task": 51, "largest_bytes": 101_000}.items():
        measured = _measured()
        measured["visit"]["visits"][0][what] = value
        assert list(_verdicts(measured).values()).count(False) == 1, what
    measured = _measured()
    measured["edit"]["ours"] = 0.51
    assert list(_verdicts(measured).values()).count(False) == 1


def test_what_was_not_measured_is_said_to_be_so() -> None:
    nothing = goals.judge([], None, [])
    assert len(nothing) >= 10 and {verdict.met for verdict in nothing} == {None} and {verdict.word for verdict in nothing} == {"not measured"}
    measured = _measured()
    for row in measured["build"]["rows"]:
        if row["key"].startswith("hugo"):
            row |= {"runs": 0, "note": "Hugo could not be installed"}
    told = report.block(measured)
    assert told.count("Hugo could not be installed") == 2 and told.count("not measured") == 2


def test_the_tables_say_when_hugos_pages_are_no_longer_like_ours() -> None:
    measured = _measured()
    assert "no longer follow" not in report.block(measured)
    unlike = copy.deepcopy(measured)
    next(row for row in unlike["build"]["rows"] if row["key"] == "hugo")["page_bytes"] = 24_000
    assert "no longer follow" in report.block(unlike)


def test_the_tables_say_when_the_machine_was_busy() -> None:
    measured = _measured()
    assert "busy" not in report.block(measured)
    measured["build"]["machine"]["load"] = 1.1
    assert "busy with other work** (load 1.1" in report.block(measured)


def test_the_page_on_speed_takes_new_tables_and_keeps_its_words() -> None:
    page = (ROOT / "docs" / "about" / "speed.md").read_text(encoding="utf-8")
    tables = report.block(_measured())
    assert "9.00, 9.50, 9.60" in tables and "2024-01-02" in tables and "### 5,000 record pages" in tables
    assert "| Link | 3.00 | 3.00 | 75 |" in tables
    once = report.put(page, tables)
    assert tables in once and report.put(once, tables) == once
    begin, end = page.index(report.BEGIN), page.index(report.END)
    assert once.startswith(page[:begin]) and once.endswith(page[end:])
    with pytest.raises(ValueError, match="measured"):
        report.put("# Speed\n", tables)
