"""Lays pages out: Jinja with autoescaping, undefined names are errors, one way to link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sasac.addresses import relative
from sasac.security import policy
from sasac.views.cite import CiteView
from sasac.views.claims import modality_label
from sasac.views.misprints import Misprints
from sasac.views.page import SitePage
from sasac.views.parts import TYPE_WORDS


class Renderer:
    """Renders the body of a page; `here` in a template makes relative links from that page."""

    def __init__(self, templates: Path, misprints: Misprints) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
        )
        self.policy = policy(templates)
        self._misprints = misprints
        self._environment.globals.update(modality_label=modality_label, type_words=TYPE_WORDS)

    def body(self, page: SitePage, cite: CiteView) -> str:
        """HTML of a page's content, without the theme's shell."""
        return self.fragment(page.template, page.url, page=page, view=page.view, sections=page.sections, cite=cite)

    def fragment(self, template: str, url: str, **context: Any) -> str:
        """HTML of any template, with links relative to an address."""
        return self._environment.get_template(template).render(here=Here(url, self._misprints), **context)


class Here:
    """The address of the page that is being laid out, and what it knows of wordings that mislead."""

    def __init__(self, url: str, misprints: Misprints) -> None:
        self.url = url
        self.misprints = misprints.of

    def to(self, url: str) -> str:
        """Relative link from this page to an address below the site's root."""
        return relative(self.url, url)
