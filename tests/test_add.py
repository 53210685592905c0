"""Adding a text: from a file nobody has seen to records, by the steps of CONTRIBUTING; drafts never reach a build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config

from conftest import ROOT
from sasac import fingerprint
from sasac.cli import main
from sasac.editing import drafts, found
from sasac.publish import publish, read

TEXTS = ROOT / "tests" / "data"
READOUT = ("--source", "test-quality-readout", "--meeting", "2025-03-06-quality-management")
Run = Callable[..., Result]


@pytest.fixture
def copy(copy_of_project: Callable[[], Path]) -> Path:
    return copy_of_project()


@pytest.fixture
def run(copy: Path) -> Run:
    def call(*arguments: str | Path, sources: str | Path = TEXTS) -> Result:
        return CliRunner(env={"SASAC_SOURCES": str(sources)}).invoke(main, ["--project", str(copy), *map(str, arguments)])

    return call


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_text_is_shown_and_laid_out(copy: Path, run: Run) -> None:
    before = everything(copy / "data")
    done = run("add", TEXTS / "readout.txt", *READOUT, "--dry-run")
    assert done.exit_code == 0 and done.stdout.endswith("nothing was written\n")
    assert "4 paragraphs, 9 sentences, 109 words" in done.stdout
    assert "zhang-yuzhuo" in done.stdout and "XXXX-03-06" in done.stdout
    assert everything(copy / "data") == before
    done = run("add", TEXTS / "readout.txt", *READOUT)
    assert done.exit_code == 0, done.stderr
    after = everything(copy / "data")
    assert sorted(after.keys() - before.keys()) == [
        "drafts/fingerprints/test-quality-readout.txt", "drafts/meetings/2025-03-06-quality-management.yaml", "drafts/sources/test-quality-readout.yaml",
    ]
    assert {name: after[name] for name in before} == before
    source = after["drafts/sources/test-quality-readout.yaml"].decode()
    assert source.count("- sentence: ") == source.count("gist: TODO") == 9
    meeting = after["drafts/meetings/2025-03-06-quality-management.yaml"].decode()
    fields = [line for line in meeting.splitlines() if line.startswith("- field:")]
    for field in fields:
        assert meeting[: meeting.index(field)].rstrip().splitlines()[-1].startswith("#"), field
    assert "Participants are to report" not in source + meeting


def test_a_draft_says_what_is_open_and_stops_neither_check_nor_build(run: Run) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    done = run("check")
    assert done.exit_code == 0
    assert "data/drafts/sources/test-quality-readout.yaml:45:9: still open: 'gist' is to be written" in done.stdout
    assert "still open: a proposal stands here" in done.stdout and "still open: the id 'agenda-todo'" in done.stdout
    assert "nothing rests on p2s2" in done.stdout
    assert "shown by sasac serve only" in done.stdout
    done = run("accept")
    assert done.exit_code == 1 and "nothing was written" in done.stderr


def test_drafts_are_shown_where_asked_for_and_never_else(copy: Path, run: Run) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    assert "test-quality-readout" not in read(copy).entries
    shown = publish(copy, drafts=True)
    entry = shown.corpus.entries["test-quality-readout"]
    assert entry.title.startswith("Draft: ")
    assert {page.url for page in shown.pages} >= {"sources/test-quality-readout/", "meetings/2025-03-06-quality-management/"}
    assert all("TODO" not in body and "Draft: " not in body for body in map(publish(copy).body, publish(copy).pages[:12]))
    # A draft with a mistake is left out with what hangs on it; the rest is shown.
    path = copy / "data/drafts/sources/test-quality-readout.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nfile:", "\nfil:"), encoding="utf-8")
    run("add", TEXTS / "apprentices-speech.txt", "--source", "test-training-speech", "--meeting", "2025-09-02-training-course")
    corpus = read(copy, drafts=True)
    assert "test-training-speech" in corpus.entries
    assert "test-quality-readout" not in corpus.entries and "2025-03-06-quality-management" not in corpus.entries


@pytest.mark.parametrize("command", ["build", "serve"])
def test_only_a_serving_process_shows_drafts(command: str, copy: Path, run: Run) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    config = load_config(str(copy / "mkdocs.yml"), site_dir=str(copy / "site"))
    config.plugins.on_startup(command=command, dirty=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SASAC_WITHOUT", "search,exports")
        patch.delenv("SASAC_REPORT", raising=False)
        build(config)
    assert (copy / "site/sources/scio-transcript-central-soes/index.html").is_file()
    for name in ("sources/test-quality-readout", "meetings/2025-03-06-quality-management"):
        assert (copy / "site" / name / "index.html").is_file() is (command == "serve"), name


def test_a_text_held_already_is_recognised(run: Run, tmp_path: Path) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    other = ("--source", "another", "--meeting", "2025-03-06-quality-management")
    twin = shutil.copy(TEXTS / "readout.txt", tmp_path / "twin.txt")
    done = run("add", twin, *other)
    assert done.exit_code == 1 and "held already" in done.stderr and "same SHA-256" in done.stderr
    near = tmp_path / "near.txt"
    near.write_text((TEXTS / "readout.txt").read_text(encoding="utf-8").replace("300", "310").replace("Thank you for reading.", ""), encoding="utf-8")
    done = run("add", near, *other)
    assert done.exit_code == 1 and "nearly the same words" in done.stderr and "test-quality-readout" in done.stderr
    assert run("add", near, *other, "--although-alike", "--dry-run").exit_code == 0


def test_a_published_text_is_recognised_without_the_texts(run: Run, tmp_path: Path) -> None:
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the source texts are not at hand")
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        near = tmp_path / path.name
        near.write_text("\n".join([*lines[: max(3, len(lines) * 2 // 3)], "A new end."]), encoding="utf-8")
        done = run("add", near, "--source", "another", "--meeting", "2025-03-06-x", "--file", "other.txt", sources="")
        assert done.exit_code == 1 and "nearly the same words" in done.stderr, path.name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"), (b"\xff\xfe", "not valid UTF-8"), (b"   \n", "the file is empty"), ("…!\n".encode(), "no words"),
        ("Zero\u200bwidth words here.".encode(), "hidden character"), (b"x " * 600_000, "bytes"),
    ],
)
def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    done = run("add", path, *READOUT)
    assert done.exit_code == 1 and said in done.stderr and done.stderr.endswith("nothing was written\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--source", "Bad Id", "--meeting", "2025-03-06-x"), "is not an id for a source"),
        (("--source", "sasac", "--meeting", "2025-03-06-x"), "is taken"),
        (("--source", "new", "--meeting", "march-meeting"), "begin with its first day"),
        (("--source", "new", "--meeting", "2025-02-30-x"), "begin with its first day"),
        (("--source", "new", "--meeting", "2025-03-06-x", "--file", "no name.txt"), "not a name for a text file"),
    ],
)
def test_wrong_ids_are_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("add", TEXTS / "readout.txt", *arguments)
    assert done.exit_code == 1 and said in done.stderr


def test_nothing_is_overwritten(copy: Path, run: Run) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    before = everything(copy)
    assert run("add", TEXTS / "readout.txt", *READOUT).exit_code == 1
    assert run("add", TEXTS / "apprentices-speech.txt", *READOUT).exit_code == 1
    assert everything(copy) == before


def test_a_second_text_on_a_known_meeting_gets_no_second_meeting(copy: Path, run: Run) -> None:
    done = run("add", TEXTS / "apprentices-speech.txt", "--source", "second", "--meeting", "2024-01-24-scio-press-conference")
    assert done.exit_code == 0 and "is known" in done.stdout
    assert not (copy / "data" / "drafts" / "meetings").exists()


def test_the_worked_example_goes_from_file_to_page(copy: Path, run: Run) -> None:
    run("add", TEXTS / "readout.txt", *READOUT)
    assert run("suggest", "test-quality-readout").exit_code == 0
    assert run("accept").exit_code == 1
    shutil.copytree(TEXTS / "worked", copy / "data" / "drafts", dirs_exist_ok=True)
    assert "the drafts are complete" in run("check").stdout
    done = run("accept")
    assert done.exit_code == 0, done.stderr
    assert not drafts.files(copy) and not (copy / "data" / "drafts").exists()
    done = run("check")
    assert done.exit_code == 0 and done.stdout.startswith("6 sources, 106 of 106 sentences accounted for")
    for path in TEXTS.glob("worked/*/*.yaml"):
        assert run("format", "--check", copy / "data" / path.parent.name / path.name).exit_code == 0
    publication = publish(copy)
    page = next(page for page in publication.pages if page.url == "meetings/2025-03-06-quality-management/")
    assert "at least 300 product lines" in publication.body(page)


# Source, meeting, and what the page must say: each text has traps of its own kind.
UNSEEN = {
    "safety-readout": (
        "testgazette-safety-deployment", "2025-04-16-safety-deployment",
        ("over 41.6 billion yuan", "more than 1,300 branch venues", "6.4 percentage points", "12.5%", "not stated in full", "In three lines"),
    ),
    "water-press-conference": (
        "testpost-saving-water", "2025-05-14-saving-water",
        ("about 5.2 billion cubic meters", "fall by", "roughly 700,000 people", "transfer of assets", "no number stated", "Su Sample"),
    ),
    "apprentices-speech": (
        "testassociation-apprentices-speech", "2025-09-01-apprentices-year",
        ("210,000 tons", "1.9 million skilled workers", "our reading", "Three ones"),
    ),
}


def test_three_unseen_texts_go_from_file_to_page(copy: Path, run: Run) -> None:
    for text, (source, meeting, _) in UNSEEN.items():
        assert run("add", TEXTS / f"{text}.txt", "--source", source, "--meeting", meeting).exit_code == 0
        done = run("suggest", source)
        assert done.exit_code == 0 and int(done.stdout.split()[0]) > 15
    done = run("status")
    assert done.stdout.count("  draft  ") == 3
    assert run("accept").exit_code == 1
    shutil.copytree(TEXTS / "unseen", copy / "data" / "drafts", dirs_exist_ok=True)
    # A printed form of something on record: a copy of its record stands among the drafts until it takes its place.
    term = copy / "data" / "drafts" / "terms" / "high-quality-development.yaml"
    form = "- {form: High-quality development, source: testassociation-apprentices-speech, sentence: p6s1}"
    held = (copy / "data" / "terms" / term.name).read_text(encoding="utf-8")
    term.write_text(held.replace("../schema/", "../../schema/", 1).replace("forms:\n", f"forms:\n{form}\n", 1), encoding="utf-8")
    done = run("accept")
    assert done.exit_code == 0, done.stderr
    done = run("check")
    sentences = sum(len(found.read((TEXTS / f"{text}.txt").read_bytes(), text).sentences) for text in UNSEEN)
    assert sentences == 68
    assert done.exit_code == 0 and done.stdout.startswith(f"8 sources, {97 + sentences} of {97 + sentences} sentences accounted for"), done.stderr
    publication = publish(copy)
    pages = {page.url: page for page in publication.pages}
    for _, meeting, said in UNSEEN.values():
        body = publication.body(pages[f"meetings/{meeting}/"])
        for words in said:
            assert words in body, words
    assert "not stated" in publication.body(pages["people/su-sample/"])
    assert "sources/testassociation-apprentices-speech/index.html#p6s1" in publication.body(pages["terms/high-quality-development/"])


def test_overlap_needs_only_hashes() -> None:
    text = found.read((TEXTS / "readout.txt").read_bytes(), "x")
    held = fingerprint.make("held", (TEXTS / "readout.txt").read_text(encoding="utf-8"))
    other = fingerprint.make("other", (TEXTS / "apprentices-speech.txt").read_text(encoding="utf-8"))
    assert found.overlap(text, held) == 1.0
    assert found.overlap(text, other) < 0.05
    assert found.nearest(text, {"held": held, "other": other}) == ("held", 1.0)


def test_unfinished_work_among_published_records_is_an_error(copy: Path, run: Run) -> None:
    path = copy / "data" / "themes" / "party-leadership.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "#? names people/xi-jinping\n", encoding="utf-8")
    source = copy / "data" / "sources" / "scio-transcript-central-soes.yaml"
    lines = source.read_text(encoding="utf-8").splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("  gist:"))
    lines[at] = "  gist: TODO say it"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("check", sources="")
    assert done.exit_code == 1
    count = path.read_text(encoding="utf-8").count("\n")
    assert f"data/themes/party-leadership.yaml:{count}:1: still open: a proposal stands here" in done.stderr
    assert f"data/sources/scio-transcript-central-soes.yaml:{at + 1}:9: still open: 'gist' is to be written (say it)" in done.stderr


def test_an_organization_whose_kind_no_text_gives_is_told_what_to_do(copy: Path, run: Run) -> None:
    path = copy / "data" / "organizations" / "china-hualu-group.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  kind: inferred\n  value: enterprise\n", "  kind: not stated\n"), encoding="utf-8")
    done = run("check", sources="")
    assert done.exit_code == 1
    assert "china-hualu-group.yaml:7:3: an organization needs a kind" in done.stderr and "choose the nearest as our reading" in done.stderr
