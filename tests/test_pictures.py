"""Pictures: every mark stands inside its drawing, leads to a record, and is told in words too."""

from __future__ import annotations

import pytest

from sasac.link import Corpus
from sasac.views.pictures import LETTER, Picture, flows, network, timeline


@pytest.mark.parametrize("draw", [timeline, network, flows])
def test_every_mark_stands_inside_and_leads_to_a_record(draw: object, corpus: Corpus) -> None:
    picture = draw(corpus)  # type: ignore[operator]
    assert isinstance(picture, Picture) and len(picture.marks) >= 5
    urls = {entry.url for entry in corpus.entries.values()}
    for mark in picture.marks:
        assert 0 < mark.y < picture.height and mark.link.url in urls
        size = LETTER * len(mark.words)
        left = mark.x - {"start": 0, "middle": size / 2, "end": size}[mark.anchor]
        assert left > -12 and left + size < picture.width + 12, f"{mark.words} is cut off"


def test_each_restructuring_that_names_two_parties_is_drawn(corpus: Corpus) -> None:
    picture = flows(corpus)
    assert picture
    drawn = []
    for claim in corpus.claims_of_kind("restructuring"):
        named = [corpus.entries[value].title for value in (claim.claim.giver, claim.claim.asset, claim.claim.receiver) if value in corpus.entries]
        if len(named) > 1:
            drawn.append(named)
            assert claim.claim.text in picture.words
    rows: dict[float, list[str]] = {}
    for mark in picture.marks:
        rows.setdefault(mark.y, []).append(mark.words)
    assert [rows[y] for y in sorted(rows)] == drawn[::-1]
    assert len(picture.lines) == sum(len(named) - 1 for named in drawn) >= 4
    assert all(line.x1 < line.x2 and line.y1 == line.y2 for line in picture.lines)
