"""Bad input on a copy of the real project: one line each with file, line, column and remedy, all at once, and no site written."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import MakeCopy, Ran, sasac
from sasac import load
from sasac.cli import main

Place = tuple[int, int]
LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<what>[^;].*?); (?P<remedy>\S.*)")


@dataclass(frozen=True)
class Damage:
    """One way to spoil a project: the file that is to be named, how it is spoilt, and what is to be said."""

    name: str
    file: str
    what: str
    remedy: str
    spoil: Callable[[Path], Place]
    with_others: bool = True

    def expected(self, project: Path) -> str:
        """Spoil a copy; the start of the line that must be printed."""
        line, column = self.spoil(project)
        return f"{self.file}:{line}:{column}: "


DAMAGES: list[Damage] = []


def damage(name: str, file: str, what: str, remedy: str, with_others: bool = True) -> Callable[[Callable[[Path], Place]], None]:
    """List a function as a way to spoil a project; it is given the file and returns the place that must be named.

    Not `with_others`: another damage of the list already spoils that file.
    """

    def take(function: Callable[[Path], Place]) -> None:
        DAMAGES.append(Damage(name, file, what, remedy, lambda project: function(project / file), with_others))

    return take


def spot(text: str, offset: int) -> Place:
    """Line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def put(path: Path, pattern: str, new: str) -> Place:
    """Replace the first match's group 1 (or all of it); the place of what was put there."""
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.M)
    assert found, f"{path} holds nothing like {pattern}"
    start, end = found.span(1 if found.re.groups else 0)
    path.write_text(text[:start] + new + text[end:], encoding="utf-8")
    return spot(text, start)


def first(path: Path, pattern: str) -> str:
    """Group 1 of a pattern's first match in a file."""
    found = re.search(pattern, path.read_text(encoding="utf-8"), re.M)
    assert found, f"{path} holds nothing like {pattern}"
    return found[1]


MEETINGS = ("2023-05-24-strategic-emerging-industries", "2023-12-25-central-enterprise-heads", "2024-01-11-local-sasac-heads",
            "2024-01-24-scio-press-conference", "2025-07-16-central-enterprise-seminar")
MAY, DECEMBER, LOCAL, SCIO, JULY = MEETINGS


@damage("misspelt key", "data/organizations/sasac.yaml", "unknown key 'externl'", "did you mean 'external'?")
def _(path: Path) -> Place:
    return put(path, r"^(external):", "externl")


@damage("misspelt key of a claim", f"data/tasks/{MAY}.yaml", "unknown key 'other_readin'", "did you mean 'other_reading'?")
def _(path: Path) -> Place:
    return put(path, r"^  (other_reading):", "other_readin")


@damage("misspelt key that a record needs", "data/people/li-bing.yaml", "unknown key 'form'", "did you mean 'forms'?")
def _(path: Path) -> Place:
    return put(path, r"^(forms):", "form")


@damage("duplicate key", "data/people/mei-junqi.yaml", "key 'name' stands twice (first on line 2)", "keep one")
def _(path: Path) -> Place:
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}name: Another Name\n", encoding="utf-8")
    return spot(text, len(text))


@damage("unknown id", f"data/tasks/{JULY}.yaml", "there is no record", "did you mean 'high-quality-development'?")
def _(path: Path) -> Place:
    return put(path, r"terms: \[(?:[a-z-]+, )*(high-quality-development)\b", "high-quality-developmnt")


@damage("unknown id of a claim", f"data/meetings/{JULY}.yaml", "there is no 'statement-seminar-hel'", "did you mean 'statement-seminar-held'?")
def _(path: Path) -> Place:
    return put(path, r"rests_on: \[(?:[a-z0-9-]+, )*(statement-seminar-held)\b", "statement-seminar-hel")


@damage("unknown id with nothing near", "data/questions/question-li-bing-role.yaml", "there is no record 'zzz0'", "add data/")
def _(path: Path) -> Place:
    return put(path, r"^about: \[([a-z0-9-]+)", "zzz0")


@damage("id of a record of another type", f"data/statements/{JULY}.yaml", "'soe-reform' is a record of the folder 'themes'", "name a record of")
def _(path: Path) -> Place:
    return put(path, r"^  speaker: (\S+)", "soe-reform")


@damage("wrong date", "data/questions/question-july-seminar-year.yaml", "'2023-02-30' is a day that no calendar has", "EDTF such as")
def _(path: Path) -> Place:
    return put(path, r'^as_of: (".*")', '"2023-02-30"')


@damage("wrong date of a meeting", f"data/meetings/{MAY}.yaml", "'2023-02-30' is a day that no calendar has", "EDTF such as")
def _(path: Path) -> Place:
    return put(path, r'^date: (".*")', '"2023-02-30"')


@damage("date in words", "data/questions/question-xi-jinping-chinese-name.yaml", "'May 24' is not a date", "EDTF such as")
def _(path: Path) -> Place:
    return put(path, r'^as_of: (".*")', "May 24")


@damage("date that YAML would convert", "data/questions/question-six-enterprises-others.yaml", "'2023-05-24' as a date", '("2023-05-24")')
def _(path: Path) -> Place:
    return put(path, r'^as_of: (".*")', "2023-05-24")


@damage("quote of 13 words", "data/people/zhang-yuzhuo.yaml", "the quote has 13 words", "at most 12")
def _(path: Path) -> Place:
    return put(path, r"sentence: p\d+s\d+, quote: (.*)\}$", "one two three four five six seven eight nine ten eleven twelve thirteen")


@damage("words that do not stand in the sentence", f"data/figures/{SCIO}.yaml", "these words do not stand in p", "copy the words exactly")
def _(path: Path) -> Place:
    return put(path, r"sentence: p\d+s\d+, quote: (.*)\}$", "words that nobody said")


@damage("a number that is printed nowhere", f"data/figures/{LOCAL}.yaml", "no sentence that this figure cites prints the number 80", "copy it", False)
def _(path: Path) -> Place:
    # It is said by our reading only, and all the same printed.
    put(path, r"the completion of more than (70)% of the main tasks", "80")
    return put(path, r'^  value: ("70")$', '"80"')


@damage("word that is not of the list", f"data/tasks/{LOCAL}.yaml", "'demand' is not a word for 'modality'", "did you mean 'demanded'?")
def _(path: Path) -> Place:
    return put(path, r"^  modality: (demanded)$", "demand")


@damage("one id in two folders", "data/themes/yicai.yaml", "the id 'yicai' is already that of data/organizations/yicai.yaml", "rename this file")
def _(path: Path) -> Place:
    path.write_bytes((path.parent / "soe-reform.yaml").read_bytes())
    return 2, 1


@damage("one id for two claims", f"data/figures/{MAY}.yaml", "stands twice in this meeting", "give one another id")
def _(path: Path) -> Place:
    text = path.read_text(encoding="utf-8")
    block = text[text.rindex("\n- id: ") + 1 :]
    path.write_text(text + block, encoding="utf-8")
    return spot(text + block, len(text) + len("- id: "))


@damage("file in the wrong folder", "data/terms/feng-wensheng.yaml", "of the folder 'people', but lies in 'terms'", "move it to data/people/")
def _(path: Path) -> Place:
    (path.parent.parent / "people" / path.name).rename(path)
    return 1, 1


@damage("file in a folder within a folder", "data/questions/old/question-new.yaml", "not a record file of this folder", "move it to questions/")
def _(path: Path) -> Place:
    path.parent.mkdir()
    path.write_bytes((path.parent.parent / "question-li-bing-role.yaml").read_bytes())
    return 1, 1


@damage("file outside the folders", "data/li-bing.yaml", "a record outside the record folders", "move it into the folder")
def _(path: Path) -> Place:
    path.write_bytes(b"name: Li Bing\n")
    return 1, 1


@damage("unknown folder", "data/organisations", "'organisations' is not a record folder", "did you mean 'organizations'?")
def _(path: Path) -> Place:
    path.mkdir()
    return 1, 1


@damage("file of another kind", "data/terms/national-team.yml", "not a record file of this folder", "name it terms/national-team.yaml", with_others=False)
def _(path: Path) -> Place:
    path.write_bytes(b"name: x\n")
    return 1, 1


@damage("file's name that is no id", "data/questions/Question_1.yaml", "'Question_1' is not an id", "lower-case letters")
def _(path: Path) -> Place:
    path.write_bytes((path.parent / "question-li-bing-chinese-name.yaml").read_bytes())
    return 1, 1


@damage("invalid UTF-8", "data/sources/gmt8press-central-enterprise-seminar.yaml", "byte 0xff is not valid UTF-8", "save the file as UTF-8")
def _(path: Path) -> Place:
    data = path.read_bytes()
    at = data.index(b"\nname: ") + len(b"\nname: ")
    path.write_bytes(data[:at] + b"\xff" + data[at:])
    return 2, len("name: ") + 1


@damage("tab", "data/organizations/scio.yaml", "a tab stands here", "indent with two spaces")
def _(path: Path) -> Place:
    return put(path, r"^(  )kind: ", "\t")


@damage("empty file", "data/people/zhao-shitang.yaml", "the file is empty", "write the record")
def _(path: Path) -> Place:
    path.write_bytes(b"")
    return 1, 1


@damage("Windows line ends", "data/themes/national-strategy.yaml", "U+000D (carriage return)", "plain line feed")
def _(path: Path) -> Place:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"\n", b"\r\n"))
    return 1, data.index(b"\n") + 1


@damage("first line without the schema", "data/themes/soe-reform.yaml", "the first line does not name the record's schema", "theme.schema.json")
def _(path: Path) -> Place:
    put(path, r"^(# .*\n)", "# a theme\n")
    return 1, 1


@damage("claim without evidence", f"data/statements/{MAY}.yaml", "key 'evidence' is missing", "add 'evidence: …'")
def _(path: Path) -> Place:
    start = put(path, r"^(  evidence:\n(?:  - .*\n)+)", "")
    lines = path.read_text(encoding="utf-8").splitlines()[: start[0] - 1]
    return max(number for number, line in enumerate(lines, 1) if line.startswith("- id: ")), len("- ") + 1


@damage("claim with an empty list of evidence", f"data/figures/{LOCAL}.yaml", "'evidence' is empty", "write a value")
def _(path: Path) -> Place:
    line, _ = put(path, r"^  evidence:(\n(?:  - .*\n)+)", " []\n")
    return line, len("  evidence: ") + 1


@damage("inferred claim without a reason", f"data/statements/{SCIO}.yaml", "an inferred claim has no reason", "add 'reason' in one line")
def _(path: Path) -> Place:
    line, _ = put(path, r"^- id: .*\n  text: .*\n()(?!  kind)", "  kind: inferred\n")
    return line - 2, len("- ") + 1


@damage("page that cites a missing record", "docs/about/data.md", "the page cites 'sasac-of-nowhere', which is no record", "remove it, or add the record")
def _(path: Path) -> Place:
    return put(path, r"^cites: \[.*()\]$", ", sasac-of-nowhere")[0], first_column(path, "sasac-of-nowhere")


@damage("page that cites a missing record whose id is a word above it", "docs/about/cite.md", "the page cites 'figures', which is no record", "add the record")
def _(path: Path) -> Place:
    assert "figures" in first(path, r"^description: (.*)$"), "the case needs the word above"
    line, column = put(path, r"^cites: \[.*()\]$", ", figures")
    return line, column + len(", ")


@damage("page with an unknown key", "docs/about/method.md", "unknown key 'titel'", "did you mean 'title'?")
def _(path: Path) -> Place:
    return put(path, r"^()description:", "titel: x\n")


@damage("tab on a page", "docs/about/adding.md", "a tab stands here", "two spaces")
def _(path: Path) -> Place:
    return put(path, r"^1\.( )", "\t")


def first_column(path: Path, word: str) -> int:
    """Column at which a word first stands in a file."""
    return spot(text := path.read_text(encoding="utf-8"), text.index(word))[1]


@pytest.fixture(scope="module", autouse=True)
def parse_once() -> Iterator[None]:
    """Parse each file that is not spoilt only once in all cases: reading bytes into a record depends on nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "parse", functools.cache(load.parse))
        yield


def run(project: Path, command: str) -> Ran:
    """Run the command in this process, with no source texts at hand."""
    result = CliRunner(env={"SASAC_SOURCES": ""}).invoke(main, ["--project", str(project), command])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


State = dict[str, tuple[bytes, int]]


def state(folder: Path) -> State:
    """Every file below a folder, links left out, with its bytes and time of change."""
    found: State = {}
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            found[path.relative_to(folder).as_posix()] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def shared_copy(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    """One copy for all cases of this file, and its state when whole."""
    copy = make_copy(tmp_path_factory.mktemp("bad-input"))
    return copy, state(copy)


@pytest.fixture
def copy(shared_copy: tuple[Path, State]) -> Iterator[Path]:
    """The shared copy, made whole again after each test."""
    folder, whole = shared_copy
    yield folder
    now = state(folder)
    for name in now.keys() - whole.keys():
        (folder / name).unlink()
    for name, (data, changed) in whole.items():
        if now.get(name) != (data, changed):
            (folder / name).write_bytes(data)
            os.utime(folder / name, ns=(changed, changed))
    for path in sorted((path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    assert state(folder) == whole


def test_the_cases_cover_what_must_be_refused() -> None:
    names = {case.name for case in DAMAGES}
    assert len(names) == len(DAMAGES)
    assert names >= {
        "misspelt key", "duplicate key", "unknown id", "wrong date", "quote of 13 words", "one id in two folders", "one id for two claims",
        "file in the wrong folder", "invalid UTF-8", "tab", "empty file", "page that cites a missing record", "claim without evidence",
        "inferred claim without a reason",
    }


def test_the_project_itself_is_sound_and_a_check_writes_nothing(copy: Path) -> None:
    before = state(copy)
    assert len(before) > 100
    ran = run(copy, "check")
    assert (ran.code, ran.err) == (0, "")
    assert state(copy) == before


@pytest.mark.parametrize("case", DAMAGES, ids=lambda case: case.name)
def test_each_is_one_line_with_place_and_remedy(case: Damage, copy: Path) -> None:
    expected = case.expected(copy)
    before = state(copy)
    ran = run(copy, "check")
    assert ran.code == 1
    assert ran.out == ""
    wanted = [line for line in ran.lines if line.startswith(expected)]
    assert wanted, f"no line at {expected!r} in\n{ran.err}"
    parts = LINE.fullmatch(wanted[0])
    assert parts, wanted[0]
    assert case.what in parts["what"]
    assert case.remedy in parts["remedy"]
    others = [line for line in ran.lines if line != wanted[0]]
    assert not others, f"{len(others)} further lines, such as\n" + "\n".join(others[:3])
    assert ran.err.splitlines()[-1] == "1 error; nothing was written"
    assert state(copy) == before


def test_all_are_reported_at_once_in_the_order_of_files(copy: Path) -> None:
    cases = [case for case in DAMAGES if case.with_others]
    assert len({case.file for case in cases}) == len(cases), "two cases spoil one file; mark one of them"
    expected = [case.expected(copy) for case in cases]
    assert len(expected) > 20
    ran = run(copy, "check")
    assert ran.code == 1
    missing = [start for start in expected if not any(line.startswith(start) for line in ran.lines)]
    assert not missing, missing
    others = [line for line in ran.lines if not line.startswith(tuple(expected))]
    assert not others, f"{len(others)} further lines, such as\n" + "\n".join(others[:3])
    assert ran.err.splitlines()[-1] == f"{len(expected)} errors; nothing was written"
    assert [line.split(":")[0] for line in ran.lines] == sorted(case.file for case in cases)


def older_site(project: Path) -> Path:
    """A site folder left by an earlier build."""
    site = project / "site"
    (site / "meetings").mkdir(parents=True)
    (site / "index.html").write_bytes(b"<p>an older site\r\n")
    (site / "meetings" / "index.html").write_bytes(b"\x00\xff")
    return site


def test_a_build_with_bad_data_writes_no_site_and_leaves_an_older_one(copy: Path) -> None:
    case = next(case for case in DAMAGES if case.name == "one id in two folders")
    expected = case.expected(copy)
    assert not (copy / "site").exists()
    ran = run(copy, "build")
    assert ran.code == 1
    assert [line[: len(expected)] for line in ran.lines] == [expected]
    assert "nothing was written" in ran.err and ran.out == ""
    assert not (copy / "site").exists()
    older_site(copy)
    before = state(copy)
    assert sasac("--project", copy, "build", sources="").code == 1
    assert state(copy) == before
    assert not [path.name for path in copy.iterdir() if path.name.startswith(".site")]


def test_a_build_that_the_site_generator_refuses_leaves_an_older_site(copy: Path) -> None:
    with (copy / "docs" / "about" / "method.md").open("a", encoding="utf-8") as page:
        page.write("\n[nothing](nowhere.md) [no such section](cite.md#no-such-section)\n")
    older_site(copy)
    before = state(copy)
    ran = sasac("--project", copy, "build", sources="")
    assert ran.code == 1
    assert "nowhere.md" in ran.err and "no-such-section" in ran.err
    assert "nothing was written" in ran.err
    assert state(copy) == before
    assert not [path.name for path in copy.iterdir() if path.name.startswith(".site")]
