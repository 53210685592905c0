"""Supply chain: everything locked by hash and listed with its licence; actions pinned by commit with least rights; no code run from data."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

RUNS_CODE = (
    r"\beval\(", r"(?<![.\w])exec\(", r"(?<!strict_)yaml\.(?:unsafe_|full_)?load\((?!.*(?:Safe|Base)Loader)", r"pickle", r"shell=True", r"os\.system\(",
)
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(lock: str, project: Path) -> None:
    text = (project / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 15
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line[:80]


def test_packages_are_installed_by_hash_only(project: Path) -> None:
    setup = (project / "scripts" / "setup.sh").read_text(encoding="utf-8")
    for line in setup.splitlines():
        if "pip install" in line:
            assert "--require-hashes" in line or ("--no-deps" in line and line.rstrip().endswith("-e .")), line


def test_every_locked_package_is_listed_with_its_licence(project: Path) -> None:
    done = subprocess.run([sys.executable, project / "scripts" / "licences.py", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "not stated" not in (project / "THIRD_PARTY.md").read_text(encoding="utf-8")


def test_actions_are_pinned_by_commit_and_have_least_rights(project: Path) -> None:
    for path in sorted((project / ".github" / "workflows").glob("*.y*ml")):
        text = path.read_text(encoding="utf-8")
        for used in re.findall(r"uses:\s*(\S+)", text):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), f"{path.name}: {used}"
        assert re.search(r"^permissions:\n  contents: read$", text, re.M), f"{path.name}: rights are not narrowed for every job"
        assert "pull_request_target" not in text


def test_no_code_is_run_from_data(project: Path) -> None:
    for path in [*(project / "scripts").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for call in RUNS_CODE:
            assert not re.search(call, text), f"{path.name}: {call}"


def test_links_and_audit_are_never_run_unasked(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    for target in ("test", "site", "serve"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.M)
        assert recipe and "links" not in recipe[1] and "audit" not in recipe[1]
