"""Status: how far each source has come, and what is open in one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from conftest import ROOT
from sasac.cli import main
from sasac.editing.status import WIDTH, Progress

TEXTS = ROOT / "tests" / "data"


def call(project: Path, *arguments: str | Path) -> Result:
    return CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(project), *map(str, arguments)])


def test_published_sources_are_complete(project: Path) -> None:
    done = call(project, "status")
    assert done.exit_code == 0
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["source", "state", "sentences", "gists", "done", "open", "progress"]
    assert len(rows) == 6 and rows[-1].startswith("all sources")
    assert all(row.endswith("[" + "#" * WIDTH + "] 100 %") for row in rows)


def test_a_draft_is_counted_and_its_open_work_told(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    call(copy, "add", TEXTS / "readout.txt", "--source", "test-quality-readout", "--meeting", "2025-03-06-quality-management")
    done = call(copy, "status", "test-quality-readout")
    assert done.exit_code == 0
    assert "  draft  " in done.stdout and "[" + "." * WIDTH + "]   0 %" in done.stdout
    assert "data/drafts/meetings/2025-03-06-quality-management.yaml:4:7: still open" in done.stdout
    shutil.copy(TEXTS / "worked/sources/test-quality-readout.yaml", copy / "data/drafts/sources")
    row = call(copy, "status", "test-quality-readout").stdout.splitlines()[1].split()
    assert row[2:5] == ["9", "9", "3"]
    shutil.copytree(TEXTS / "worked", copy / "data/drafts", dirs_exist_ok=True)
    done = call(copy, "status", "test-quality-readout")
    assert done.stdout.splitlines()[-1].endswith("100 %")


def test_names_on_record_that_a_new_text_prints_are_told_until_their_records_list_it(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    run = lambda *arguments: CliRunner(env={"SASAC_SOURCES": str(TEXTS)}).invoke(main, ["--project", str(copy), *arguments])  # noqa: E731
    run("add", str(TEXTS / "apprentices-speech.txt"), "--source", "speech", "--meeting", "2025-09-01-speech")
    done = run("status", "speech")
    rows = done.stdout.partition("names on record that this text prints")[2].splitlines()[1:]
    assert rows == [
        "  terms/high-quality-development: 'high-quality development' stands in p6s1",
        "  organizations/state-owned-enterprises: 'state-owned enterprises' stands in p7s3",
    ]
    term = copy / "data" / "drafts" / "terms" / "high-quality-development.yaml"
    term.parent.mkdir()
    held = (copy / "data" / "terms" / term.name).read_text(encoding="utf-8")
    form = "- {form: High-quality development, source: speech, sentence: p6s1}"
    term.write_text(held.replace("../schema/", "../../schema/", 1).replace("forms:\n", f"forms:\n{form}\n", 1), encoding="utf-8")
    assert "terms/high-quality-development:" not in run("status", "speech").stdout
    # Without the text nobody can tell.
    assert "names on record" not in call(copy, "status", "speech").stdout


def test_an_unknown_source_is_refused(project: Path) -> None:
    done = call(project, "status", "nobody")
    assert done.exit_code == 1 and "there is no source 'nobody'" in done.stderr and "scio-transcript-central-soes" in done.stderr


def test_a_bar_is_full_only_when_all_is_done() -> None:
    assert Progress("x", "draft", 1000, 999, 999, 1).bar == "[" + "#" * (WIDTH - 1) + "." + "]  99 %"
    assert Progress("x", "draft", 0, 0, 0, 0).bar.endswith("  0 %")
