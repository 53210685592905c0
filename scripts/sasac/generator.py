"""Runs the site generator's command line, and ends at once: to take the memory of a large reference apart piece by piece takes a second.

    python -m sasac.generator build --strict …
"""

from __future__ import annotations

import os
import runpy
import sys


def main() -> None:
    """The command; everything is written by the time the generator says how it went."""
    try:
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
