"""Lays pages out: Jinja with autoescaping, undefined names are errors, one way to link."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import Any

from sasac.addresses import relative
from sasac.security import policy
from sasac.templates import Templates
from sasac.views.cite import CiteView
from sasac.views.claims import modality_label
from sasac.views.misprints import Misprints
from sasac.views.page import SitePage
from sasac.views.parts import TYPE_WORDS, Link


class Renderer:
    """Renders the body of a page; `here` in a template makes relative links from that page."""

    def __init__(self, templates: Path, misprints: Misprints) -> None:
        self._environment = Templates(templates)
        self.policy = policy(templates)
        self._misprints = misprints
        self._kept: dict[str, dict[Any, str]] = {}
        self._environment.globals.update(modality_label=modality_label, type_words=TYPE_WORDS)
        self._links = self._environment.get_template("macros/links.html").module

    def again(self, misprints: Misprints) -> Renderer:
        """The same templates for other records."""
        fresh = copy(self)
        fresh._misprints, fresh._kept = misprints, {}
        return fresh

    def body(self, page: SitePage, cite: CiteView) -> str:
        """HTML of a page's content, without the theme's shell."""
        return self.fragment(page.template, page.url, page=page, view=page.view, sections=page.sections, cite=cite)

    def fragment(self, template: str, url: str, **context: Any) -> str:
        """HTML of any template, with links relative to an address."""
        up = "../" * url.count("/")
        here = Here(url, up, self._misprints, self._links, self._kept.setdefault(up, {}))
        return self._environment.get_template(template).render(here=here, **context)


class Here:
    """The address of the page that is being laid out, and what is laid out alike on every page at the same depth: links, marks, claims."""

    def __init__(self, url: str, up: str, misprints: Misprints, links: Any, kept: dict[Any, str]) -> None:
        self.url = url
        self.misprints = misprints.of
        self._links = links
        self._kept = kept
        # What is kept must not know the page that it was first laid out for.
        self._elsewhere = self if url.startswith("-") else Here(up.replace("..", "-") or "-", up, misprints, links, kept)

    def to(self, url: str) -> str:
        """Relative link from this page to an address below the site's root."""
        return relative(self.url, url)

    def link(self, item: Link) -> str:
        """A link to something in the reference."""
        return self.once("link", item, self._links.link, item)

    def marks(self, words: str) -> str:
        """The marks on wordings that mislead, for each that some words hold."""
        found = self.misprints(words)
        return self.once("marks", words, self._links.marks, found) if found else ""

    def once(self, name: str, key: Any, macro: Any, *arguments: Any) -> str:
        """What a macro lays out, kept for every page at the same depth."""
        found = self._kept.get((name, key))
        if found is None:
            found = self._kept[name, key] = macro(self._elsewhere, *arguments)
        return found
