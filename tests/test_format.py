"""The canonical form of records: loss-free, stable, small in diffs, and careful with what it cannot keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sasac import strict_yaml
from sasac.cli import main
from sasac.editing.canonical import NotCanonical, canonical, comments, keys, scalar
from sasac.models import FOLDERS, Task

HEAD = "# yaml-language-server: $schema=../schema/theme.schema.json\n"
THEME = HEAD + "name: A theme\ntext: A text.\nscope_note: A note.\n"


def records(project: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((project / "data" / folder).glob("*.yaml"))]


def test_every_record_keeps_its_values_and_the_form_is_stable(project: Path) -> None:
    assert len(records(project)) > 250
    for path in records(project):
        text = path.read_text(encoding="utf-8")
        fresh = canonical(text, path.parent.name)
        first, second = (strict_yaml.load(content.encode(), "x")[0] for content in (text, fresh))
        assert first and second and first.value == second.value, path
        assert canonical(fresh, path.parent.name) == fresh, path


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"), ("22", '"22"'), ("2023-05-24", '"2023-05-24"'), ("2023-05-24/2023-05-25", "2023-05-24/2023-05-25"), ("NO", '"NO"'),
        ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("- a", '"- a"'), ("", '""'), ('"a" b', "'\"a\" b'"), ("it's: so", '"it\'s: so"'), ('"it\'s"', '"\\"it\'s\\""'),
        ("ends:", '"ends:"'), ("12:30", '"12:30"'), ("~", '"~"'), ("back\\slash", "back\\slash"), ("XXXX-07-16", "XXXX-07-16"), ("五个价值", "五个价值"),
        ("---", '"---"'), ("@x", '"@x"'), ("%x", '"%x"'), ("?", '"?"'), ("-1", '"-1"'), ("=", '"="'), ("<<", '"<<"'), ("a, b", "a, b"),
    ],
)
def test_text_stands_in_quotation_marks_only_where_it_must(value: str, written: str) -> None:
    assert scalar(value) == written
    document, problems = strict_yaml.load(f"key: {written}\nlist: [{scalar(value, flow=True)}]\n".encode(), "x")
    assert document and not problems
    assert document.value == {"key": value, "list": [value]}


def test_a_comma_or_bracket_in_one_line_forms_is_quoted() -> None:
    assert scalar("a, b", flow=True) == '"a, b"'
    assert scalar("a [b]", flow=True) == '"a [b]"'


def test_keys_stand_in_the_order_of_the_models_with_evidence_after_what_is_said() -> None:
    order = list(keys(Task))
    assert order[:2] == ["id", "text"]
    assert order.index("modality") < order.index("evidence") < order.index("themes") < order.index("facts")
    text = HEAD + "text: A text.\nscope_note: A note.\nname: A theme\n"
    assert canonical(text, "themes") == THEME


def test_comments_are_refused_unless_forced() -> None:
    text = THEME.replace("text:", "# a remark\ntext:")
    assert comments(text) == [3] and comments(THEME) == []
    assert comments(THEME.replace("A note.", "A note # and a remark")) == [4]
    assert comments(THEME.replace("A note.", '"A # note"')) == []
    with pytest.raises(NotCanonical, match="line 3 holds a comment"):
        canonical(text, "themes")
    assert canonical(text, "themes", force=True) == THEME


def test_what_is_not_strict_yaml_is_refused() -> None:
    for text in (HEAD + "name: a\nname: b\n", HEAD + "- a\n", HEAD + "name: NO\n", ""):
        with pytest.raises(NotCanonical):
            canonical(text, "themes")


def test_the_command_checks_and_writes(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    run = lambda *arguments: CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(copy), "format", *map(str, arguments)])  # noqa: E731
    assert run().exit_code == 0
    done = run("--check")
    assert (done.exit_code, done.stdout.split()[0]) == (0, "0")
    path = next((copy / "data" / "themes").glob("*.yaml"))
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("name: ", 'name: "', 1).replace("\n", '"\n', 2).replace('"\n', "\n", 1), encoding="utf-8")
    done = run("--check")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == f"data/themes/{path.name}:2:1: not in canonical form; run: sasac format"
    assert run(path).exit_code == 0
    assert path.read_text(encoding="utf-8") == good
    path.write_text(good + "# a remark\n", encoding="utf-8")
    done = run()
    assert done.exit_code == 1 and "holds a comment" in done.stderr
    assert run("--force").exit_code == 0
    assert path.read_text(encoding="utf-8") == good
