"""What HTML a hand-written page may hold: what Markdown makes, and nothing that runs, loads or leads into a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ELEMENTS = re.compile(
    r"a|abbr|b|blockquote|br|caption|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6r]|i|img|ins|kbd|li|mark|ol|p|pre|q|s|"
    r"small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|ul|var|wbr"
)
_ATTRIBUTES = re.compile(
    r"abbr|align|alt|cite|class|colspan|dir|headers|height|href|id|lang|open|rel|reversed|role|rowspan|scope|src|start|tabindex|title|type|value|width|"
    r"aria-[a-z]+|data-[a-z-]+"
)
_LINKS = ("href", "src", "cite")
# As a browser reads an address: white space and control characters inside a scheme are dropped (WHATWG URL).
_DROPPED = re.compile(r"[\x00-\x20]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _ELEMENTS.fullmatch(tag):
            self.faults.append(f"the element <{tag}>")
        for name, value in attrs:
            if not _ATTRIBUTES.fullmatch(name):
                self.faults.append(f"the attribute '{name}' of <{tag}>")
            elif name in _LINKS:
                scheme = _SCHEME.match(_DROPPED.sub("", value or ""))
                if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                    self.faults.append(f"a link that begins with '{scheme[1]}:'")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("a declaration")


def faults(html: str) -> list[str]:
    """What a page's HTML holds that it may not, each once, in words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    # What the parser keeps back is a tag that never ends; a browser would end it with the words that follow.
    return list(dict.fromkeys([*reader.faults, *(["a tag that does not end"] if reader.rawdata.strip() else [])]))
