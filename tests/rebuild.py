"""Records put together again from the relational tables, and the same records straight from their YAML files: for comparing the two."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Records = dict[tuple[str, str], Any]
CLAIM_TABLES = {"tasks": "tasks", "figures": "figures", "statements": "statements", "restructurings": "restructurings"}
PAGED = ("sources", "meetings", "people", "organizations", "themes", "terms")
_SHARED = ("id", "text", "kind", "reason", "other_reading")
_OWN = {
    "tasks": ("modality", "set_by", "addressee", "period", "period_edtf", "part_of"),
    "figures": ("measure", "value", "qualifier", "unit", "change", "status", "scope", "period", "period_edtf"),
    "statements": ("speaker", "capacity", "modality", "about"),
    "restructurings": ("asset", "asset_text", "giver", "receiver", "transfer", "status", "period", "period_edtf"),
    "participants": ("who", "name_as_printed", "role_as_printed"),
    "agenda": (),
}


def filled(value: Any) -> Any:
    """A value without empty lists and keys that hold nothing."""
    if isinstance(value, dict):
        kept = {key: filled(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, [], "")}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


def written(data: Path) -> Records:
    """Every record as YAML holds it, all values text; what may be left out is written out, and claims are named in full."""
    found: Records = {}
    for path in sorted(data.glob("*/*.yaml")):
        found[path.parent.name, path.stem] = plain(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader), path.stem)
    return found


def plain(record: Any, name: str) -> Any:
    """A record with what may be left out written out, claims named in full, and nothing empty in it."""
    for group in ("tasks", "figures", "statements", "restructurings", "participants", "agenda"):
        for claim in record.get(group, []):
            claim.setdefault("kind", "stated")
            if "part_of" in claim:
                claim["part_of"] = full(claim["part_of"], name)
    for line in record.get("summary", []):
        line["rests_on"] = [full(item, name) for item in line["rests_on"]]
    return filled(record)


def full(claim: str, meeting: str) -> str:
    """A claim's key, also where only its id is written."""
    return claim if "#" in claim else f"{meeting}#{claim}"


class Rebuilder:
    """Puts records together from rows; cells without a value are None or empty."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def of(self, table: str, column: str, owner: str) -> list[Row]:
        """Rows of a table that belong to an owner, in order of position."""
        if (table, column) not in self._by:
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                groups[row[column]].append(row)
            self._by[table, column] = {name: sorted(group, key=lambda row: int(row["position"])) for name, group in groups.items()}
        return self._by[table, column].get(owner, [])

    def values(self, table: str, column: str, owner: str, item: str) -> list[str]:
        """One column of the rows that belong to an owner."""
        return [row[item] for row in self.of(table, column, owner)]

    def records(self) -> Records:
        """Every record, as its file would hold it."""
        found: Records = {}
        for folder in PAGED:
            for row in self.tables[folder]:
                found[folder, row["id"]] = self._paged(folder, row)
        for table in CLAIM_TABLES:
            for meeting in {row["meeting"] for row in self.tables[table]}:
                found[table, meeting] = {"meeting": meeting, table: self._claims(table, meeting)}
        for row in self.tables["questions"]:
            if row["written"] in ("true", 1):
                keys = ("name", "asked", "text", "kind", "where_we_looked", "as_of")
                found["questions", row["id"]] = {key: row[key] for key in keys} | {"about": self.values("question_records", "question", row["id"], "record")}
        return {key: filled(record) for key, record in found.items()}

    def _paged(self, folder: str, row: Row) -> Any:
        owner = row["id"]
        keys = {
            "sources": ("name", "meeting", "sha256", "fingerprint_sha256"), "meetings": ("name", "date"), "people": ("name", "text", "same_because"),
            "organizations": ("name", "text", "same_because"), "themes": ("name", "text", "scope_note"), "terms": ("name", "text", "same_because", "kind"),
        }[folder]
        record: Any = {key: row[key] for key in keys} | self._facts("of_record", owner)
        record["forms"] = [{key: form[key] for key in ("form", "source", "sentence")} for form in self.of("forms", "of_record", owner)]
        if folder == "sources":
            record |= {"file": row["text_file"], "ledger": self._ledger(owner)}
        if folder == "meetings":
            record["summary"] = [
                {"line": line["line"], "rests_on": self.values("summary_claims", "summary_line", line["id"], "claim")}
                for line in self.of("summary_lines", "meeting", owner)
            ]
            record |= {"participants": self._claims("participants", owner), "agenda": self._claims("agenda", owner)}
        if folder == "themes":
            record["related"] = self.values("theme_related", "theme", owner, "related")
        if folder == "terms":
            record["themes"] = self.values("term_themes", "term", owner, "theme")
            record["see_also"] = self.values("term_see_also", "term", owner, "record")
            record["components"] = [
                {"text": item["text"], "named": item["named"], "evidence": self._evidence("of_component", item["id"])}
                for item in self.of("components", "of_record", owner)
            ]
        return record

    def _facts(self, column: str, owner: str) -> Row:
        facts = [
            {key: row[key] for key in ("field", "kind", "value", "reason")} | {"record": row["names_record"], "evidence": self._evidence("of_fact", row["id"])}
            for row in self.of("facts", column, owner)
        ]
        keys = ("field", "value", "basis", "form", "address", "no_address", "drawn_from", "note")
        return {"facts": facts, "external": [{key: row[key] for key in keys} for row in self.of("external_facts", column, owner)]}

    def _evidence(self, column: str, owner: str) -> list[Row]:
        return [{key: row[key] for key in ("source", "sentence", "quote")} for row in self.of("evidence", column, owner)]

    def _claims(self, table: str, meeting: str) -> list[Row]:
        found = []
        for row in self.of(table, "meeting", meeting):
            key = row["key"]
            claim = {name: row[name] for name in (*_SHARED, *_OWN[table])} | {"evidence": self._evidence("of_claim", key)} | self._facts("of_claim", key)
            for name, item in (("themes", "theme"), ("entities", "entity"), ("terms", "term")):
                claim[name] = self.values(f"claim_{name}", "claim", key, item)
            if table == "participants":
                claim["did"] = self.values("participant_deeds", "participant", key, "deed")
            if table == "restructurings":
                claim |= {"from": claim.pop("giver"), "to": claim.pop("receiver")}
            found.append(claim)
        return found

    def _ledger(self, source: str) -> list[Row]:
        pieces: dict[str, list[str]] = defaultdict(list)
        for row in self.of("sentences", "source", source):
            if int(row["position"]):
                pieces[row["ledger_sentence"]].append(row["sentence"])
        keys = ("sentence", "gist", "uses", "reason")
        return [{key: row[key] for key in keys} | {"joins": pieces[row["sentence"]]} for row in self.of("ledger", "source", source)]
