"""Each example on the page "Using the data", pasted as it stands into a folder that holds the site's files; what it prints is checked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from conftest import ROOT
from test_docs import blocks

PAGE = ROOT / "docs" / "about" / "data.md"
EXAMPLES = blocks(PAGE, "sh", "python", "sql")
# In the order of the page: words that begin or tell the example, lines (patterns) that its output holds, and how many lines it has at least.
EXPECTED: list[tuple[str, list[str], int]] = [
    ("zipfile -e", [
        r"data/figures/2023-12-25-central-enterprise-heads\.yaml:\d+:  text: Total profit .* 2\.4 trillion yuan, .*",
        r"data/sources/breakinglatest-central-enterprise-heads\.yaml:\d+:  gist: .*total profit risen to 2\.4 trillion.*",
    ], 7),
    ("participants.json", ["Zhang Yuzhuo: attended, spoke", "heads of central enterprises: attended", "China Resources Group: spoke"], 9),
    ("/index.json", ["2.4 trillion yuan: total profit", "6 enterprises: enterprises whose representatives made exchange speeches"], 2),
    ("all.json", ["meetings: 5", "sources: 5", "people: 6", "themes: 14", "restructurings: 5"], 13),
    ("openapi.json", ["/data/tasks.json  All tasks", "/meetings/{id}/index.json  The machine twin of the page of one meeting"], 21),
    ("person.schema.json", ["6 people, all as the schema has it"], 1),
    ("pd.read_csv", [
        r"2023-12-25 +<NA> +2\.4 +trillion yuan +achieved +2023-12-25-central-enterprise-heads#figure-total-profit",
        r"2024-01-11 +more than +70\.0 +percent +target +2024-01-11-local-sasac-heads#figure-main-tasks-to-complete",
        # Days are days to sort by: the seminar is the last of the five.
        r"2025-07-16 .*#figure-fields-of-efficiency",
    ], 25),
    ("frictionless validate", [r"│ evidence +│ table │ evidence\.csv +│ VALID +│", r"│ links +│ table │ links\.csv +│ VALID +│"], 39),
    ("view_theme_claims", [
        r"2023-05-24\|.*single champion.*\|stated", r"2023-12-25\|.* a need for concentration on future industries\.\|stated",
    ], 40),
    ("view_evidence", [
        r"2024-01-24-scio-press-conference#restructuring-bio-energy-to-state-power-investment\|claim\|under State Grid.* to State Power Investment Corporation",
        r"china-three-gorges-corp\|fact: kind\|subsidiary of China Three Gorges Corp",
    ], 33),
    ("claims_fts MATCH", [r"2023-12-25-central-enterprise-heads#figure-total-profit\|Total profit .*"], 1),
    ("terms.ttl", [
        r"spirit of nailing \| 钉钉子精神 \| https://\S+/terms/spirit-of-nailing/", r"big one in the country \| 国之大者 \| https://\S+/terms/big-one-in-the-country/",
    ], 13),
    ("ElementTree", [r"2026-11-22 Data version 1\.0\.0: https://\S+/about/data/#versions"], 1),
    ("feed.json", [r"2026-11-22 Data version 1\.0\.0: Added: First version: .*"], 1),
    ("meetings.ics", [r"2023-12-25 TENTATIVE Meeting of heads of central enterprises \(date resolved\)"], 5),
    ("sha256sum", ["all.json: OK", "sasac.sqlite: OK", r"schema/person\.schema\.json: OK", r"\.\./meetings\.ics: OK"], 66),
]


def test_every_example_is_expected() -> None:
    assert len(EXAMPLES) == len(EXPECTED)
    for (_, marks, content), (words, lines, _) in zip(EXAMPLES, EXPECTED, strict=True):
        assert words in content and lines and not marks


@pytest.mark.parametrize("number", range(len(EXPECTED)), ids=[re.sub(r"\W+", "-", words) for words, _, _ in EXPECTED])
def test_examples_print_what_is_right(number: int, taken_away: Path, tmp_path: Path) -> None:
    language, _, content = EXAMPLES[number]
    _, lines, count = EXPECTED[number]
    folder = tmp_path / "site"
    shutil.copytree(taken_away, folder)
    if language == "sql":
        content = f"import sqlite3\nfor row in sqlite3.connect('data/sasac.sqlite').execute({content!r}): print(*row, sep='|')"
    command = ["bash", "-euo", "pipefail", "-c", content] if language == "sh" else [sys.executable, "-c", content]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    for line in lines:
        assert any(re.fullmatch(line, other.strip()) for other in printed), f"{line}\n{done.stdout}"
    assert len(printed) >= count, done.stdout


def test_the_page_lists_every_file_and_the_site_leads_to_it(taken_away: Path, site: Path, exported: dict[str, bytes]) -> None:
    page = html.parse(str(site / "about/data/index.html")).getroot()
    linked = {link.get("href").removeprefix("../../") for link in page.iterfind(".//article//a") if link.get("href")}
    assert set(exported) <= linked, sorted(set(exported) - linked)
    section = html.parse(str(site / "about/method/index.html")).getroot()
    assert [link for link in section.iterfind(".//nav//a") if link.get("href") == "../data/index.html"]
    for name in ("terms/spirit-of-nailing", "meetings/2023-12-25-central-enterprise-heads"):
        root = html.parse(str(site / name / "index.html")).getroot()
        assert [link for link in root.iterfind(".//nav//a") if link.get("href") == "../../about/method/index.html"], name
        # Beside the link to a page's twin stands the one to the page that explains it.
        assert {"index.json", "../../about/data/index.html"} <= {link.get("href") for link in root.iterfind(".//article//a")}, name
