"""Sentences, tokens and quotes: the numbering that evidence points at and the words it is checked by."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sasac import sentences
from sasac.models import Evidence


def holds(quote: str, sentence: str) -> bool:
    """Whether a quote stands in a sentence."""
    return sentences.stands([sentences.tokens(part) for part in sentences.parts(quote)], sentences.tokens(sentence))


def test_numbers_paragraphs_and_sentences() -> None:
    text = "First one. Second one!\n\n\n  Third?  2024 begins the fourth.\nlast without a stop"
    assert sentences.split(text) == {
        "p1s1": "First one.", "p1s2": "Second one!", "p2s1": "Third?", "p2s2": "2024 begins the fourth.", "p3s1": "last without a stop",
    }


def test_the_header_line_of_a_copier_is_a_sentence_of_its_own() -> None:
    assert sentences.split("date 2023-05-25 On May 24 a meeting was held. It ended.") == {
        "p1s1": "date 2023-05-25", "p1s2": "On May 24 a meeting was held.", "p1s3": "It ended.",
    }


def test_a_header_like_line_further_down_is_not_a_header() -> None:
    assert sentences.split("A title\ndate 2023-05-25 On May 24") == {"p1s1": "A title", "p2s1": "date 2023-05-25 On May 24"}


def test_a_stray_stop_divides_where_a_capital_follows_and_only_there() -> None:
    assert list(sentences.split("Work of Li. Bing and others").values()) == ["Work of Li.", "Bing and others"]
    assert list(sentences.split("about 2.4 trillion yuan, i.e. more than before").values()) == ["about 2.4 trillion yuan, i.e. more than before"]


def test_a_stop_inside_quotation_marks_ends_a_sentence() -> None:
    assert list(sentences.split("He said “go on.” Then (he left.) “Well” he added.").values()) == ['He said "go on."', "Then (he left.)", '"Well" he added.']


def test_spaces_and_no_break_spaces_are_one_space() -> None:
    assert sentences.split("a\u00a0b \u00a0  c") == {"p1s1": "a b c"}


def test_blank_text_has_no_sentence() -> None:
    assert sentences.split(" \n\n \u00a0\n") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.4 trillion yuan", ["2.4", "trillion", "yuan"]),
        ("1,000 firms, 22 projects", ["1,000", "firms", ",", "22", "projects"]),
        ("state-owned SOEs' R&D", ["state-owned", "SOEs", "'", "R&D"]),
        ("China’s “national team”", ["China", "'s", '"', "national", "team", '"']),
        ("and/or 3.5%", ["and/or", "3.5", "%"]),
        ("end. Next", ["end", ".", "Next"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert sentences.tokens(text) == expected


SENTENCE = "Total profits rose in 2023, and total assets rose to 2.4 trillion yuan, said “the official”."


@pytest.mark.parametrize(
    "quote",
    [
        "Total profits", "2.4 trillion yuan", "profits rose … 2.4 trillion", "Total … 2023 … yuan", "rose … rose",
        "said “the official”", 'said "the official"', "Total\u00a0profits",
    ],
)
def test_quotes_that_stand(quote: str) -> None:
    assert holds(quote, SENTENCE)


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("total profits", "case counts"),
        ("profits in 2023", "a word left out needs …"),
        ("2.4 trillion … Total profits", "parts in another order"),
        ("rose … rose … rose", "each part needs a place of its own"),
        ("rose in … in 2023", "parts may not overlap"),
        ("4 trillion", "half a number is another number"),
        ("profit", "half a word is another word"),
        ("Total profits …", "an empty part"),
        ("", "nothing"),
    ],
)
def test_quotes_that_do_not_stand(quote: str, why: str) -> None:
    assert not holds(quote, SENTENCE), why


@pytest.mark.parametrize(
    ("quote", "count"),
    [("one two three", 3), ("state-owned", 2), ("2.4 trillion", 3), ("start … end", 2), ("China's", 2), ("…", 0), ("snake_case", 2), ("“quoted”, 中央企业", 2)],
)
def test_the_word_count_is_the_strictest(quote: str, count: int) -> None:
    assert sentences.word_count(quote) == count


def test_twelve_words_are_a_quote_and_thirteen_are_not() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    assert Evidence(source="s", sentence="p1s1", quote=" ".join(words)).quote
    with pytest.raises(ValidationError, match="the quote has 13 words"):
        Evidence(source="s", sentence="p1s1", quote=" ".join([*words, "thirteen"]))
    with pytest.raises(ValidationError, match="the quote has 13 words"):
        Evidence(source="s", sentence="p1s1", quote=" ".join(words[:11]) + " twelve-thirteen")
