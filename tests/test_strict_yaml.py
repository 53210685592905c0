"""The strict loader: every value with its line and column, every refusal at its exact place and with a remedy."""

from __future__ import annotations

import pytest

from sasac.problems import Problem
from sasac.strict_yaml import DEEPEST, LARGEST_FILE, Document, load


def parsed(text: str) -> Document:
    """The document of a text that must be sound."""
    document, problems = load(text.encode(), "f.yaml")
    assert document is not None, problems
    assert problems == []
    return document


def refused(data: bytes) -> list[Problem]:
    """The problems of bytes that must not be accepted."""
    document, problems = load(data, "f.yaml")
    assert document is None
    assert problems
    assert all(problem.file == "f.yaml" and problem.what and problem.remedy for problem in problems)
    return problems


def test_values_are_text_lists_and_mappings() -> None:
    document = parsed('a: x y\nb:\n- c: "NO"\n  d: \'12:30\'\n- plain\ne: {f: g, h: [i, j]}\nk: ""\n')
    assert document.value == {"a": "x y", "b": [{"c": "NO", "d": "12:30"}, "plain"], "e": {"f": "g", "h": ["i", "j"]}, "k": ""}


def test_places_count_lines_and_columns_from_one() -> None:
    document = parsed("# head\na: x\nb:\n- c: y\n  d: z\n- e\nf: {g: h, i: [j, k]}\n")
    assert document.place(()) == (2, 1)
    assert document.place(("a",)) == (2, 4)
    assert document.place(("b",)) == (4, 1)
    assert document.place(("b", 0)) == (4, 3)
    assert document.place(("b", 0, "c")) == (4, 6)
    assert document.place(("b", 0, "d")) == (5, 6)
    assert document.place(("b", 1)) == (6, 3)
    assert document.place(("f",)) == (7, 4)
    assert document.place(("f", "g")) == (7, 8)
    assert document.place(("f", "i", 1)) == (7, 18)


def test_keys_have_places_of_their_own() -> None:
    document = parsed("a: x\nb:\n- c: y\n  dd: z\n")
    assert document.key_place(("a",)) == (1, 1)
    assert document.key_place(("b", 0, "c")) == (3, 3)
    assert document.key_place(("b", 0, "dd")) == (4, 3)


def test_a_path_that_is_not_there_has_the_place_around_it() -> None:
    document = parsed("a: x\nb:\n- c: y\n")
    assert document.place(("b", 0, "missing")) == document.place(("b", 0)) == (3, 3)
    assert document.key_place(("b", 0, "missing")) == (3, 3)
    assert document.place(("missing",)) == (1, 1)


def test_columns_count_characters_not_bytes() -> None:
    document = parsed("名: [é, 值]\n")
    assert document.place(("名", 1)) == (1, 8)


@pytest.mark.parametrize(
    ("text", "line", "column", "what", "remedy"),
    [
        pytest.param("a: x\nb: y\na: z\n", 3, 1, "key 'a' stands twice (first on line 1)", "keep one", id="duplicate key"),
        pytest.param("a: x\n'a': z\n", 2, 1, "key 'a' stands twice (first on line 1)", "keep one", id="duplicate key in quotes"),
        pytest.param("l:\n- b: c\n  b: d\n", 3, 3, "key 'b' stands twice (first on line 2)", "keep one", id="duplicate key in a list"),
        pytest.param("a: {b: c, b: d}\n", 1, 11, "key 'b' stands twice", "keep one", id="duplicate key in braces"),
        pytest.param("a: x\nb: *y\n", 2, 4, "alias '*y'", "write the value out", id="alias"),
        pytest.param("a: &x y\n", 1, 4, "anchor '&x'", "delete it", id="anchor"),
        pytest.param("a: &m\n  b: c\n", 1, 4, "anchor '&m'", "delete it", id="anchor of a mapping"),
        pytest.param("a: !!str x\n", 1, 4, "tag 'tag:yaml.org,2002:str'", "delete it", id="tag"),
        pytest.param("l:\n- !!python/object/apply:os.system [id]\n", 2, 3, "python/object/apply:os.system'", "delete it", id="tag that runs code"),
        pytest.param("a: b\n<<: {c: d}\n", 2, 1, "'<<' as a merge key", "quotation marks", id="merge key"),
        pytest.param("a: b\n---\nc: d\n", 2, 1, "a second document", "one record a file", id="second document"),
        pytest.param("? [a]\n: b\n", 1, 3, "a key that is a list or mapping", "plain word", id="list as key"),
        pytest.param("a: NO\n", 1, 4, "'NO' as a yes/no value", '("NO")', id="NO"),
        pytest.param("a: x\nb: yes\n", 2, 4, "'yes' as a yes/no value", '("yes")', id="yes"),
        pytest.param("a: On\n", 1, 4, "'On' as a yes/no value", '("On")', id="On"),
        pytest.param("NO: a\n", 1, 1, "'NO' as a yes/no value", '("NO")', id="NO as key"),
        pytest.param("a: 12:30\n", 1, 4, "'12:30' as", '("12:30")', id="12:30"),
        pytest.param("l:\n- b: 2023-05-24\n", 2, 6, "'2023-05-24' as a date", '("2023-05-24")', id="bare date"),
        pytest.param("a: [x, 22]\n", 1, 8, "'22' as a number", '("22")', id="22"),
        pytest.param("a: 2.4\n", 1, 4, "'2.4' as a number", '("2.4")', id="2.4"),
        pytest.param("a: 0x1F\n", 1, 4, "'0x1F' as a number", '("0x1F")', id="hexadecimal"),
        pytest.param("a: 1_000\n", 1, 4, "'1_000' as a number", '("1_000")', id="1_000"),
        pytest.param("a: ~\n", 1, 4, "'~' as an empty value", "quotation marks", id="tilde"),
        pytest.param("a: null\n", 1, 4, "'null' as an empty value", '("null")', id="null"),
        pytest.param("a: x\nb:\nc: y\n", 2, 3, "as an empty value", "write a value", id="nothing after a key"),
        pytest.param("l:\n-\n- x\n", 2, 2, "as an empty value", "write a value", id="nothing in a list"),
        pytest.param("a: b\n\tc: d\n", 2, 1, "a tab", "two spaces", id="tab as indentation"),
        pytest.param("a: b\tc\n", 1, 5, "a tab", "two spaces", id="tab in a line"),
        pytest.param("\ufeffa: b\n", 1, 1, "U+FEFF", "delete it", id="byte order mark"),
        pytest.param("a: b\nc: d\x00\n", 2, 5, "U+0000", "delete it", id="NUL"),
        pytest.param("a: x\u202ey\n", 1, 5, "U+202E (right-to-left override)", "delete it", id="bidi override"),
        pytest.param("a: 值\u2066y\n", 1, 5, "U+2066 (left-to-right isolate)", "delete it", id="bidi isolate after Chinese"),
        pytest.param("a: x\u200by\n", 1, 5, "U+200B (zero width space)", "delete it", id="zero width space"),
        pytest.param("a: b\r\nc: d\r\n", 1, 5, "U+000D (carriage return)", "line feed", id="CRLF"),
        pytest.param("a: x\u2028b: y\n", 1, 5, "U+2028 (line separator)", "delete it", id="line separator"),
        pytest.param("", 1, 1, "the file is empty", "write the record", id="empty file"),
        pytest.param(" \n\n", 1, 1, "the file is empty", "write the record", id="blank file"),
        pytest.param("[" * 50, 1, DEEPEST + 2, f"deeper than {DEEPEST}", "flatten", id="deep nesting"),
        pytest.param("[" * 200_000, 1, DEEPEST + 2, f"deeper than {DEEPEST}", "flatten", id="nesting meant to exhaust"),
        pytest.param("a: x\n b: y\n", 2, 3, "not valid YAML", "check indentation", id="stray indentation"),
        pytest.param("a: b: c\n", 1, 5, "not valid YAML", "colons", id="colon in a value"),
        pytest.param("a: x\nb: @c\n", 2, 4, "not valid YAML", "quotation marks", id="reserved sign"),
    ],
)
def test_refuses_at_the_exact_place(text: str, line: int, column: int, what: str, remedy: str) -> None:
    (problem,) = refused(text.encode())
    assert (problem.line, problem.column) == (line, column), str(problem)
    assert what in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("data", "line", "column", "what"),
    [
        pytest.param(b"a: x\xff\n", 1, 5, "byte 0xff", id="stray byte"),
        pytest.param("# 名\na: 值é".encode() + b"\xfe\n", 2, 6, "byte 0xfe", id="after Chinese"),
        pytest.param(b"a: b\nc: \xe4\xb8", 2, 4, "byte 0xe4", id="character cut off"),
        pytest.param("a: 总".encode("gb18030"), 1, 4, "byte 0xd7", id="another encoding"),
        pytest.param("a: b".encode("utf-16"), 1, 1, "byte 0xff", id="UTF-16"),
    ],
)
def test_refuses_invalid_utf8_at_the_first_bad_byte(data: bytes, line: int, column: int, what: str) -> None:
    (problem,) = refused(data)
    assert (problem.line, problem.column) == (line, column)
    assert what in problem.what
    assert "UTF-8" in problem.remedy


def test_refuses_an_oversize_file_and_takes_the_largest() -> None:
    head = b"a: "
    assert load(head + b"x" * (LARGEST_FILE - len(head)), "f.yaml")[1] == []
    (problem,) = refused(head + b"x" * (LARGEST_FILE - len(head) + 1))
    assert (problem.line, problem.column) == (1, 1)
    assert str(LARGEST_FILE + 1) in problem.what


def test_takes_what_is_as_deep_as_allowed() -> None:
    assert load(b"[" * (DEEPEST + 1) + b"x" + b"]" * (DEEPEST + 1), "f.yaml")[1] == []


@pytest.mark.parametrize("text", ['a: "x\\u202Ey"', 'a: "x\\0y"', 'a: "x\\ty"', 'a: "\\uFEFFx"', 'a: "x\\x0dy"'])
def test_an_escape_does_not_smuggle_in_a_hidden_character(text: str) -> None:
    (problem,) = refused(text.encode())
    assert problem.line == 1


def test_every_problem_of_a_file_is_reported_not_only_the_first() -> None:
    problems = refused(b"a: NO\nb: 22\nb: x\nc: !t y\n")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 4), (2, 4), (3, 1), (4, 4)]


@pytest.mark.parametrize("value", ['"NO"', "'22'", '"2023-05-24"', "24 May 2023", "p3s2", "no one", "1.0.0", "a~b", "2023-05-24-meeting", "|\n  NO"])
def test_text_that_cannot_be_mistaken_is_taken(value: str) -> None:
    assert isinstance(parsed(f"a: {value}\n").value["a"], str)
