"""Asks whether a locked package has a known vulnerability. Where no index can be reached it says so, and that is no failure."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit code 1 only where a vulnerability is known."""
    with tempfile.TemporaryDirectory(prefix="sasac-audit-") as folder:
        tool = Path(folder) / "tool"
        venv.create(tool, with_pip=True)
        done = subprocess.run([tool / "bin" / "pip", "install", "--quiet", "pip-audit"], capture_output=True, text=True, check=False)
        if done.returncode:
            return unreachable("pip-audit could not be installed", done.stderr)
        worst = 0
        for lock in ("requirements.lock", "requirements-dev.lock"):
            report = Path(folder) / f"{lock}.json"
            asked: list[str | Path] = ["--disable-pip", "--require-hashes", "--format", "json", "--output", report]
            command: list[str | Path] = [tool / "bin" / "pip-audit", "--requirement", ROOT / lock, *asked]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
            if not report.exists() or not report.stat().st_size:
                return unreachable(f"{lock} could not be looked up", done.stderr)
            packages = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
            for package in packages:
                for fault in package.get("vulns", []):
                    worst = 1
                    corrected = ", ".join(fault["fix_versions"]) or "no version yet"
                    print(f"{lock}: {package['name']} {package['version']}: {fault['id']}; corrected in {corrected}")
            known = [package for package in packages if "vulns" in package]
            print(f"{lock}: {len(known)} of {len(packages)} packages looked up")
            if not known:
                return unreachable("no package is known to the index", packages[0].get("skip_reason", "") if packages else "")
        return worst


def unreachable(what: str, said: str) -> int:
    """No answer is not a bad answer."""
    print(f"vulnerabilities not checked: {what} ({(said.strip().splitlines() or ['no reason given'])[-1][:200]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
