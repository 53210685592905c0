"""Fills the relational tables from the linked corpus, in the order of the records' ids and the meetings' dates."""

from __future__ import annotations

from operator import itemgetter

from sasac import walk
from sasac.export import computed
from sasac.export.computed import Workings
from sasac.export.tables import TABLES
from sasac.link import CLAIM_KINDS, ClaimEntry, Entry
from sasac.models import Claim, Evidence, External, Fact, Figure, Form, Participant, Restructuring, Statement, Task
from sasac.models.claims import ThemedClaim
from sasac.models.vocabulary import NOT_STATED
from sasac.open_questions import Question

Value = str | int | float | bool | None
Row = tuple[Value, ...]
Cells = dict[str, Value]
_CLAIM_TABLES = {
    "task": "tasks", "figure": "figures", "statement": "statements", "restructuring": "restructurings", "participant": "participants", "agenda": "agenda",
}


def rows(workings: Workings, questions: list[Question]) -> dict[str, list[Row]]:
    """Table to rows; every row has all columns of its table, in their order; days are ISO 8601."""
    return _Filler(workings).fill(questions)


def _dated(name: str, text: str | None) -> Cells:
    first, last = computed.days(text)
    return {name: text, f"{name}_first": first, f"{name}_last": last}


def _or_not_stated(name: str, value: str) -> Cells:
    return {name: value, f"{name}_id": None if value == NOT_STATED else value}


class _Filler:
    def __init__(self, workings: Workings) -> None:
        self.workings = workings
        self.corpus = workings.corpus
        self.written = {loaded.id: loaded.record.name for loaded in self.corpus.questions}
        self.rows: dict[str, list[Cells]] = {table.name: [] for table in TABLES}

    def fill(self, questions: list[Question]) -> dict[str, list[Row]]:
        for _, entry in sorted(self.corpus.entries.items()):
            self._entry(entry)
        for kind in CLAIM_KINDS:
            for claim in self.corpus.claims_of_kind(kind):
                self._claim(claim)
        for question in questions:
            self._question(question)
        self._links()
        found = {}
        for table in TABLES:
            blank: Cells = {column.name: None for column in table.columns}
            found[table.name] = list(map(itemgetter(*blank), [blank | row for row in self.rows[table.name]]))
        return found

    def _add(self, table: str, **row: Value) -> None:
        self.rows[table].append(row)

    def _listed(self, table: str, column: str, owner: str, item: str, values: list[str]) -> None:
        for position, value in enumerate(values, 1):
            self.rows[table].append({column: owner, "position": position, item: value})

    def _trust(self, model: computed.Assertion) -> Cells:
        return {"basis": computed.basis(model), "verification": self.workings.verification(model)}

    def _entry(self, entry: Entry) -> None:
        record = entry.record
        self._add("records", id=entry.id, type=entry.kind, name=record.name, text=record.__dict__.get("text"), url=entry.url, file=entry.loaded.file)
        own: Cells = {"id": entry.id}
        for key in ("name", "text", "scope_note", "same_because", "sha256", "fingerprint_sha256", "kind"):
            own[key] = record.__dict__.get(key)
        table = entry.loaded.folder
        if table == "sources":
            own |= {"meeting": record.meeting, "text_file": record.file}
            self._ledger(entry)
        elif table == "meetings":
            own |= {**_dated("date", record.date), "date_basis": computed.date_basis(record)}
            for position, line in enumerate(record.summary, 1):
                identifier = f"{entry.id}/summary/{position}"
                self._add("summary_lines", id=identifier, meeting=entry.id, position=position, line=line.line)
                self._listed("summary_claims", "summary_line", identifier, "claim", [self._key(entry, item) for item in line.rests_on])
        elif table == "organizations":
            own["kind"] = next((fact.value for fact in record.facts if fact.field == "kind"), None)
        elif table == "themes":
            self._listed("theme_related", "theme", entry.id, "related", record.related)
        elif table == "terms":
            self._listed("term_themes", "term", entry.id, "theme", record.themes)
            self._listed("term_see_also", "term", entry.id, "record", record.see_also)
            for position, component in enumerate(record.components, 1):
                identifier = f"{entry.id}/components/{position}"
                self._add(
                    "components", id=identifier, of_record=entry.id, position=position, text=component.text, named=component.named, **self._trust(component)
                )
                self._evidence(identifier, "of_component", component.evidence)
        self.rows[table].append(own)
        for position, form in enumerate(getattr(record, "forms", []), 1):
            identifier = f"{entry.id}/forms/{position}"
            self._add("forms", id=identifier, of_record=entry.id, position=position, form=form.form, source=form.source, sentence=form.sentence)
        self._facts(entry.id, "of_record", getattr(record, "facts", []), getattr(record, "external", []))

    @staticmethod
    def _key(meeting: Entry, claim: str) -> str:
        return claim if "#" in claim else f"{meeting.id}#{claim}"

    def _facts(self, owner: str, column: str, facts: list[Fact], external: list[External]) -> None:
        for position, fact in enumerate(facts, 1):
            identifier = f"{owner}/facts/{position}"
            first, last = computed.days(fact.value) if fact.field in walk.DATE_FIELDS else (None, None)
            self.rows["facts"].append({
                "id": identifier, column: owner, "position": position, "field": fact.field, "kind": fact.kind, "value": fact.value,
                "value_first": first, "value_last": last, "names_record": fact.record, "reason": fact.reason, **self._trust(fact),
            })
            self._evidence(identifier, "of_fact", fact.evidence)
        for position, outside in enumerate(external, 1):
            first, last = computed.days(outside.value) if outside.field in walk.DATE_FIELDS else (None, None)
            self.rows["external_facts"].append({
                "id": f"{owner}/external/{position}", column: owner, "position": position, "value_first": first, "value_last": last, "kind": "external",
                "verification": self.workings.verification(outside), **outside.__dict__,
            })

    def _evidence(self, owner: str, column: str, evidence: list[Evidence]) -> None:
        for position, item in enumerate(evidence, 1):
            self.rows["evidence"].append({"id": f"{owner}/evidence/{position}", column: owner, "position": position, **item.__dict__})

    def _claim(self, entry: ClaimEntry) -> None:
        claim: Claim = entry.claim
        shared: Cells = {
            "key": entry.key, "meeting": entry.meeting.id, "id": entry.id, "position": entry.number, "text": claim.text, "kind": claim.kind,
            "reason": claim.reason, "other_reading": claim.other_reading, **self._trust(claim), "url": entry.url, "file": entry.loaded.file, "line": entry.line,
        }
        self._add("claims", type=entry.kind, **shared)
        self._add(_CLAIM_TABLES[entry.kind], **shared, **self._own(entry))
        self._evidence(entry.key, "of_claim", claim.evidence)
        if isinstance(claim, ThemedClaim):
            self._listed("claim_themes", "claim", entry.key, "theme", claim.themes)
            self._listed("claim_entities", "claim", entry.key, "entity", claim.entities)
            self._listed("claim_terms", "claim", entry.key, "term", claim.terms)
            self._facts(entry.key, "of_claim", claim.facts, claim.external)
        if isinstance(claim, Participant):
            self._listed("participant_deeds", "participant", entry.key, "deed", list(claim.did))

    def _own(self, entry: ClaimEntry) -> Cells:
        """Columns that only this kind of claim has."""
        claim = entry.claim
        period: Cells = {"period": claim.period, **_dated("period_edtf", claim.period_edtf)} if hasattr(claim, "period_edtf") else {}
        if isinstance(claim, Task):
            part_of = self._key(entry.meeting, claim.part_of) if claim.part_of else None
            return {"modality": claim.modality, "set_by": claim.set_by, **_or_not_stated("addressee", claim.addressee), **period, "part_of": part_of}
        if isinstance(claim, Figure):
            number = None if claim.value == NOT_STATED else float(claim.value)
            return {
                "measure": claim.measure, "value": claim.value, "value_number": number, "qualifier": claim.qualifier, "unit": claim.unit,
                "change": claim.change, "status": claim.status, "scope": claim.scope, **period,
            }
        if isinstance(claim, Statement):
            return {"speaker": claim.speaker, "capacity": claim.capacity, "modality": claim.modality, "about": claim.about}
        if isinstance(claim, Restructuring):
            return {
                "asset": claim.asset, "asset_text": claim.asset_text, **_or_not_stated("giver", claim.giver), **_or_not_stated("receiver", claim.receiver),
                "transfer": claim.transfer, "status": claim.status, **period,
            }
        if isinstance(claim, Participant):
            return {"who": claim.who, "name_as_printed": claim.name_as_printed, "role_as_printed": claim.role_as_printed}
        return {}

    def _ledger(self, entry: Entry) -> None:
        for position, line in enumerate(entry.record.ledger, 1):
            self._add("ledger", source=entry.id, sentence=line.sentence, position=position, gist=line.gist, uses=line.uses, reason=line.reason)
            for place, piece in enumerate([line.sentence, *line.joins]):
                paragraph, _, number = piece[1:].partition("s")
                self._add(
                    "sentences", source=entry.id, sentence=piece, paragraph=int(paragraph), number=int(number), ledger_sentence=line.sentence, position=place
                )

    def _question(self, question: Question) -> None:
        self._add(
            "questions", id=question.id, name=self.written.get(question.id), kind=question.kind, asked=question.asked, text=question.text,
            where_we_looked=question.where_we_looked, **_dated("as_of", question.as_of), written=not question.computed,
            url=f"{question.page}#{question.id}", subject_url=question.url,
        )
        self._listed("question_records", "question", question.id, "record", question.about)

    def _links(self) -> None:
        """Every reference to a record, evidence and printed forms left out: those have tables of their own."""
        owners: list[tuple[str, str, Entry | ClaimEntry]] = [("from_record", entry.id, entry) for _, entry in sorted(self.corpus.entries.items())]
        owners += [("from_claim", claim.key, claim) for kind in CLAIM_KINDS for claim in self.corpus.claims_of_kind(kind)]
        for column, owner, of in owners:
            for path, model in self.workings.models(of):
                inside_claim = column == "from_record" and path[:1] in (("participants",), ("agenda",))
                if inside_claim or isinstance(model, Evidence | Form):
                    continue
                for where, target, ref in walk.references(model, path):
                    if not ref.claims and target in self.corpus.entries:
                        number = len(self.rows["links"]) + 1
                        self.rows["links"].append({"id": number, column: owner, "role": str(where[0]), "to_record": target})
