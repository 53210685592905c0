"""Builds the site with MkDocs and with properdocs, its maintained fork, and tells every address, anchor and byte in which the two differ."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATORS = ("mkdocs", "properdocs")
# Pagefind numbers its pieces as its threads come to them; what it indexes is the pages, and those are compared.
BUNDLES = ("search/en/", "search/zh/")
_ANCHOR = re.compile(r"<[^>]*\sid=[\"']?([^\"'\s>]+)")


def build(generator: str, target: Path, root: Path = ROOT) -> None:
    """One strict build by one generator, with the same configuration and the same hook.

    Raises CalledProcessError, with what the generator printed, where it fails.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ("SASAC_REPORT", "SOURCE_DATE_EPOCH")}
    command = [sys.executable, "-m", generator, "build", "--strict", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(target)]
    subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)


def addresses(site: Path) -> set[str]:
    """Every address that a built site answers, with every anchor of its pages."""
    found = set()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith(BUNDLES):
            found.add(name)
            if path.suffix == ".html":
                found |= {f"{name}#{anchor}" for anchor in _ANCHOR.findall(path.read_text(encoding="utf-8"))}
    return found


def differences(one: Path, other: Path) -> Iterator[str]:
    """What one site has and the other lacks, and files of both whose bytes differ."""
    first, second = addresses(one), addresses(other)
    yield from (f"{address}: only by {GENERATORS[0]}" for address in sorted(first - second))
    yield from (f"{address}: only by {GENERATORS[1]}" for address in sorted(second - first))
    for name in sorted(name for name in first & second if "#" not in name):
        digests = {hashlib.sha256((site / name).read_bytes()).digest() for site in (one, other)}
        if len(digests) > 1:
            yield f"{name}: not the same bytes"


def main() -> int:
    """Exit code 1 where the two differ or one of them fails."""
    if not importlib.util.find_spec(GENERATORS[1]):
        print(f"{GENERATORS[1]} is not installed; run: make generators", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="sasac-generators-") as folder:
        sites = [Path(folder) / generator for generator in GENERATORS]
        for generator, site in zip(GENERATORS, sites, strict=True):
            try:
                build(generator, site)
            except subprocess.CalledProcessError as error:
                print(f"{generator} fails:\n{error.stdout}{error.stderr}", file=sys.stderr)
                return 1
        told = list(differences(*sites))
        for line in told:
            print(line)
        print(f"{len(addresses(sites[0]))} addresses and anchors, {len(told)} differences between {' and '.join(GENERATORS)}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
