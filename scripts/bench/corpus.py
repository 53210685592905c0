"""Writes a made-up project of any size: records of the real models, source texts and fingerprints, so that `sasac check` passes.

    python -m bench.corpus DIR --pages 5000 [--seed 1]

The same seed and number give the same files. A page has at least 250 words and 20 links; ten Chinese terms stand in notes of
records drawn by lot, beside notes with pieces of them, so that recall and precision of a search can be measured.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

import yaml

from bench.maker import Maker
from sasac.models import FOLDERS, schema_name
from sasac.parse import HEADER

ROOT = Path(__file__).resolve().parents[2]
TEXTS = "texts"
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def make(folder: Path, pages: int, seed: int = 1, project: Path = ROOT) -> Maker:
    """Write a project folder of so many record pages; templates and scripts are those of the given project, linked."""
    maker = Maker(pages, seed)
    data = folder / "data"
    data.mkdir(parents=True)
    for name, group in maker.records.items():
        (data / name).mkdir()
        head = HEADER.format(schema_name(name))
        for identifier, record in group.items():
            # Through the model: what it would refuse is noticed here, and keys come in its order.
            value = FOLDERS[name].model_validate(record).model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
            body = yaml.dump(value, Dumper=_DUMPER, default_style='"', allow_unicode=True, sort_keys=False, width=10_000)
            (data / name / f"{identifier}.yaml").write_text(f"{head}\n{body}", encoding="utf-8")
    for part in ("fingerprints", TEXTS):
        (data / part if part == "fingerprints" else folder / part).mkdir()
    for source in maker.texts:
        (data / "fingerprints" / f"{source}.txt").write_text(maker.fingerprint(source), encoding="utf-8")
        (folder / TEXTS / f"{source}.txt").write_text(maker.text(source), encoding="utf-8")
    shutil.copytree(project / "data" / "schema", data / "schema")
    (data / "VERSION").write_text("1.0.0\n", encoding="utf-8")
    log = 'releases:\n- version: 1.0.0\n  date: "2024-01-01"\n  changes:\n  - kind: added\n    text: Made up.\n'
    (data / "CHANGELOG.yaml").write_text(log, encoding="utf-8")
    (data / "redirects.yaml").write_text("redirects: []\n", encoding="utf-8")
    shutil.copytree(project / "docs", folder / "docs")
    for page in (folder / "docs").rglob("*.md"):
        page.write_text(_without_records(page.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(project / "mkdocs.yml", folder)
    for name in ("overrides", "scripts"):
        (folder / name).symlink_to(project / name)
    return maker


def _without_records(text: str) -> str:
    """A hand-written page without links to real records, which a made-up project has not."""
    text = re.sub(r"^cites: .*\n", "", text, flags=re.M)
    return re.sub(r"\[([^\]]+)\]\((?:\.\./)*(?:meetings|people|enterprises|bodies|themes|terms|sources)/[a-z0-9-]+/index\.md[^)]*\)", r"\1", text)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description="Write a made-up project folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.folder.exists():
        parser.error(f"{asked.folder} exists; name a new folder")
    maker = make(asked.folder, asked.pages, asked.seed)
    print(", ".join(f"{len(group)} {name}" for name, group in maker.records.items() if group))
    print(f"check it with: SASAC_SOURCES={asked.folder / TEXTS} sasac --project {asked.folder} check")


if __name__ == "__main__":
    main()
