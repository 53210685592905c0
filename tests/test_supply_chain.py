"""Supply chain: everything locked by hash and listed with its licence; actions pinned by commit with least rights; no code run from data."""

from __future__ import annotations

import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import audit
import check_links

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


SOUND = {"name": "sound", "version": "1", "vulns": []}
LOCK = {"dependencies": [SOUND, {"name": "unsound", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}]}
UNCHECKED = "vulnerabilities not checked:"


@pytest.mark.parametrize(
    ("installs", "report", "code", "words"),
    [
        (False, None, 0, f"{UNCHECKED} pip-audit could not be installed (no index here)"),
        (True, None, 0, f"{UNCHECKED} requirements.lock could not be looked up (no index here)"),
        (True, {"dependencies": [{"name": "sound", "skip_reason": "no answer"}]}, 0, f"{UNCHECKED} no package is known to the index (no answer)"),
        (True, {"dependencies": [SOUND]}, 0, "requirements-dev.lock: 1 of 1 packages looked up"),
        (True, LOCK, 1, "requirements.lock: unsound 2: PYSEC-1; corrected in 3"),
    ],
)
def test_the_audit_fails_only_where_a_vulnerability_is_known(
    installs: bool, report: object, code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        if "install" in command:
            return subprocess.CompletedProcess([], 0 if installs else 1, "", "no index here")
        if report:
            Path(str(command[-1])).write_text(json.dumps(report), encoding="utf-8")
        return subprocess.CompletedProcess([], 1, "", "no index here")

    monkeypatch.setattr(audit.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.main() == code
    assert words in capsys.readouterr().out


def test_every_address_outside_the_site_is_found_with_its_place(project: Path) -> None:
    found = check_links.named(project)
    text = (project / "data" / "sources" / "scio-transcript-central-soes.yaml").read_text(encoding="utf-8")
    address = re.search(r"https?://[^\s\"'}]+", text)
    assert address and len(found) > 20
    line = text.count("\n", 0, address.start()) + 1
    assert f"data/sources/scio-transcript-central-soes.yaml:{line}" in found[address[0].partition("#")[0].rstrip(".,;:")]
    assert not [name for name in found if ".example" in name or "127.0.0.1" in name]


def test_links_that_do_not_answer_are_told_and_fail_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer as the path says."""
            self.send_response({"/here": 200, "/moved": 301}.get(self.path, 404))
            self.send_header("Location", "/here")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}"
        places = {f"{home}/{name}": [f"data/x.yaml:{number}"] for number, name in enumerate(("here", "moved", "gone"), 1)}
        monkeypatch.setattr(check_links, "named", lambda _: places | {"http://127.0.0.1:1/": ["docs/y.md:4", "docs/y.md:9"], "http://[broken": ["docs/z.md:5"]})
        check_links.main()
        server.shutdown()
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [f"data/x.yaml:2: {home}/moved leads to {home}/here", f"data/x.yaml:3: {home}/gone answers 404"]
    assert "docs/y.md:4: http://127.0.0.1:1/ cannot be reached" in said.out and "(named 2 times)" in said.out and "docs/z.md:5" in said.out
    assert said.err == "5 addresses tried, 1 answer as they stand\n"


def test_links_and_audit_are_never_run_unasked(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    for target in ("test", "site", "serve"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.M)
        assert recipe and "links" not in recipe[1] and "audit" not in recipe[1]
    for path in [*(project / "scripts" / "sasac").rglob("*.py"), project / "scripts" / "mkdocs_hook.py", *(project / ".github" / "workflows").iterdir()]:
        assert not re.search(r"check_links|make links", path.read_text(encoding="utf-8")), path
