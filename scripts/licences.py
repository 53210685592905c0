"""Lists every package that the locks name with its licence, in THIRD_PARTY.md; with --check only says whether that is up to date."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "THIRD_PARTY.md"
LOCKS = {"requirements.lock": "What a build needs", "requirements-dev.lock": "What the tests need besides"}


def locked(lock: Path) -> dict[str, str]:
    """Packages of a lock with their versions."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", lock.read_text(encoding="utf-8"), re.M))


def licence(found: Distribution) -> str:
    """A package's licence in its own words: SPDX expression, else classifiers, else the first line of what it says."""
    stated = found.metadata.get_all("License-Expression") or []
    classes = [line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License ::") and line != "License :: OSI Approved"]
    said = [line.strip() for line in (found.metadata.get_all("License") or [""])[0].splitlines() if line.strip()]
    return " or ".join(stated) or " or ".join(line.rpartition(" :: ")[2] for line in classes) or (said[0] if said else "not stated by the package")


def listing() -> str:
    """The whole page."""
    lines = ["# Third-party packages", "", "Made from the locks by `make audit`. Nothing of these is changed; each stands under its own licence.", ""]
    listed: set[str] = set()
    for lock, title in LOCKS.items():
        lines += [f"## {title}", "", "| package | version | licence |", "|---|---|---|"]
        for name, version in sorted(locked(ROOT / lock).items()):
            if name not in listed:
                listed.add(name)
                try:
                    words = licence(distribution(name))
                except PackageNotFoundError:
                    words = "not installed on this system"
                lines.append(f"| {name} | {version} | {words} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    page = listing()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == page else "THIRD_PARTY.md is not that of the locks; run: make audit")
    TARGET.write_text(page, encoding="utf-8")
    print(f"licences of {page.count(chr(10) + '| ') - 2} packages listed in {TARGET.name}")
