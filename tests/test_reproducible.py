"""Reproducible: two builds, in two folders, with two time zones, two hash seeds and different file times, are byte-identical.

Pagefind numbers its fragments as its threads come to them; so its bundles are compared by what they hold.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, SASAC, MakeCopy

BUNDLES = ("search/en/", "search/zh/")


@pytest.fixture(scope="module")
def sites(make_copy: MakeCopy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same data built twice under different circumstances."""
    found = []
    for number, (zone, seed, locale, mask) in enumerate([("Pacific/Kiritimati", "1", "C.UTF-8", 0o022), ("America/Adak", "4242", "C", 0o077)]):
        folder = tmp_path_factory.mktemp(f"a-rather-long-name-{number}" if number else "a") / ("deeper/" * number)
        folder.mkdir(parents=True, exist_ok=True)
        copy = make_copy(folder)
        for index, path in enumerate(sorted([*(copy / "data").rglob("*"), *(copy / "docs").rglob("*")], reverse=bool(number))):
            os.utime(path, (1_000_000_000 + number * 500_000_000 + index, 1_000_000_000 + number * 500_000_000 + index))
        environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        environment |= {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "SASAC_SOURCES": ""}
        done = subprocess.run(
            [SASAC, "--project", copy, "build"], cwd=ROOT if number else folder, env=environment, capture_output=True, text=True, check=False, umask=mask
        )
        assert done.returncode == 0, done.stderr
        found.append(copy / "site")
    return found[0], found[1]


def files(site: Path) -> dict[str, str]:
    """Every file with the hash of its bytes."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}


def test_the_two_are_the_same_byte_for_byte(sites: tuple[Path, Path]) -> None:
    first, second = ({name: mark for name, mark in files(site).items() if not name.startswith(BUNDLES)} for site in sites)
    assert len(first) > 300
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("bundle", BUNDLES)
def test_the_two_search_bundles_hold_the_same(bundle: str, sites: tuple[Path, Path]) -> None:
    found = []
    for site in sites:
        fragments = [gzip.decompress(path.read_bytes()) for path in (site / bundle / "fragment").glob("*")]
        found.append(sorted(fragments))
    assert len(found[0]) > 50
    assert found[0] == found[1]


def test_no_path_user_or_clock_of_the_machine_is_in_the_site(sites: tuple[Path, Path]) -> None:
    site = sites[1]
    needles = [str(site.parent).encode(), str(ROOT).encode(), b"/tmp/"]
    for path in site.rglob("*"):
        if path.is_file() and path.suffix not in (".map", ".js", ".css", ".pagefind"):
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert not [needle for needle in needles if needle in content], path


def test_modes_do_not_depend_on_the_mask(sites: tuple[Path, Path]) -> None:
    for site in sites:
        assert site.stat().st_mode & 0o777 == 0o755
        assert not [path for path in site.rglob("*") if path.stat().st_mode & 0o777 not in (0o755, 0o644)]
