"""Datasette serves the SQLite file as it is, and ten questions in SQL get the answers that people read off the records.

The answers were worked out by hand from the YAML files in `data/`; where the records change, they change here, by reading again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from sasac.export.sqlite_file import INDEXED
from sasac.export.sqlite_views import VIEWS
from sasac.export.tables import TABLES

Ask = Callable[..., Any]
MAY, DECEMBER, LOCAL, SCIO, JULY = (
    "2023-05-24-strategic-emerging-industries", "2023-12-25-central-enterprise-heads", "2024-01-11-local-sasac-heads",
    "2024-01-24-scio-press-conference", "2025-07-16-central-enterprise-seminar",
)

# Question, SQL, and its answer.
TEN: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "who took part in the May 2023 meeting, and what did they do": (
        f"SELECT name_as_printed, did FROM view_participants WHERE meeting = '{MAY}'",
        [
            ("State-owned Assets Supervision and Administration Commission", "organized"),
            ("Zhang Yuzhuo", "attended, spoke"),
            ("Zhao Shitang", "chaired, introduced"),
            ("Some central enterprises", "spoke"),
            ("Relevant members of the leading group", "attended"),
            ("responsible comrades of relevant central enterprises and enterprise departments", "attended"),
        ],
    ),
    "which figures are told with 'more than'": (
        "SELECT day, measure, value_number, unit, status, period_edtf FROM view_figures WHERE qualifier = 'more than'",
        [("2024-01-11", "share of the main tasks completed", 70.0, "percent", "target", "2024")],
    ),
    "every demand on strategic emerging industries, in date order": (
        "SELECT day, replace(key, meeting || '#task-', '') FROM view_theme_claims "
        "WHERE theme = 'strategic-emerging-industries-policy' AND modality = 'demanded' ORDER BY day, position",
        [
            *(("2023-05-24", name) for name in (
                "understand-mission", "go-all-out", "sense-of-responsibility", "understand-importance", "grasp-trends", "identify-main-battlefield",
                "enter-main-battlefield", "fight-main-battlefield", "breakthroughs-in-layout", "focused-strategy", "flexible-methods", "open-vision",
                "grasp-business-models", "grasp-new-models", "world-class-products", "world-class-services", "world-class-brands", "specialized-enterprises",
                "single-champion-enterprises", "systematic-layout", "breakthroughs-in-technologies", "breakthroughs-in-ecology", "industrial-clusters",
                "breakthroughs-in-talent-systems", "study-policy-package", "introduce-policy-package", "coordinate-with-departments",
                "favorable-environment", "strengthen-leadership", "implement-responsibilities", "leaders-plan-personally", "team-members-duties",
                "team-members-responsibilities", "guidance-in-place", "plan-operable", "plan-implementable", "plan-assessable", "promote-development",
            )),
            ("2023-12-25", "concentrate-on-strategic-emerging-industries"),
            ("2023-12-25", "concentrate-on-future-industries"),
        ],
    ),
    "who is named in more than one meeting": (
        "SELECT name, meetings FROM view_meetings_naming WHERE type = 'person' AND meetings > 1 ORDER BY meetings DESC",
        [("Zhang Yuzhuo", 3), ("Xi Jinping", 2)],
    ),
    "who made a speech at which meeting": (
        "SELECT day, name_as_printed FROM view_participants WHERE did LIKE '%spoke%' ORDER BY day, position",
        [
            ("2023-05-24", "Zhang Yuzhuo"), ("2023-05-24", "Some central enterprises"), ("2023-12-25", "Zhang Yuzhuo"),
            ("2023-12-25", "Representatives from six enterprises"), ("2023-12-25", "Ordnance Equipment Group"),
            ("2023-12-25", "China National Aviation Development Corporation"), ("2023-12-25", "China Resources Group"), ("2024-01-11", "Zhang Yuzhuo"),
        ],
    ),
    "what was facilitated, from whom to whom": (
        "SELECT asset, giver, receiver FROM view_restructurings WHERE status = 'facilitated' ORDER BY asset",
        [
            ("China International Water & Electric Corp", "China Three Gorges Corp", "China Communications Construction Co"),
            ("National Bio Energy Group", "State Grid Corporation of China", "State Power Investment Corporation"),
        ],
    ),
    "what does the text on the July 2025 seminar leave out about it": (
        f"SELECT field FROM view_not_stated WHERE owner = '{JULY}' ORDER BY field",
        [("chair",), ("date published",), ("format",), ("number of attendees",), ("unnamed speakers",), ("venue",), ("year",)],
    ),
    "which figures are told as achieved": (
        "SELECT meeting, value, unit, replace(key, meeting || '#figure-', '') FROM view_figures WHERE status = 'achieved' ORDER BY day, position",
        [
            (DECEMBER, "2.4", "trillion yuan", "total-profit"), (DECEMBER, "not stated", "not stated", "fixed-asset-investment"),
            (DECEMBER, "not stated", "not stated", "rd-investment"), (SCIO, "not stated", "not stated", "resource-allocation-efficiency"),
            (SCIO, "not stated", "not stated", "quality-of-development"),
        ],
    ),
    "which terms are garbled in translation": (
        "SELECT form FROM external_facts JOIN terms ON terms.id = of_record WHERE field = 'verdict' AND value = 'garbled' ORDER BY form",
        [
            ("big one in the country",), ("connotative growth",), ("original leadership of technology supply",), ("seven strengthening",),
            ("specialized, special and new",), ("spirit of nailing",),
        ],
    ),
    "how many tasks are set for 2024, by day of the meeting": (
        "SELECT meetings.date_first, count(*) FROM tasks JOIN meetings ON meetings.id = tasks.meeting "
        "WHERE period_edtf_first >= '2024-01-01' AND period_edtf_last <= '2024-12-31' GROUP BY 1 ORDER BY 1",
        [("2023-12-25", 7), ("2024-01-11", 8)],
    ),
    "what does Mei Junqi recommend": (
        "SELECT key FROM view_statements WHERE speaker = 'Mei Junqi' AND modality = 'recommended' ORDER BY key",
        [(f"{LOCAL}#statement-mei-improve-mechanisms",), (f"{LOCAL}#statement-mei-rationalize-relationship",)],
    ),
    "which figures rest on the sentence about the two transfers": (
        "SELECT DISTINCT owner FROM view_evidence WHERE source = 'scio-transcript-central-soes' AND sentence = 'p8s9' AND what = 'claim' "
        "AND owner LIKE '%#figure%'",
        [(f"{SCIO}#figure-transfers-facilitated",)],
    ),
}


@pytest.fixture(scope="module")
def ask(taken_away: Path) -> Iterator[Ask]:
    """Asks Datasette for a page of the file and returns the answer."""
    datasette = Datasette(immutables=[str(taken_away / "data" / "sasac.sqlite")])
    # In a thread of its own: a browser of another test may hold the loop of this one.
    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.new_event_loop()

        def get(path: str, **params: str) -> Any:
            answer = thread.submit(lambda: loop.run_until_complete(datasette.client.get(path, params=params))).result()
            assert answer.status_code == 200, answer.text
            return answer

        yield get
        thread.submit(loop.close).result()


@pytest.mark.parametrize("question", TEN)
def test_questions_get_the_answers_read_off_the_records(question: str, ask: Ask) -> None:
    sql, expected = TEN[question]
    found = [tuple(row.values()) for row in ask("/sasac.json", sql=sql, _shape="array").json()]
    assert found == expected


def test_datasette_shows_every_table_and_view(ask: Ask) -> None:
    shown = ask("/sasac.json").json()
    names = {table["name"] for table in shown["tables"] if not table["hidden"]}
    assert names == {"edition", *(table.name for table in TABLES)}
    assert {view if isinstance(view, str) else view["name"] for view in shown["views"]} == {view.name for view in VIEWS}
    for table in shown["tables"]:
        assert table["fts_table"] == (f"{table['name']}_fts" if table["name"] in INDEXED else None) or table["hidden"]
    for name in ("claims", "evidence", "view_theme_claims", "view_wordings"):
        assert "</table>" in ask(f"/sasac/{name}").text
    # A key leads to the row that it names.
    assert f'href="/sasac/meetings/{MAY}"' in ask("/sasac/tasks").text


def test_datasette_searches_full_text(ask: Ask) -> None:
    rows = ask("/sasac/claims.json", _search="cruise ship", _shape="array", _size="max").json()
    assert f"{SCIO}#figure-domestic-cruise-ship" in {row["key"] for row in rows}
    assert all("cruis" in row["text"].casefold() and "ship" in row["text"].casefold() for row in rows if not row["reason"] and not row["other_reading"])
    garbled = ask("/sasac/forms.json", _search="nailing", _shape="array").json()
    assert {row["of_record"] for row in garbled} == {"spirit-of-nailing"}
