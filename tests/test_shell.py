"""The shell: laid out once, filled in for every page; the same page as if the site generator had laid it out whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from conftest import MakeCopy
from sasac import export, write
from sasac.export import export as exported
from sasac.link import PLACES, Corpus
from sasac.publish import publish
from sasac.shell import PARTS, Shell, mark
from sasac.views.cite import Edition


def test_a_shell_is_filled_in() -> None:
    shell = Shell("a" + "".join(f"{mark(part)}{number}" for number, part in enumerate(PARTS)))
    assert shell.fill({part: f"<{part}>" for part in PARTS}) == "a" + "".join(f"<{part}>{number}" for number, part in enumerate(PARTS))
    # A part that looks like a place for another is not filled in again.
    assert shell.fill(dict.fromkeys(PARTS, mark("head"))).count(mark("head")) == len(PARTS)


@pytest.mark.parametrize("html", ["", mark("head"), "".join(map(mark, PARTS)) + mark("body"), "".join(map(mark, PARTS)) + mark("foot")])
def test_a_shell_without_a_place_for_each_part_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="the shell has places for"):
        Shell(html)


def test_every_page_of_a_kind_is_the_one_that_the_generator_lays_out_whole(site: Path, corpus: Corpus, make_copy: MakeCopy, tmp_path: Path) -> None:
    """A copy whose hand-written page links to a record of each kind, with a hook that lets MkDocs lay those out whole."""
    copy = make_copy(tmp_path)
    entries = [corpus.of_kind(kind)[0] for kind in PLACES]
    hook = f"""
import importlib.util, sys
sys.path.insert(0, {str(copy / "scripts")!r})
spec = importlib.util.spec_from_file_location("sasac_whole", {str(copy / "scripts" / "mkdocs_hook.py")!r})
module = importlib.util.module_from_spec(spec); sys.modules["sasac_whole"] = module; spec.loader.exec_module(module)
globals().update({{name: value for name, value in vars(module).items() if name.startswith("on_")}})
WHOLE = {[entry.url for entry in entries]!r}

class WholePage(module.PlannedPage):
    def render(self, config, files):
        publication = module._state["building"].publication
        self.parts = publication.parts(publication.page(self.plan))
        self.content = self.parts["body"]

def on_files(files, config, **_):
    files = module.on_files(files, config)
    for plan in module._state["building"].publication.plans:
        if plan.url in WHOLE:
            file = module.File.generated(config, "whole/" + plan.entry.id + ".md", content="", inclusion=module.InclusionLevel.NOT_IN_NAV)
            file.dest_uri = "whole/" + plan.entry.id + "/index.html"
            file.url = file.dest_uri
            WholePage(plan, file, config)
            files.append(file)
    return files

def on_page_context(context, page, config, **_):
    if isinstance(page, WholePage):
        context["marks"] = context["head"] = None
        context |= {{"marks": page.parts, "head": page.parts["head"]}}
        return context
    return module.on_page_context(context, page, config)

def on_post_page(output, page, config, **_):
    return output if isinstance(page, WholePage) else module.on_post_page(output, page, config)
"""
    (copy / "whole_hook.py").write_text(hook, encoding="utf-8")
    config = (copy / "mkdocs.yml").read_text(encoding="utf-8").replace("scripts/mkdocs_hook.py", "whole_hook.py")
    (copy / "mkdocs.yml").write_text(config, encoding="utf-8")
    target = tmp_path / "whole-site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SASAC_WITHOUT", "search,exports")
        patch.setenv("SASAC_SOURCES", "")
        patch.delenv("SASAC_REPORT", raising=False)
        loaded = load_config(str(copy / "mkdocs.yml"), site_dir=str(target), strict=True)
        loaded.plugins.on_startup(command="build", dirty=False)
        build(loaded)
    for entry in entries:
        whole = (target / "whole" / entry.id / "index.html").read_text(encoding="utf-8")
        ours = (site / entry.url / "index.html").read_text(encoding="utf-8")
        assert whole == ours, entry.url
        assert len(re.findall("<h1", whole)) == 1 and entry.title.split("&")[0] in whole


def test_the_names_of_exports_are_known_before_they_are_made(project: Path, corpus: Corpus) -> None:
    made = exported(corpus, Edition("https://x.example/", "1.0.0", corpus.newest_day(), ""), project)
    assert export.names() == sorted(made)


def test_pages_in_one_process_are_those_of_several(site: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = publish(project, "https://sasac-reference.example/", "https://git.example/sasac-reference/sasac-reference")
    monkeypatch.setattr(write, "SHARE", 10_000)
    shell = Shell("".join(map(mark, PARTS)))
    records = [(plan, shell) for plan in publication.plans if plan.entry]
    write.everything(publication, records, {}, tmp_path, frozenset({"search", "exports"}))
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert len(written) == 2 * len(records)
    for name in written:
        mine, theirs = (tmp_path / name).read_text(encoding="utf-8"), (site / name).read_text(encoding="utf-8")
        assert mine == theirs if name.endswith(".json") else mine.partition("<h1")[2] in theirs
