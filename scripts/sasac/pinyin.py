"""Pinyin of Chinese renderings, worked out by pypinyin (MIT): for order and look-up, not a claim about any text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CHINESE = re.compile("[\u4e00-\u9fff]")


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return bool(_CHINESE.search(text))


@lru_cache(maxsize=20_000)
def pinyin(text: str) -> str:
    """Pinyin with tone marks, syllables apart: 新质生产力 is `xīn zhì shēng chǎn lì`."""
    # Its dictionaries take longer to load than a check of the data takes.
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(text, style=Style.TONE))


def toneless(text: str) -> str:
    """Pinyin without tone marks, syllables apart: 新质生产力 is `xin zhi sheng chan li`."""
    return "".join(letter for letter in unicodedata.normalize("NFD", pinyin(text)) if not unicodedata.combining(letter))
