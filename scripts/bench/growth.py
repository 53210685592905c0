"""How the cost of checking and building grows with the number of pages: ratios within one run, never a verdict on a time.

    python -m bench.growth [--pages 100 1000] [--runs 3] [--json FILE] [--most 1.5]

With --most the exit code is 1 where a page costs more than that many times as much at the largest size as at the smallest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import corpus
from bench.processes import Usage, run

STEPS = ("check", "build")


@dataclass(frozen=True)
class Cost:
    """What a step cost at one size: processor seconds (user and system, median of the runs) and peak memory in MiB."""

    step: str
    pages: int
    seconds: float
    memory: float

    @property
    def per_page(self) -> float:
        """Milliseconds of processor time for each page."""
        return 1000 * self.seconds / self.pages


def once(step: str, folder: Path) -> Usage:
    """What one run of `sasac` costs, its children included.

    Raises RuntimeError where the run fails.
    """
    return run([sys.executable, "-m", "sasac.cli", step], folder, {"SASAC_SOURCES": ""})


def measure(sizes: list[int], runs: int) -> list[Cost]:
    """Costs of each step at each size, on projects made for the purpose."""
    found = []
    with tempfile.TemporaryDirectory(prefix="sasac-bench-") as place:
        for pages in sizes:
            folder = Path(place) / str(pages)
            corpus.make(folder, pages)
            for step in STEPS:
                done = [once(step, folder) for _ in range(runs)]
                found.append(Cost(step, pages, statistics.median(usage.processor for usage in done), max(usage.memory for usage in done)))
    return found


def growth(costs: list[Cost]) -> dict[str, float]:
    """For each step: what a page costs at the largest size over what it costs at the smallest, in processor time and in memory."""
    found = {}
    for step in STEPS:
        group = [cost for cost in costs if cost.step == step]
        found[step] = group[-1].per_page / group[0].per_page
        found[f"{step}, memory"] = (group[-1].memory / group[-1].pages) / (group[0].memory / group[0].pages)
    return found


def table(costs: list[Cost]) -> str:
    """The costs as a table for a terminal and for the docs."""
    lines = ["| step | pages | ms a page (processor) | peak memory, MiB |", "|---|---|---|---|"]
    lines += [f"| {cost.step} | {cost.pages} | {cost.per_page:.1f} | {cost.memory:.0f} |" for cost in costs]
    lines += [f"\n{step}: a page takes {ratio:.2f} times as much at the largest size as at the smallest" for step, ratio in growth(costs).items()]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and judge growth only."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="Measure how the cost of a build grows with its pages.")
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--most", type=float)
    chosen = parser.parse_args()
    costs = measure(chosen.pages, chosen.runs)
    print(table(costs))
    if chosen.json:
        machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
        chosen.json.write_text(json.dumps({"machine": machine, "costs": [asdict(cost) for cost in costs], "growth": growth(costs)}, indent=1), encoding="utf-8")
    if chosen.most and max(growth(costs).values()) > chosen.most:
        sys.exit(f"the cost of a page grows by more than {chosen.most}")


if __name__ == "__main__":
    main()
