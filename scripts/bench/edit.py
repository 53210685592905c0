"""Measures editing: from the moment a record is saved to the moment that the served page shows the change.

    python -m bench.edit [--pages 1000] [--runs 3] [--no-material] [--json FILE]

`sasac serve` on a made-up project, and MkDocs with Material serving the same records as Markdown, take turns on the same edits.
The page is asked for over HTTP, again and again with 5 ms between, until it holds the new word.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from bench import plain
from bench.build import fast_folder
from bench.contenders import QUIET, ours, place
from sasac.cli import free_port

_PAUSE = 0.005
_LONGEST = 300
# After a change is seen the editor looks at it; meanwhile index pages, exports and the search index follow.
_LOOKING = 10
KINDS = {
    "line": "a person's line, seen on the person's page",
    "claim": "a task's text, seen on its meeting's page",
    "name": "an organization's name, seen on another page that shows it",
}


@dataclass(frozen=True)
class Edit:
    """One kind of edit: the file, what of it is changed, and the page on which the change is seen."""

    file: Path
    pattern: str
    page: str

    def save(self, word: str) -> None:
        """Write the word into the file, in place of an earlier one."""
        text = self.file.read_text(encoding="utf-8")
        changed, number = re.subn(self.pattern, rf"\g<1> {word}\g<2>", re.sub(r" edited\d+", "", text), count=1, flags=re.M)
        if number != 1:
            raise RuntimeError(f"nothing to edit in {self.file}")
        self.file.write_text(changed, encoding="utf-8")


@dataclass(frozen=True)
class Seen:
    """Seconds from saving to seeing for one kind of edit, by who serves."""

    kind: str
    name: str
    ours: list[float]
    material: list[float]


def until(address: str, word: str) -> float:
    """The moment at which the page holds the word.

    Raises TimeoutError where it does not come.
    """
    last = time.monotonic() + _LONGEST
    while time.monotonic() < last:
        try:
            with urllib.request.urlopen(address, timeout=_LONGEST) as answer:
                if word in answer.read().decode("utf-8"):
                    return time.monotonic()
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(_PAUSE)
    raise TimeoutError(f"{address} does not show '{word}'")


@dataclass(frozen=True)
class Server:
    """A server that runs: its address, and the processes it is made of."""

    address: str
    group: int

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run while the block does; between turns it stands still, so that it takes nothing from the other."""
        os.killpg(self.group, signal.SIGCONT)
        try:
            yield
        finally:
            os.killpg(self.group, signal.SIGSTOP)


@contextmanager
def serving(command: Callable[[int], list[str]], folder: Path, first: int) -> Iterator[Server]:
    """A server, once it answers; asleep until its turn, and ended with the block."""
    port = free_port(first)
    running = subprocess.Popen(command(port), cwd=folder, env=os.environ | QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        until(f"http://127.0.0.1:{port}/", "<html")
        os.killpg(running.pid, signal.SIGSTOP)
        yield Server(f"http://127.0.0.1:{port}/", running.pid)
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        os.killpg(running.pid, signal.SIGCONT)
        running.wait()


def edits(project: Path) -> dict[str, Edit]:
    """The edits of one of our projects."""
    data = project / "data"
    person = min((data / "people").glob("*.yaml"))
    tasks = min((data / "tasks").glob("*.yaml"))
    (named,) = re.findall(r'^  "addressee": "([a-z0-9-]+)"', tasks.read_text(encoding="utf-8"), flags=re.M)[:1]
    return {
        "line": Edit(person, r'^("text": "[^"]*?)(\.?"$)', f"people/{person.stem}/index.html"),
        "claim": Edit(tasks, r'^(  "text": "[^"]*?)(\.?"$)', f"meetings/{tasks.stem}/index.html"),
        "name": Edit(data / "organizations" / f"{named}.yaml", r'^("name": "[^"]*)("$)', f"meetings/{tasks.stem}/index.html"),
    }


def edits_of_markdown(project: Path, folder: Path) -> dict[str, Edit]:
    """The same edits in Markdown, where a name stands on every page by itself: there the record's own page is looked at."""
    found = {}
    for kind, edit in edits(project).items():
        page = edit.page.split("/")[1] if kind != "name" else edit.file.stem
        (file,) = [path for path in (folder / "docs").glob(f"*/{page}.md") if path.parent.name != "tasks"]
        found[kind] = Edit(file, r"^(# .*)()$", f"{file.parent.name}/{page}/")
    return found


def measure(pages: int, runs: int, material: bool) -> list[Seen]:
    """Every kind of edit, `runs` times each, both servers taking turns."""
    with tempfile.TemporaryDirectory(prefix="sasac-bench-", dir=fast_folder()) as temporary, ExitStack() as stack:
        at = place(Path(temporary), pages)
        servers = {"ours": (stack.enter_context(serving(lambda port: ours("serve", "--port", str(port)), at.project, 8400)), edits(at.project))}
        if material:
            folder = at.made("material", plain.make)
            command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr"]
            theirs = stack.enter_context(serving(lambda port: [*command, f"127.0.0.1:{port}"], folder, 8600))
            servers["material"] = (theirs, edits_of_markdown(at.project, folder))
        seen: dict[tuple[str, str], list[float]] = {}
        words = (f"edited{number:04}" for number in count())
        for number in range(runs):
            for kind in KINDS:
                for name, (server, known) in servers.items():
                    edit, word = known[kind], next(words)
                    with server.awake():
                        # The watcher looks twice a second: not always at the same moment after its last look.
                        time.sleep(1 + number * 0.13)
                        saved = time.monotonic()
                        edit.save(word)
                        took = until(server.address + edit.page, word) - saved
                        time.sleep(_LOOKING)
                    seen.setdefault((kind, name), []).append(took)
                    print(f"{name}, {kind}: {took:.2f} s", file=sys.stderr, flush=True)
    return [Seen(kind, name, seen[kind, "ours"], seen.get((kind, "material"), [])) for kind, name in KINDS.items()]


def median(seen: list[Seen], server: str) -> float | None:
    """Median over all edits; None where there are none."""
    taken = [seconds for row in seen for seconds in getattr(row, server)]
    return statistics.median(taken) if taken else None


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.edit", description="Measure the time from saving a record to seeing the change.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-material", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    seen = measure(asked.pages, asked.runs, not asked.no_material)
    found = {"pages": asked.pages, "ours": median(seen, "ours"), "material": median(seen, "material"), "edits": [asdict(row) for row in seen]}
    text = json.dumps(found, indent=1)
    print(text)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
