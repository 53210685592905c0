"""The command: its help, what a sound check and a build say, and the small tools around the data."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from conftest import ROOT, SASAC, Built, sasac
from sasac import __version__, fingerprint, schema, sentences
from sasac.cli import main
from sasac.link import PLACES, Corpus
from sasac.models import FOLDERS

COMMANDS = {name: command for name in main.list_commands(click.Context(main)) if (command := main.get_command(click.Context(main), name))}
Copy = Callable[[], Path]


def invoke(*arguments: str | Path, sources: str = "") -> Result:
    """Run the command in this process."""
    return CliRunner(env={"SASAC_SOURCES": sources}).invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A small source text."""
    path = tmp_path / "text.txt"
    path.write_text("date 2024-02-01 A meeting was held. It ended.\nThe second paragraph.\n", encoding="utf-8")
    return path


def test_help_teaches_the_first_round_and_lists_every_command() -> None:
    ran = sasac("--help")
    assert (ran.code, ran.err) == (0, "")
    assert len(COMMANDS) >= 6
    for name in ("sasac check", "sasac build", "sasac coverage", *COMMANDS):
        assert name in ran.out
    assert "file:line:column: what is wrong; what would be right" in re.sub(r"\s+", " ", ran.out)
    assert "Exit code 1" in ran.out


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_explains_itself(command: str, flag: str) -> None:
    result = invoke(command, flag)
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {command} ")
    explanation = result.output.partition("\n\n")[2].partition("Options:")[0].strip()
    assert len(explanation.split()) >= 5
    assert "…" not in explanation.split()[-1]
    for parameter in COMMANDS[command].params:
        if parameter.param_type_name == "option":
            assert f"{max(parameter.opts, key=len)}" in result.output


def test_version() -> None:
    assert invoke("--version").output == f"sasac, version {__version__}\n"


def test_a_wrong_command_or_folder_is_a_usage_error() -> None:
    for arguments in (["chek"], ["--project", "/no/such/folder", "check"], ["check", "--site", "x"]):
        result = invoke(*arguments)
        assert result.exit_code == 2
        assert "Usage:" in result.stderr and "Error:" in result.stderr


def test_a_sound_check_says_what_was_checked_and_how(project: Path, corpus: Corpus) -> None:
    result = invoke("--project", project, "check")
    assert (result.exit_code, result.stderr) == (0, "")
    first, way, files = result.stdout.splitlines()
    found = re.fullmatch(r"(\d+) sources, (\d+) of (\d+) sentences accounted for, (\d+) of (\d+) stated claims verified", first)
    assert found, first
    sources, accounted, total, verified, stated = map(int, found.groups())
    assert sources == len(corpus.of_kind("source")) == 5
    assert accounted == total == sum(len(corpus.texts.sentence_ids(source.id)) for source in corpus.of_kind("source")) > 90
    assert verified == stated > 300
    assert "against the fingerprints only" in way and "SASAC_SOURCES" in way
    counted = {folder: int(number) for number, folder in re.findall(r"(\d+) ([a-z]+)", files)}
    assert counted == {folder: len(list((project / "data" / folder).glob("*.yaml"))) for folder in FOLDERS}


def test_a_check_without_data_says_so(tmp_path: Path) -> None:
    result = invoke("--project", tmp_path, "check")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "1 error; nothing was written"
    assert re.match(r"data:1:1: the data folder holds no record; ", result.stderr)


def test_a_folder_of_texts_that_is_not_there_is_an_error(project: Path, tmp_path: Path) -> None:
    result = invoke("--project", project, "check", sources=str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert re.match(rf"{tmp_path}/nowhere:1:1: there is no such folder of source texts; .*SASAC_SOURCES", result.stderr)


def test_a_build_prints_the_pages_of_each_type(built: Built, corpus: Corpus) -> None:
    ran = built.ran
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if line.startswith("pages: ")]
    counts = {kind: int(number) for number, kind in re.findall(r"(\d+) ([a-z ]+)", line)}
    for kind, folder in PLACES.items():
        assert counts[folder] == len(corpus.of_kind(kind)) == len(list((built.site / folder).glob("*/index.html"))) > 0
    assert counts["index pages"] >= len(PLACES) + 5
    assert f"{len(corpus.claims)} claims" in ran.out
    progress = ran.err.splitlines()
    assert progress[0].startswith("checking the records") and any(line.startswith(f"laying out {sum(counts.values())} pages") for line in progress)


def test_a_build_leaves_only_the_site(built: Built) -> None:
    assert [path.name for path in built.site.parent.iterdir()] == [built.site.name]
    assert oct(built.site.stat().st_mode)[-3:] == "755"


def test_coverage_is_a_table_with_a_line_a_source(project: Path, corpus: Corpus) -> None:
    result = invoke("--project", project, "coverage")
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.split()[:2] == ["source", "sentences"]
    assert [row.split()[0] for row in rows[:-1]] == sorted(source.id for source in corpus.of_kind("source"))
    assert rows[-1].startswith("all sources")
    for row in rows[:-1]:
        _, total, accounted, *_ = row.split()
        assert total == accounted and int(total) > 0


def test_the_published_schemas_are_those_of_the_models(project: Path, copy_of_project: Copy) -> None:
    assert {path.name for path in (project / "data" / "schema").iterdir()} == set(schema.schemas())
    copy = copy_of_project()
    result = invoke("--project", copy, "schema")
    assert (result.exit_code, result.stdout) == (0, "the schemas are up to date\n")
    (copy / "data" / "schema" / "person.schema.json").write_text("{}", encoding="utf-8")
    assert invoke("--project", copy, "schema").stdout == "changed: person.schema.json\n"
    assert invoke("--project", copy, "schema").stdout == "the schemas are up to date\n"


def test_fingerprint_prints_the_numbered_sentences_and_writes_nothing(tmp_path: Path, text: Path) -> None:
    result = invoke("--project", tmp_path, "fingerprint", text, "--source", "s", "--print")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["p1s1  date 2024-02-01", "p1s2  A meeting was held.", "p1s3  It ended.", "p2s1  The second paragraph."]
    assert [path.name for path in tmp_path.iterdir()] == [text.name]


def test_fingerprint_writes_once_and_never_changes_what_stands(tmp_path: Path, text: Path) -> None:
    arguments = ("--project", tmp_path, "fingerprint", text, "--source", "s")
    result = invoke(*arguments)
    written = tmp_path / "data" / "fingerprints" / "s.txt"
    content = written.read_text(encoding="utf-8")
    assert fingerprint.read(content).holds(["p1s2"], "meeting was held")
    assert list(fingerprint.read(content).lines) == list(sentences.split(text.read_text(encoding="utf-8")))
    assert result.stdout.splitlines() == [
        f"sha256: {hashlib.sha256(text.read_bytes()).hexdigest()}", f"fingerprint_sha256: {hashlib.sha256(content.encode()).hexdigest()}",
    ]
    assert invoke(*arguments).stdout == result.stdout
    text.write_text("Another text.\n", encoding="utf-8")
    again = invoke(*arguments)
    assert again.exit_code == 1
    assert "another fingerprint stands here" in again.stderr
    assert written.read_text(encoding="utf-8") == content


def test_serve_shows_the_site_and_ends_on_interrupt(copy_of_project: Copy, corpus: Corpus) -> None:
    copy = copy_of_project()
    command = [SASAC, "--project", copy, "serve", "--port", str(20_000 + os.getpid() % 10_000)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "SASAC_SOURCES": ""}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            address = re.match(r"open (http://127\.0\.0\.1:\d+/)", said)
            assert address, said + process.stdout.read()
            assert corpus.meetings[-1].title in fetch(f"{address[1]}{corpus.meetings[-1].url}", process)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            rest, _ = process.communicate(timeout=20)
    assert "Traceback" not in rest
    assert not (copy / "site").exists()


def fetch(address: str, process: subprocess.Popen[str]) -> str:
    """A page of a server that is starting."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, process.stdout and process.stdout.read()
            assert time.monotonic() < until, "the server shows nothing"
            time.sleep(0.2)
