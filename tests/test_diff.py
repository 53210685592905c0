"""Diff: what changed in the data, in words; and the change log's entry with the version that it asks for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sasac.cli import main

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


def test_the_change_log_gets_an_entry_that_the_check_accepts(copy: Path) -> None:
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    before = (copy / "data/VERSION").read_text(encoding="utf-8").strip()
    done = call(copy, "HEAD", "--changelog", "--date", "2026-12-01", "--text", "A name was shortened: for a test.")
    assert done.exit_code == 0, done.stderr
    major, minor, patch = before.split(".")
    version = f"{major}.{minor}.{int(patch) + 1}"
    assert (copy / "data/VERSION").read_text(encoding="utf-8") == version + "\n"
    log = (copy / "data/CHANGELOG.yaml").read_text(encoding="utf-8")
    assert f'- version: {version}\n  date: "2026-12-01"\n' in log and f"- version: {before}\n" in log
    done = CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "check"])
    assert done.exit_code == 0, done.stderr


def test_a_changed_meaning_asks_for_a_major_version(copy: Path) -> None:
    change(copy, "people/zhang-yuzhuo.yaml", "name: Zhang Yuzhuo", "name: Zhang Y.")
    done = call(copy, "HEAD", "--changelog", "--date", "2026-12-01", "--meaning", "zhang-yuzhuo")
    assert done.exit_code == 0 and done.stderr.strip().endswith("2.0.0")
    done = call(copy, "HEAD", "--changelog", "--meaning", "nobody")
    assert done.exit_code == 1 and "did not change" in done.stderr


def test_this_projects_own_history_is_told(project: Path) -> None:
    if not (project / ".git").exists():
        pytest.skip("not a clone")
    first = subprocess.run(["git", "rev-list", "--max-parents=0", "HEAD"], cwd=project, capture_output=True, text=True, check=True).stdout.split()[0]
    count = subprocess.run(["git", "rev-list", "HEAD", "--", "data/meetings"], cwd=project, capture_output=True, text=True, check=True).stdout.split()
    if len(count) < 2:
        pytest.skip("the history is not here (a shallow clone)")
    done = call(project, count[-1])
    assert first and done.exit_code == 0
    assert "## Changes in the data from" in done.stdout
