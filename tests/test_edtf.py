"""Dates: checked and bounded as the Library of Congress's EDTF says; compared with the `edtf` library."""

from __future__ import annotations

import pytest
from edtf import parse_edtf, struct_time_to_date

from sasac import edtf_dates

SAMPLE = [
    "2023", "2024", "2024-02", "2023-02", "2023-12-25", "2024-02-29", "2023-12-25/2023-12-26", "2023-01/2023-11", "2023-12/2024-01", "2024-01-31/2024-02",
]


@pytest.mark.parametrize("text", SAMPLE)
def test_first_and_last_day_are_those_of_the_edtf_library(text: str) -> None:
    parsed = parse_edtf(text)
    assert edtf_dates.problem(text) is None
    assert edtf_dates.days(text) == (struct_time_to_date(parsed.lower_strict()), struct_time_to_date(parsed.upper_strict()))


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "25 December 2023", "2023-12-26/2023-12-25", "2023/2024/2025", "", "2023-2-3", "XXXX-02-30"])
def test_what_is_no_date_is_said_to_be_wrong(text: str) -> None:
    assert edtf_dates.problem(text)


def test_a_date_without_a_year_is_read_and_has_no_bounds() -> None:
    assert edtf_dates.problem("XXXX-07-16/XXXX-07-17") is None
    assert edtf_dates.words("XXXX-07-16/XXXX-07-17") == "16–17 July, year not stated"
    with pytest.raises(ValueError, match="no year"):
        edtf_dates.days("XXXX-07-16/XXXX-07-17")


def test_words_for_readers() -> None:
    assert edtf_dates.words("2023-12-25/2023-12-26") == "25–26 December 2023"
    assert edtf_dates.words("2023-01/2023-11") == "January – November 2023"
    assert edtf_dates.words("2024-01-24") == "24 January 2024"
    assert edtf_dates.words("2023-12-30/2024-01-02") == "30 December 2023 – 2 January 2024"
