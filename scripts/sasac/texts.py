"""What evidence is checked against: committed fingerprints always, and the texts themselves where they are at hand."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from sasac import fingerprint, sentences
from sasac.fingerprint import Fingerprint
from sasac.load import Loading
from sasac.parse import Loaded
from sasac.problems import Problem, shown

SETTING = "SASAC_SOURCES"


@dataclass
class Texts:
    """Fingerprints by source id, and the sentences of those texts that are at hand."""

    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    sentences: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    folder: Path | None = None
    # What the records said wrongly of these texts, by the identity of each, which is kept with it so that it stays the only one.
    held_against: dict[int, tuple[Loaded, list[Problem]]] = field(default_factory=dict)

    def way(self) -> str:
        """Which of the two ways of checking was used, in words."""
        if self.sentences:
            count = len(self.sentences)
            return f"against the fingerprints and {count} {'text' if count == 1 else 'texts'} in {self.folder}"
        if self.folder:
            return f"against the fingerprints only (no text of a published source is in {self.folder})"
        return f"against the fingerprints only (no texts at hand; set {SETTING} to their folder to check those too)"

    def sentence_ids(self, source: str) -> list[str]:
        """Sentence ids of a source, in order."""
        found = self.fingerprints.get(source)
        return list(found.lines) if found else []


def find_folder(project: Path) -> Path | None:
    """Folder of the source texts: what SASAC_SOURCES names (empty means none), else ../shared/sources where it exists."""
    named = os.environ.get(SETTING)
    if named is not None:
        return Path(named) if named else None
    beside = project.parent / "shared" / "sources"
    return beside if beside.is_dir() else None


def read(loading: Loading, data: Path, project: Path, folder: Path | None) -> Texts:
    """Read the fingerprint of every source record, and its text where the folder holds it; both are verified."""
    texts = Texts(folder=folder)
    if folder is not None and not folder.is_dir():
        texts.problems.append(Problem(str(folder), 1, 1, "there is no such folder of source texts", f"correct or unset {SETTING}"))
    known = {f"{source}.txt" for source in loading.records["sources"]} | {f"{source}.txt" for folder, source in loading.unread if folder == "sources"}
    for path in sorted((data / "fingerprints").glob("*")):
        if path.name not in known:
            where = shown(path, project)
            texts.problems.append(Problem(where, 1, 1, "a fingerprint of no source record", "add the source record, or delete this file"))
    for source, loaded in loading.records["sources"].items():
        path = (data / "drafts" if loaded.draft else data) / "fingerprints" / f"{source}.txt"
        where = shown(path, project)
        try:
            content = path.read_bytes().decode("utf-8")
            found = fingerprint.read(content)
        except FileNotFoundError:
            texts.problems.append(loaded.problem((), f"the source has no fingerprint {where}", f"run: sasac fingerprint TEXT --source {source}"))
            continue
        except (ValueError, UnicodeDecodeError) as error:
            texts.problems.append(Problem(where, 1, 1, f"the fingerprint cannot be read ({error})", "restore it from the last commit"))
            continue
        if found.source != source or fingerprint.digest(content) != loaded.record.fingerprint_sha256:
            remedy = "restore the file from the last commit; only a new source gets a new fingerprint"
            texts.problems.append(Problem(where, 1, 1, "the fingerprint is not the one that the source record names (SHA-256 differs)", remedy))
            continue
        texts.fingerprints[source] = found
        if folder is not None and (folder / loaded.record.file).is_file():
            _text(texts, source, loaded.record, folder / loaded.record.file, content)
    return texts


def _text(texts: Texts, source: str, record: object, path: Path, content: str) -> None:
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != getattr(record, "sha256", None):
        what = f"the text differs from the one that the record '{source}' was made from (SHA-256 differs)"
        texts.problems.append(Problem(str(path), 1, 1, what, "restore the text; a changed text is a new source"))
        return
    text = raw.decode("utf-8")
    if fingerprint.write(fingerprint.make(source, text)) != content:
        what = f"the text does not give the fingerprint committed for '{source}'"
        texts.problems.append(Problem(str(path), 1, 1, what, "sentence numbering is fixed; undo the change to how texts are split"))
    texts.sentences[source] = sentences.split(text)
