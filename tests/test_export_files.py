"""JSON, page twins, archive, schemas, OpenAPI and checksums: loaded back, compared field by field, and found in the built site."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_openapi

from conftest import MakeCopy
from rebuild import CLAIM_TABLES, Records, plain, written
from sasac.export import archive, export
from sasac.link import PLACES, Corpus
from sasac.publish import read
from sasac.views.cite import Edition

RECORDS = ("meetings", "sources", "people", "organizations", "themes", "terms")
CLAIMS = (*CLAIM_TABLES, "participants", "agenda")
ALL = (*RECORDS, *CLAIMS, "questions")
Exported = dict[str, bytes]


@pytest.fixture(scope="module")
def lists(exported: Exported) -> dict[str, list[Any]]:
    """The records of each type, from its JSON file."""
    return {name: json.loads(exported[f"data/{name}.json"])["records"] for name in ALL}


@pytest.fixture(scope="module")
def originals(project: Path) -> Records:
    """Every record as its YAML file has it."""
    return written(project / "data")


def rebuilt(lists: dict[str, list[Any]]) -> Records:
    """Records as files, from JSON: claims gathered by meeting; questions that follow from the records left out."""
    found: Records = {(name, item["id"]): plain(copy.deepcopy(item["record"]), item["id"]) for name in RECORDS for item in lists[name]}
    for name in CLAIM_TABLES:
        for meeting in dict.fromkeys(item["computed"]["meeting"] for item in lists[name]):
            claims = [copy.deepcopy(item["record"]) for item in lists[name] if item["computed"]["meeting"] == meeting]
            found[name, meeting] = plain({"meeting": meeting, name: claims}, meeting)
    return found | {("questions", item["id"]): plain(item["record"], item["id"]) for item in lists["questions"] if item["computed"]["written"]}


def test_the_records_come_back_from_json(lists: dict[str, list[Any]], originals: Records) -> None:
    back = rebuilt(lists)
    assert len(originals) > 250 and set(back) == set(originals)
    for key, record in originals.items():
        assert back[key] == record, key


def test_participants_and_agenda_have_files_of_their_own(lists: dict[str, list[Any]]) -> None:
    for name in ("participants", "agenda"):
        inside = [(meeting["id"], claim) for meeting in lists["meetings"] for claim in meeting["record"][name]]
        assert len(inside) > 4
        assert inside == [(item["computed"]["meeting"], item["record"]) for item in lists[name]]


def test_one_file_holds_everything(exported: Exported, lists: dict[str, list[Any]], edition: Edition) -> None:
    everything = json.loads(exported["data/all.json"])
    assert everything["records"] == lists
    assert everything["counts"] == {name: len(items) for name, items in lists.items()} and everything["count"] == sum(map(len, lists.values())) > 700
    for name in (*ALL, "all"):
        held = json.loads(exported[f"data/{name}.json"])
        assert (held["schema_version"], held["data_version"], held["data_day"], held["type"]) == ("1", edition.version, edition.day, name)
        assert held["documentation"] == "about/data/"
        assert held["count"] == (len(held["records"]) if name != "all" else everything["count"])


def test_a_record_is_one_line(exported: Exported, lists: dict[str, list[Any]]) -> None:
    lines = [json.loads(line.rstrip(",")) for line in exported["data/people.json"].decode().splitlines()[1:-1]]
    assert lines == lists["people"] and len(lines) == 6


def resolve(value: Any, pointer: str) -> Any:
    """What a JSON Pointer (RFC 6901) leads to."""
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part.replace("~1", "/").replace("~0", "~")]
    return value


def parts(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object inside a record, with its JSON Pointer."""
    if isinstance(value, dict):
        yield pointer, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from parts(inner, f"{pointer}/{key}")


def test_all_that_is_asserted_says_its_kind_basis_and_verification(lists: dict[str, list[Any]]) -> None:
    seen = set()
    for item in (item for name in (*RECORDS, *CLAIMS) for item in lists[name]):
        # What rests on a passage or has a basis is an assertion; nothing else is.
        wanted = {pointer: held for pointer, held in parts(item["record"]) if "evidence" in held or "basis" in held}
        assert [row["at"] for row in item["computed"]["assertions"]] == list(wanted), item["id"]
        for row in item["computed"]["assertions"]:
            held = resolve(item["record"], row["at"])
            seen.add((row["kind"], row["basis"], row["verification"]))
            if "basis" in held:
                assert (row["kind"], row["basis"]) == ("external", held["basis"])
            else:
                assert row["kind"] == held.get("kind", "stated") if "named" not in held else row["kind"] == "stated"
    assert seen == {
        ("stated", "source", "quotes matched"), ("inferred", "reading", "quotes matched"), ("not stated", "source", "quotes matched"),
        ("external", "found", "read at address"), ("external", "found", "read, address not kept"),
        ("external", "inferred", "drawn from"), ("external", "unchecked", "not checked"),
    }


def test_dates_stand_beside_their_text(lists: dict[str, list[Any]]) -> None:
    known = {"2025-07-16/2025-07-17": ("2025-07-16", "2025-07-17"), "2023": ("2023-01-01", "2023-12-31"), "XXXX-07-16/XXXX-07-17": (None, None)}
    met = set()
    for item in (item for name in ALL for item in lists[name]):
        wanted = set()
        for pointer, held in parts(item["record"]):
            wanted |= {f"{pointer}/{key}" for key in ("date", "period_edtf", "as_of") if key in held}
            if held.get("field") in ("date held", "date published") and held.get("value"):
                wanted.add(f"{pointer}/value")
        assert set(item["computed"]["dates"]) == wanted, item["id"]
        for pointer, days in item["computed"]["dates"].items():
            text = resolve(item["record"], pointer)
            assert (days["first"], days["last"]) == known.get(text, (days["first"], days["last"]))
            assert (days["first"] is None) == ("XXXX" in text) and (days["first"] or "") <= (days["last"] or "")
            met.add(text)
    assert met >= set(known)


def test_twins_are_the_records(taken_away: Path, lists: dict[str, list[Any]]) -> None:
    claims = {item["id"]: item for name in CLAIMS for item in lists[name]}
    told = 0
    for item in (item for name in RECORDS for item in lists[name]):
        twin = json.loads((taken_away / item["url"] / "index.json").read_text(encoding="utf-8"))
        assert (twin["schema_version"], twin["documentation"]) == ("1", "about/data/")
        assert (twin["id"], twin["type"], twin["record"]) == (item["id"], item["type"], item["record"])
        if item["type"] == "meeting":
            for kind, group in twin["computed"].pop("claims").items():
                assert [claim["key"] for claim in group] == item["computed"]["claims"][kind]
                for claim in group:
                    # The type stands in a key of its own name beside the claim's own keys.
                    assert {key: claim[key] for key in claims[claim["key"]]["record"]} == claims[claim["key"]]["record"]
                    told += 1
            item = item | {"computed": {key: value for key, value in item["computed"].items() if key != "claims"}}
        assert twin["computed"] == item["computed"]
    assert told == len(claims) > 400


def test_backlinks_are_the_references(lists: dict[str, list[Any]]) -> None:
    # Worked out again from the text of the records: who holds the id of a person or term anywhere but in evidence.
    held: dict[str, set[str]] = {}
    for item in (item for name in (*RECORDS, *CLAIM_TABLES) for item in lists[name]):
        record = {key: value for key, value in item["record"].items() if key not in ("participants", "agenda")}
        for _, part in parts(record):
            for key, value in part.items():
                if key in ("who", "set_by", "addressee", "speaker", "about", "asset", "from", "to", "entities", "terms", "themes", "see_also", "record"):
                    for target in value if isinstance(value, list) else [value]:
                        held.setdefault(target, set()).add(item["id"])
    for item in (item for name in ("participants",) for item in lists[name]):
        held.setdefault(item["record"]["who"], set()).add(item["id"])
    checked = 0
    for item in (item for name in ("people", "terms", "organizations") for item in lists[name]):
        linked = {row["key"] for row in item["computed"]["linked_from"]}
        assert linked == held.get(item["id"], set()) - {item["id"]}, item["id"]
        checked += len(linked)
    assert checked > 400


def test_the_archive_is_the_data_folder(exported: Exported, project: Path, originals: Records, edition: Edition, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(exported["data/sasac-data.zip"])) as held:
        assert held.testzip() is None
        names = held.namelist()
        assert names == sorted(names)
        assert {name: held.read(f"sasac-data/{name}") for name in ("CITATION.cff", "LICENSE-DATA", "data/VERSION", "data/CHANGELOG.yaml")} == {
            name: (project / name).read_bytes() for name in ("CITATION.cff", "LICENSE-DATA", "data/VERSION", "data/CHANGELOG.yaml")
        }
        for info in held.infolist():
            assert held.read(info) == (project / info.filename.removeprefix("sasac-data/")).read_bytes()
            assert "-".join(f"{part:02}" for part in info.date_time[:3]) == edition.day and info.external_attr >> 16 == 0o100644
        held.extractall(tmp_path)
    assert written(tmp_path / "sasac-data" / "data") == originals
    for name in ("schema", "fingerprints"):
        assert len(list((tmp_path / "sasac-data" / "data" / name).iterdir())) == len(list((project / "data" / name).iterdir())) > 4


def test_the_archive_leaves_out_drafts_and_hidden_files(make_copy: MakeCopy, tmp_path: Path) -> None:
    project = make_copy(tmp_path)
    for name in ("drafts/people/someone.yaml", ".cache/x", "people/.someone.yaml.swp"):
        (project / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "data" / name).write_text("x", encoding="utf-8")
    names = archive.members(project)
    assert "data/people/zhang-yuzhuo.yaml" in names and not [name for name in names if "draft" in name or "/." in name]


def test_every_record_fits_its_published_schema(exported: Exported, edition: Edition, lists: dict[str, list[Any]]) -> None:
    records = {"meeting": "meetings", "source": "sources", "person": "people", "organization": "organizations", "theme": "themes", "term": "terms",
               "question": "questions", **{name: name for name in CLAIM_TABLES}}
    assert {name for name in exported if name.startswith("data/schema/")} == {f"data/schema/{name}.schema.json" for name in records}
    for name, folder in records.items():
        schema = json.loads(exported[f"data/schema/{name}.schema.json"])
        # The id of a schema is the address at which it lies.
        assert schema["$id"] == f"{edition.site_url}data/schema/{name}.schema.json"
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        bodies = [item["record"] for item in lists[folder]]
        if folder in CLAIM_TABLES:
            bodies = [{"meeting": item["computed"]["meeting"], folder: [item["record"]]} for item in lists[folder]]
        for body in bodies:
            validator.validate(body)
        assert not validator.is_valid(bodies[0] | {"surprise": 1}) and not validator.is_valid({})


@pytest.fixture(scope="module")
def description(exported: Exported) -> Any:
    """The OpenAPI description."""
    return json.loads(exported["data/openapi.json"])


def test_openapi_is_valid_and_describes_every_file(description: Any, taken_away: Path, lists: dict[str, list[Any]]) -> None:
    validate_openapi(description)
    assert description["openapi"].startswith("3.1")
    read = 0
    for path, item in description["paths"].items():
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator(schema | {"components": description["components"]})
        for file in addresses(path, lists):
            body = json.loads((taken_away / file).read_text(encoding="utf-8"))
            validator.validate(body)
            read += 1
        assert not validator.is_valid(body | {"surprise": 1}) and not validator.is_valid({})
    assert read == len(list(taken_away.rglob("index.json"))) + len(ALL) + 1


def addresses(path: str, lists: dict[str, list[Any]]) -> list[str]:
    """The files that a path of the description stands for."""
    if "{id}" not in path:
        return [path.lstrip("/")]
    kind = next(kind for kind, place in PLACES.items() if path.startswith(f"/{place}/"))
    found = [path.lstrip("/").replace("{id}", item["id"]) for name in RECORDS for item in lists[name] if item["type"] == kind]
    assert found
    return found


def test_every_described_address_is_in_the_built_site(description: Any, site: Path, lists: dict[str, list[Any]]) -> None:
    for path, item in description["paths"].items():
        for file in addresses(path, lists):
            assert (site / file).is_file(), file
        for parameter in item["get"].get("parameters", []):
            assert (site / path.lstrip("/").replace("{id}", parameter["example"])).is_file()
    assert (site / description["externalDocs"]["url"].removeprefix(description["servers"][0]["url"] + "/") / "index.html").is_file()


def test_the_built_site_holds_the_same_bytes(taken_away: Path, site: Path) -> None:
    # The site was built by another process: so the exports do not depend on what a process orders by chance.
    files = [path for path in taken_away.rglob("*") if path.is_file()]
    assert len(files) > 250
    for path in files:
        assert (site / path.relative_to(taken_away)).read_bytes() == path.read_bytes(), path.name


def test_two_exports_are_the_same_bytes(exported: Exported, corpus: Corpus, edition: Edition, project: Path) -> None:
    again = export(corpus, edition, project)
    assert list(again) == list(exported)
    assert [name for name in again if again[name] != exported[name]] == []


def test_checksums_are_those_of_every_file(exported: Exported, taken_away: Path) -> None:
    listed = dict(line.split("  ")[::-1] for line in exported["data/SHA256SUMS"].decode().splitlines())
    assert set(listed) == {name.removeprefix("data/") if name.startswith("data/") else f"../{name}" for name in exported} - {"SHA256SUMS"}
    for name, mark in listed.items():
        assert hashlib.sha256((taken_away / "data" / name).read_bytes()).hexdigest() == mark


def test_a_changed_record_changes_every_format(exported: Exported, make_copy: MakeCopy, tmp_path: Path, edition: Edition) -> None:
    project = make_copy(tmp_path)
    shutil.copy(Path(__file__).parents[1] / "CITATION.cff", project)
    path = project / "data" / "terms" / "spirit-of-nailing.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\ntext: ", "\ntext: Changed for a test. ", 1), encoding="utf-8")
    changed = export(read(project), edition, project)
    differing = {name for name in exported if changed[name] != exported[name]} - {"data/sasac-data.zip"}
    names = ("terms.json", "all.json", "terms.csv", "records.csv", "sasac.sqlite", "terms.ttl", "datapackage.json", "SHA256SUMS")
    assert differing == {f"data/{name}" for name in names}
