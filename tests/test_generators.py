"""Generators: properdocs, the maintained fork, makes the same site through the same hook: every address, every anchor, every byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import compare_generators
from sasac import addresses_kept


def test_properdocs_makes_the_same_site(site: Path, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "properdocs"
    try:
        compare_generators.build("properdocs", other)
    except subprocess.CalledProcessError as error:
        raise AssertionError(f"{error.stdout}{error.stderr}") from error
    assert list(compare_generators.differences(site, other)) == []
    found = compare_generators.addresses(other)
    listed = {f"{page}index.html{mark}{anchor}" for page, mark, anchor in (line.partition("#") for line in addresses_kept.listed(project / "data"))}
    assert len(listed) > 700 and listed <= found


def test_a_difference_would_be_noticed(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for name in ("index.html", "sitemap.xml", "terms/index.html"):
        for folder in (tmp_path / "one", other):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(site / name, folder / name)
    assert not list(compare_generators.differences(tmp_path / "one", other))
    page = (other / "terms" / "index.html").read_text(encoding="utf-8")
    (other / "terms" / "index.html").write_text(page.replace(' id="main-heading"', "", 1).replace("</h1>", '<b id="new"></b></h1>', 1), encoding="utf-8")
    (other / "sitemap.xml").unlink()
    told = list(compare_generators.differences(tmp_path / "one", other))
    assert "terms/index.html#new: only by properdocs" in told
    assert "sitemap.xml: only by mkdocs" in told
    assert "terms/index.html: not the same bytes" in told
