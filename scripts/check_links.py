"""Tries every address outside the site that records and hand-written pages name. Advice only: it never fails, and nothing runs it unasked."""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}\\)\]]+")
# Examples and names of things, not pages.
_NOT_PAGES = re.compile(r"https?://([\w.-]+\.example|127\.0\.0\.1|localhost)\b")


def named(root: Path) -> dict[str, list[str]]:
    """Addresses with the places that name them, without text fragments and closing marks."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder, kind in (("data", "*.yaml"), ("docs", "*.md")):
        for path in sorted((root / folder).rglob(kind)):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for address in _ADDRESS.findall(line):
                    if not _NOT_PAGES.match(address):
                        found[address.partition("#")[0].rstrip(".,;:")].append(f"{path.relative_to(root)}:{number}")
    return dict(found)


def answer(address: str) -> str:
    """What the other side says, in a few words."""
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "sasac-reference link check (by hand)"})
        with urllib.request.urlopen(request, timeout=20) as got:
            return "" if got.url.partition("#")[0].rstrip("/") == address.rstrip("/") else f"leads to {got.url}"
    except urllib.error.HTTPError as error:
        return f"answers {error.code}"
    except (OSError, ValueError, HTTPException) as error:
        return f"cannot be reached ({getattr(error, 'reason', error)})"


def main() -> None:
    """Print a line for every address that does not simply answer."""
    found = named(ROOT)
    with ThreadPoolExecutor(8) as pool:
        told = dict(zip(found, pool.map(answer, found), strict=True))
    for address, words in told.items():
        if words:
            print(f"{found[address][0]}: {address} {words}" + (f" (named {len(found[address])} times)" if len(found[address]) > 1 else ""))
    print(f"{len(found)} addresses tried, {sum(not words for words in told.values())} answer as they stand", file=sys.stderr)


if __name__ == "__main__":
    main()
