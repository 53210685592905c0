"""Prints the path of the Chromium that the browser tests use; exit code 1 where there is none."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Path of a Chromium: what SASAC_CHROMIUM names, else the first of the usual names on the path."""
    named = os.environ.get("SASAC_CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


if __name__ == "__main__":
    found = find()
    print(found or "no Chromium found")
    sys.exit(0 if found else 1)
