"""The docs against the code: every command and option is explained, every example runs or says that it was not run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT, SASAC
from sasac import strict_yaml
from sasac.cli import main
from sasac.editing.canonical import keys
from sasac.link import PLACES, Corpus
from sasac.models import (
    FOLDERS,
    PREFIXES,
    Evidence,
    External,
    Fact,
    Figure,
    LedgerLine,
    Participant,
    Restructuring,
    Statement,
    Task,
    schema_name,
)

COMMANDS = {name: command for name in main.list_commands(click.Context(main)) if (command := main.get_command(click.Context(main), name))}
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Set up, build, serve or test everything: run by people and by CI, not from inside a test.
_TOO_LARGE = re.compile(r"^(?:git clone|cd |make )")


def blocks(path: Path, *languages: str) -> list[tuple[str, str, str]]:
    """Language, marks and content of a page's code blocks."""
    return [match.groups() for match in _BLOCK.finditer(path.read_text(encoding="utf-8")) if match[1] in languages]  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "about" / "commands.md").read_text(encoding="utf-8")
    assert page.count(f"\n### {name}\n") == 1
    section = page.partition(f"\n### {name}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert f"`{max(parameter.opts, key=len)}" in section, parameter.opts
        elif parameter.required:
            assert str(parameter.name).upper() in section


def test_no_documented_command_or_option_is_missing() -> None:
    page = (ROOT / "docs" / "about" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (\S+)$", page, re.MULTILINE)) == set(COMMANDS)
    known = {option for command in [main, *COMMANDS.values()] for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for line in re.findall(r"(?:\.venv/bin/)?sasac [^`\n]+", text) if path.name != "commands.md" else text.splitlines():
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line) if "rsync" not in line and "```" not in line else []:
                assert option in known, f"{path.name}: {option}"


def test_general_options_are_documented() -> None:
    page = (ROOT / "docs" / "about" / "commands.md").read_text(encoding="utf-8")
    for option in ("--project", "--version", "--help", "-h"):
        assert f"`{option}" in page or f"sasac {option}" in page


# The examples on the data need what a built site has: tests/test_data_examples.py runs them.
@pytest.mark.parametrize("path", [path for path in PAGES if blocks(path, "sh") and path.name != "data.md"], ids=lambda path: path.name)
def test_every_shell_example_runs(path: Path, copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    (copy / ".venv" / "bin").mkdir(parents=True)
    (copy / ".venv" / "bin" / "sasac").symlink_to(SASAC)
    shutil.copytree(ROOT / "tests" / "data", copy / "tests" / "data")
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "data"], [*identity, "commit", "-qm", "first"]):
        subprocess.run(["git", *command], cwd=copy, check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if name != "SASAC_SOURCES"}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    settings = copy / "settings"
    settings.touch()
    for _, _, content in blocks(path, "sh"):
        if content.startswith("# Not run by the tests: "):
            continue
        lines = [line for line in content.splitlines() if not _TOO_LARGE.match(line)]
        # What a reader types goes on in the same shell: settings made in one block hold in the next.
        script = "\n".join([f". {settings}", "set -e", *lines, f"export -p | grep SASAC_ > {settings} || true"])
        done = subprocess.run(["bash", "-c", script], cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{content}\n{done.stdout}\n{done.stderr}"


def test_the_excerpts_of_the_worked_example_are_its_records() -> None:
    held = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "data").rglob("*.yaml")))
    found = blocks(ROOT / "CONTRIBUTING.md", "yaml")
    assert len(found) >= 4
    for _, _, content in found:
        assert content in held, content


def test_yaml_in_the_docs_uses_keys_that_exist() -> None:
    known = {key for model in (Fact, LedgerLine, External, Evidence, Participant, Task, Figure, Statement, Restructuring) for key in keys(model)}
    page = (ROOT / "docs" / "about" / "editorial-rules.md").read_text(encoding="utf-8")
    for key in re.findall(r"`([a-z_]+): ", page):
        assert key in known, key


def test_forms_templates_and_editor_settings_can_be_read() -> None:
    for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {"name", "description", "body"} <= form.keys()
        named = [item["id"] for item in form["body"]]
        assert len(named) == len(set(named)) and all(item["type"] in ("input", "textarea", "dropdown", "checkboxes") for item in form["body"])
    assert (ROOT / ".github" / "pull_request_template.md").is_file()
    for name in ("settings", "extensions", "tasks"):
        assert json.loads((ROOT / ".vscode" / f"{name}.json").read_text(encoding="utf-8"))


def test_the_editors_check_finds_the_place_of_every_error(copy_of_project: Callable[[], Path]) -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = re.compile(tasks[0]["problemMatcher"]["pattern"]["regexp"])
    copy = copy_of_project()
    path = copy / "data" / "themes" / "party-leadership.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nname:", "\nnam:"), encoding="utf-8")
    done = subprocess.run(["bash", "-c", tasks[0]["command"].replace(".venv/bin/sasac", str(SASAC))], cwd=copy, capture_output=True, text=True, check=False)
    found = [match for line in done.stderr.splitlines() if (match := pattern.fullmatch(line))]
    assert done.returncode == 1 and len(found) == len(done.stderr.splitlines()) - 1
    assert all((copy / match[1]).is_file() for match in found) and ("data/themes/party-leadership.yaml", "2") in {match.groups()[:2] for match in found}
    for task in tasks:
        name, *options = task["command"].removeprefix(".venv/bin/sasac ").split()
        assert {option for parameter in COMMANDS[name].params for option in parameter.opts} >= set(options)


def test_the_schemas_that_editors_read_hold_for_every_record_and_for_no_other(corpus: Corpus) -> None:
    schemas = {folder: Draft202012Validator(json.loads((ROOT / "data" / "schema" / schema_name(folder)).read_text(encoding="utf-8"))) for folder in FOLDERS}
    records = {folder: [strict_yaml.load(path.read_bytes(), "x")[0] for path in sorted((ROOT / "data" / folder).glob("*.yaml"))] for folder in FOLDERS}
    for folder, documents in records.items():
        for document in documents:
            assert document and [error.message for error in schemas[folder].iter_errors(document.value)] == []
    for folder, list_of in (("tasks", "modality"), ("figures", "status")):
        first = records[folder][0]
        assert first
        claims = first.value[folder]
        without = {key: value for key, value in claims[0].items() if key != list_of}
        for damaged in ({**claims[0], list_of: "no such word"}, {**claims[0], "no_such_key": "x"}, without):
            assert list(schemas[folder].iter_errors({**first.value, folder: [damaged]})), damaged


def test_the_readme_counts_what_is_here_and_stays_short(corpus: Corpus) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("- **What is here**")]
    stated = {words.split()[-1]: int(number) for number, words in re.findall(r"(\d+) ((?:policy )?[a-z]+)", line)}
    kinds = {"person": "people", "body": "bodies"}
    counted = {kinds.get(kind, f"{kind}s"): len(corpus.of_kind(kind)) for kind in PLACES}
    counted |= {f"{kind}s": sum(claim.kind == kind for claim in corpus.claims.values()) for kind in PREFIXES}
    assert stated == counted
    assert len(re.sub(r"```.*?```|^\||!\[.*", "", page, flags=re.DOTALL | re.MULTILINE).split()) < 450


def test_ids_complete_in_vs_code(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    done = subprocess.run([SASAC, "--project", copy, "ids", "--vscode"], capture_output=True, text=True, check=True)
    assert done.stdout == "wrote .vscode/sasac-ids.code-snippets\n"
    found = json.loads((copy / ".vscode" / "sasac-ids.code-snippets").read_text(encoding="utf-8"))
    assert found["people/zhang-yuzhuo"]["body"] == "zhang-yuzhuo" and all(row["scope"] == "yaml" for row in found.values())
    held = {f"organizations/{path.stem}" for path in (copy / "data" / "organizations").glob("*.yaml")}
    assert held == {key for key in found if key.startswith("organizations/")}
    assert ".vscode/*.code-snippets" in (ROOT / ".gitignore").read_text(encoding="utf-8")
