"""Diff: what changed in the data, in words; and the change log's entry with the version that it asks for."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sasac.cli import main
from sasac.editing import diff, revisions

MEETING = "2024-01-24-scio-press-conference"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def copy(copy_of_project: Callable[[], Path]) -> Path:
    copy = copy_of_project()
    git(copy, "init", "-q")
    git(copy, "add", "data")
    git(copy, "commit", "-qm", "first")
    return copy


def call(copy: Path, *arguments: str) -> Result:
    return CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "diff", *arguments])


def change(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_no_change_is_said(copy: Path) -> None:
    done = call(copy, "HEAD")
    assert (done.exit_code, done.stdout) == (0, "No change in the data between HEAD and the working folder.\n")
    done = call(copy, "HEAD", "--changelog")
    assert done.exit_code == 1 and "nothing to enter" in done.stderr


def test_each_kind_of_change_is_told(copy: Path) -> None:
    restructurings = f"restructurings/{MEETING}.yaml"
    change(copy, restructurings, "Told among results, the transfer", "Standing among results, the transfer")
    change(copy, restructurings, "quote: facilitated the transfer}", "quote: the transfer}")
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    change(copy, "sources/scio-transcript-central-soes.yaml", "gist: ", "gist: In short, ")
    change(copy, f"statements/{MEETING}.yaml", "- id: ", "- id: statement-renamed-")
    (copy / "data/themes/party-leadership.yaml").unlink()
    done = call(copy, "HEAD")
    assert done.exit_code == 0
    for part in (
        f"- restructuring `{MEETING}#restructuring-water-electric-to-communications-construction`: other_reading: Told among results",
        "→ Standing among results", "### Evidence moved", "p8s9 “facilitated the transfer”", "- person `zhang-yuzhuo`: name: Zhang Yuzhuo → Zhang Y.",
        "- ledger line `scio-transcript-central-soes#p1s1`: gist:", "### Added", "### Removed", f"- statement `{MEETING}#statement-renamed-",
        "- theme `party-leadership`: ",
    ):
        assert part in done.stdout, part


def test_two_revisions_are_compared(copy: Path) -> None:
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    git(copy, "commit", "-qam", "second")
    done = call(copy, "HEAD~1", "--to", "HEAD")
    assert "1 reworded." in done.stdout and "from HEAD~1 to HEAD" in done.stdout
    assert "No change" in call(copy, "HEAD").stdout


@pytest.mark.parametrize("revision", ["nonsense", "--output=/tmp/x", ""])
def test_a_revision_that_git_does_not_know_is_refused(copy: Path, revision: str) -> None:
    done = call(copy, "--", revision)
    assert done.exit_code == 1 and "name a commit, a tag or a branch" in done.stderr


def test_the_change_log_gets_an_entry_that_the_check_accepts(copy: Path, project: Path) -> None:
    shutil.copy(project / "CITATION.cff", copy)
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    before = (copy / "data/VERSION").read_text(encoding="utf-8").strip()
    done = call(copy, "HEAD", "--changelog", "--date", "2026-12-01", "--text", "A name was shortened: for a test.")
    assert done.exit_code == 0, done.stderr
    major, minor, patch = before.split(".")
    version = f"{major}.{minor}.{int(patch) + 1}"
    assert (copy / "data/VERSION").read_text(encoding="utf-8") == version + "\n"
    assert f'\nversion: {version}\ndate-released: "2026-12-01"\n' in (copy / "CITATION.cff").read_text(encoding="utf-8")
    log = (copy / "data/CHANGELOG.yaml").read_text(encoding="utf-8")
    assert f'- version: {version}\n  date: "2026-12-01"\n' in log and f"- version: {before}\n" in log
    done = CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "check"])
    assert done.exit_code == 0, done.stderr


def test_a_changed_meaning_asks_for_a_major_version(copy: Path) -> None:
    before = (copy / "data/VERSION").read_text(encoding="utf-8").strip()
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    done = call(copy, "HEAD", "--changelog", "--date", "2026-12-01", "--meaning", "zhang-yuzhuo")
    major = int(before.partition(".")[0]) + 1
    assert done.exit_code == 0 and done.stderr.strip().endswith(f"{major}.0.0")
    done = call(copy, "HEAD", "--changelog", "--meaning", "nobody")
    assert done.exit_code == 1 and "did not change" in done.stderr


def test_of_a_long_text_only_what_changed_is_told() -> None:
    before = " ".join(f"word{number}" for number in range(100))
    old = {("terms", "x"): {"text": before, "external": [{"field": "verdict", "value": "ok", "note": "a"}], "forms": [{"form": "x"}, {"form": "y"}]}}
    new = {
        ("terms", "x"): {
            "text": before.replace("word50", "another"), "external": [{"field": "verdict", "value": "ok", "note": "b"}],
            "forms": [{"form": "y"}, {"form": "z"}],
        },
    }
    around = "… word45 word46 word47 word48 word49 {} word51 word52 word53 word54 word55 …"
    assert [row.words for row in diff.compare(old, new)] == [
        f"text: {around.format('word50')} → {around.format('another')}", "external, verdict (ok): note: a → b; forms with z; forms without x",
    ]


def test_evidence_that_stayed_is_not_told() -> None:
    stays, went, came = ({"source": "s", "sentence": "p1s1", "quote": quote} for quote in ("stays", "went", "came"))
    row = {"id": "task-a", "text": "A.", "themes": ["b", "a"]}
    old = {("tasks", "m"): {"tasks": [row | {"evidence": [stays, went]}]}}
    new = {("tasks", "m"): {"tasks": [row | {"evidence": [stays, came], "themes": ["a", "b"]}]}}
    assert [(row.kind, row.words) for row in diff.compare(old, new)] == [
        ("changed", "themes in another order"), ("evidence moved", "p1s1 “went” → p1s1 “came”"),
    ]
    assert "### Evidence moved\n\n1 task.\n\n- task `m#task-a`: p1s1" in diff.tell(diff.compare(old, new), "A", "B")


def test_this_projects_own_history_is_told(project: Path) -> None:
    def said(*arguments: str) -> list[str]:
        return subprocess.run(["git", *arguments], cwd=project, capture_output=True, text=True, check=True).stdout.split()

    if not (project / ".git").exists():
        pytest.skip("not a clone")
    touched = said("rev-list", "HEAD", "--", "data/meetings")
    if len(touched) < 3 or said("rev-parse", "--is-shallow-repository") == ["true"]:
        pytest.skip("the history is not here (a shallow clone)")
    now = revisions.now(project)
    # From the first records on: some of them have shapes that the models no longer read.
    for revision in touched[-3:]:
        then = revisions.at(project, revision)
        assert then, revision
        rows = diff.compare(then, now)
        told = diff.tell(rows, revision, "now")
        lists = {"tasks", "figures", "statements", "restructurings"}
        for kind, known, others in (("added", now, then), ("removed", then, now)):
            fresh = {identifier for folder, identifier in known.keys() - others.keys() if folder not in lists}
            assert fresh == {row.key for row in rows if row.kind == kind and "#" not in row.key}, kind
        tasks = {f"{key[1]}#{task['id']}" for key, record in now.items() if key[0] == "tasks" for task in record["tasks"]}
        before = {f"{key[1]}#{task['id']}" for key, record in then.items() if key[0] == "tasks" for task in record["tasks"]}
        assert tasks - before == {row.key for row in rows if row.kind == "added" and row.what == "task"}
        for line in told.splitlines():
            if line.startswith("- "):
                assert re.fullmatch(r"- [a-z ]+ `[a-z0-9#-]+`: \S.*", line), line
                assert not line.endswith(" changed") and "{" not in line, line


def test_the_history_is_told_by_the_command(project: Path) -> None:
    if not (project / ".git").exists():
        pytest.skip("not a clone")
    done = call(project, "HEAD", "--to", "HEAD")
    assert (done.exit_code, done.stdout) == (0, "No change in the data between HEAD and HEAD.\n")
