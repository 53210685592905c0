"""Where the time of a build goes: processor time of each step, one after the other in one process.

    python -m bench.steps [--pages 1000] [--json FILE]

The frame that MkDocs lays out once for each kind of page, and writing the files, are left out: they are the rest.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import corpus
from bench.build import fast_folder
from sasac import checks, search_index, texts
from sasac.link import link
from sasac.load import load
from sasac.publish import published


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Clock:
    """Collects the processor seconds of named steps, in order, those of child processes included."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds what the block costs to a step."""
        before = time.process_time() + _children()
        yield
        self.steps[name] = self.steps.get(name, 0) + time.process_time() + _children() - before


def measure(pages: int) -> dict[str, float]:
    """Step to processor seconds, on a project made for the purpose."""
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="sasac-bench-", dir=fast_folder()) as temporary:
        project = Path(temporary) / "project"
        corpus.make(project, pages)
        data = project / "data"
        gc.collect()
        with clock.step("Start: Python and the modules"):
            subprocess.run([sys.executable, "-c", "import mkdocs.commands.build, sasac.cli"], check=True)
        with clock.step("Read the records: YAML, places, models"):
            loading = load(data, project)
            at_hand = texts.read(loading, data, project, None)
        with clock.step("Check"):
            problems = checks.run(loading, at_hand, project)
        if problems:
            raise RuntimeError(f"the made-up project has problems: {problems[0]}")
        with clock.step("Link"):
            linked = link(loading, at_hand)
        with clock.step("Names in the texts, addresses, the plan of pages"):
            publication = published(linked, project)
        made = []
        with clock.step("Make pages: what each shows"):
            made += [publication.page(plan) for plan in publication.plans]
        with clock.step("Lay pages out: HTML"):
            for page in made:
                publication.parts(page)
        with clock.step("The same records as JSON, beside the pages"):
            for plan in publication.plans:
                publication.twin(plan)
        with clock.step("Files to take away"):
            publication.exports()
        with clock.step("Search index: our part, and Pagefind"):
            search_index.write(linked, Path(temporary) / "site")
    return clock.steps


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.steps", description="Measure the steps of a build.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: dict[str, Any] = {"pages": asked.pages, "steps": measure(asked.pages)}
    text = json.dumps(found, indent=1)
    print(text)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
