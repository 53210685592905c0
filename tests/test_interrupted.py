"""Interrupted: a killed build, a full disk, a read-only target leave the previous site whole; serving survives a broken record."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, SASAC, MakeCopy, sasac
from sasac import build as building

Copy = Callable[[], Path]
OLD = "<!doctype html><title>the previous site</title>"


@pytest.fixture(scope="module")
def copy(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the project for builds that come to nothing."""
    return make_copy(tmp_path_factory.mktemp("interrupted"))


def previous(folder: Path) -> Path:
    """A folder with an older site in it."""
    site = folder / "site"
    (site / "terms").mkdir(parents=True)
    for name in ("index.html", "terms/index.html"):
        (site / name).write_text(OLD, encoding="utf-8")
    return site


def whole(site: Path) -> bool:
    """Whether the older site stands as it was, or the new one in full."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    old = {"index.html", "terms/index.html"}
    return (files == old and all((site / name).read_text(encoding="utf-8") == OLD for name in old)) or {"sitemap.xml", "search/names.json", "404.html"} <= files


def leftovers(folder: Path) -> list[str]:
    """What builds leave beside the site."""
    return sorted(path.name for path in folder.glob(".site-*"))


@pytest.mark.parametrize("moment", ["laying out", "indexing", "site written", 0.05, 0.6])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_build_killed_at_any_moment_leaves_a_whole_site(moment: str | float, how: signal.Signals, copy: Path, tmp_path: Path) -> None:
    site = previous(tmp_path)
    environment = os.environ | {"SASAC_SOURCES": "", "PYTHONUNBUFFERED": "1"}
    command = [SASAC, "--project", copy, "build", "--site", site]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        if isinstance(moment, float):
            time.sleep(moment)
        else:
            assert process.stdout
            assert any(moment in line for line in iter(process.stdout.readline, "")), moment
        os.killpg(process.pid, how)
        process.communicate(timeout=30)
    assert whole(site)
    if how == signal.SIGINT and moment == "laying out":
        assert not leftovers(tmp_path)


def test_the_next_build_succeeds_and_clears_away_what_was_left(copy: Path, tmp_path: Path) -> None:
    site = previous(tmp_path)
    site.rename(tmp_path / ".site-old-999999999")
    (tmp_path / ".site-new-999999999-abc" / "deep").mkdir(parents=True)
    (tmp_path / ".site-new-abcdefgh").mkdir()
    running = tmp_path / f".site-new-{os.getpid()}-x"
    running.mkdir()
    building.clear(site)
    assert leftovers(tmp_path) == [running.name], "a build that still runs keeps its folder"
    assert whole(site), "a site that a killed build had put aside is back"
    running.rmdir()
    ran = sasac("--project", copy, "build", "--site", site, sources="")
    assert ran.code == 0, ran.err
    assert (site / "sitemap.xml").is_file() and (site / "index.html").read_text(encoding="utf-8") != OLD
    assert not leftovers(tmp_path)


def test_a_swap_is_one_step_or_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for exchange in (building._exchange, lambda *_: False):
        monkeypatch.setattr(building, "_exchange", exchange)
        site = previous(tmp_path / str(id(exchange)))
        fresh = site.with_name(".site-new-1-x")
        fresh.mkdir()
        (fresh / "new.html").touch()
        building.swap(fresh, site)
        assert [path.name for path in site.iterdir()] == ["new.html"]
        assert not leftovers(site.parent)
        with pytest.raises(FileNotFoundError):
            building.swap(fresh, site)
        assert [path.name for path in site.iterdir()] == ["new.html"]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a small file system of its own; only root may."""
    made: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"mounted-{len(made)}"
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no file system can be mounted here ({done.stderr.strip()}); the same is tried with a refusing system call below")
        made.append(folder)
        return folder

    yield mount
    for folder in made:
        subprocess.run(["umount", folder], check=False)


def test_a_full_disk_leaves_the_previous_site(copy: Path, mounted: Callable[..., Path]) -> None:
    folder = mounted("size=2m")
    site = previous(folder)
    ran = sasac("--project", copy, "build", "--site", site, sources="")
    assert ran.code == 1
    assert "No space left on device" in ran.err and "nothing was written" in ran.err and "Traceback" not in ran.err
    assert whole(site) and not leftovers(folder)


def test_a_read_only_target_leaves_the_previous_site(copy: Path, mounted: Callable[..., Path]) -> None:
    folder = mounted("size=2m")
    site = previous(folder)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    ran = sasac("--project", copy, "build", "--site", site, sources="")
    assert ran.code == 1
    assert "Read-only file system" in ran.err and "nothing was written" in ran.err and "Traceback" not in ran.err
    assert whole(site)


@pytest.mark.parametrize("call", ["mkdtemp", "chmod", "swap"])
def test_a_system_that_refuses_leaves_the_previous_site(call: str, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = previous(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(site))

    monkeypatch.setattr({"mkdtemp": building.tempfile, "chmod": building.Path, "swap": building}[call], call, refuse)
    with pytest.raises(building.BuildFailed, match="No space left on device"):
        building.build(copy, site, lambda _: None)
    assert whole(site) and not leftovers(tmp_path)


def fetch(address: str, words: str, process: subprocess.Popen[str], seconds: float = 60) -> str:
    """A page of a server, as soon as it holds some words."""
    until, text = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        assert process.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text = answer.read().decode("utf-8")
                if words in text:
                    return str(text)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"'{words}' is not on {address}: {text[:500]}")


def test_serving_survives_a_broken_record(copy_of_project: Copy, browser: Browser, tmp_path: Path) -> None:
    copy = copy_of_project()
    record = copy / "data" / "terms" / "five-values.yaml"
    sound = record.read_text(encoding="utf-8")
    log = tmp_path / "said.txt"
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "SASAC_SOURCES": ""}
    command = [SASAC, "--project", copy, "serve", "--port", str(30_000 + os.getpid() % 10_000)]
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process,
    ):
        try:
            until = time.monotonic() + 60
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())) and time.monotonic() < until:
                time.sleep(0.1)
            assert found
            term = f"{found[0]}terms/five-values/index.html"
            assert 'role="alert"' not in fetch(term, "Five values", process)
            page = browser.new_page()
            violations: list[str] = []
            page.on("console", lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None)
            page.goto(term)

            record.write_text(sound.replace("name: Five values", "nam: Five values <b>"), encoding="utf-8")
            told = "data/terms/five-values.yaml:2:1: unknown key 'nam'"
            # The open page shows it by itself, on top of the last good page.
            page.get_by_role("alert").wait_for(timeout=60_000)
            assert told in page.get_by_role("alert").inner_text()
            assert page.locator("h1").inner_text() == "Five values"
            assert told in log.read_text() and "Traceback" not in log.read_text()
            assert "SASAC Meetings Reference" in fetch(f"{found[0]}index.html", told.replace("'", "&#x27;"), process)
            assert "Terms" in fetch(f"{found[0]}terms/index.html", 'role="alert"', process)

            record.write_text(sound.replace("name: Five values", "name: Six values"), encoding="utf-8")
            page.get_by_role("heading", level=1, name="Six values").wait_for(timeout=60_000)
            assert page.get_by_role("alert").count() == 0
            assert not violations
            page.close()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)
    assert not (copy / "site").exists()


def test_a_built_page_has_nothing_of_the_server(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert 'class="build-failed"' not in path.read_text(encoding="utf-8")
