"""What passed the checks and has not changed is not checked again; any change is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import sasac
from sasac import checked

Copy = Callable[[], Path]


def test_what_passed_is_remembered_and_said_again(copy_of_project: Copy) -> None:
    copy = copy_of_project()
    first = sasac("--project", copy, "check", sources="")
    assert first.code == 0 and checked.place(copy).is_file()
    key = checked.key(copy, None)
    assert checked.remembered(copy, key) == first.out.strip()
    assert checked.remembered(copy, key[::-1]) is None
    assert sasac("--project", copy, "check", sources="").out == first.out
    checked.place(copy).write_text("{", encoding="utf-8")
    assert checked.remembered(copy, key) is None
    assert sasac("--project", copy, "check", sources="").out == first.out


@pytest.mark.parametrize("name", ["data/terms/second-curve.yaml", "data/VERSION", "data/fingerprints/scio-transcript-central-soes.txt", "docs/about/method.md"])
def test_a_change_anywhere_is_noticed(name: str, copy_of_project: Copy) -> None:
    copy = copy_of_project()
    assert sasac("--project", copy, "check", sources="").code == 0
    before = checked.key(copy, None)
    path = copy / name
    path.write_bytes(b"9" + path.read_bytes())
    assert checked.key(copy, None) != before
    ran = sasac("--project", copy, "check", sources="")
    assert ran.code == 1 and name in ran.err
    # A mistake is not remembered, and a check that failed does not forget what passed.
    assert sasac("--project", copy, "check", sources="").code == 1


def test_a_file_more_or_fewer_or_another_folder_of_texts_is_noticed(copy_of_project: Copy, tmp_path: Path) -> None:
    copy = copy_of_project()
    keys = {checked.key(copy, None)}
    (copy / "data" / "terms" / "new.yaml").write_text("", encoding="utf-8")
    keys.add(checked.key(copy, None))
    (copy / "data" / "terms" / "new.yaml").rename(copy / "data" / "terms" / "newer.yaml")
    keys.add(checked.key(copy, None))
    (copy / "data" / "terms" / "second-curve.yaml").unlink()
    keys.add(checked.key(copy, None))
    (copy / "data" / "empty").mkdir()
    keys.add(checked.key(copy, None))
    texts = tmp_path / "texts"
    texts.mkdir()
    keys.add(checked.key(copy, texts))
    (texts / "a.txt").write_text("a", encoding="utf-8")
    keys.add(checked.key(copy, texts))
    assert len(keys) == 7


def test_without_a_cache_folder_it_is_checked_each_time(copy_of_project: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_of_project()
    key = checked.key(copy, None)
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    checked.remember(copy, key, "said")
    assert checked.remembered(copy, key) is None
