"""Makes up the records of a project of any size: names, meetings, claims with their evidence, source texts, all by one seeded lot."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench import words
from sasac import fingerprint
from sasac.models import FOLDERS

Record = dict[str, Any]
# Of all pages: one in ten a meeting, one in ten its source, the rest named records.
_SHARES = {"people": 0.15, "organizations": 0.3}
_NOTED = 0.6
_TERM = 0.03


class Maker:
    """Makes the records of one project, all by one seeded lot."""

    def __init__(self, pages: int, seed: int) -> None:
        self.lot = random.Random(seed)
        self.records: dict[str, dict[str, Record]] = {folder: {} for folder in FOLDERS}
        self.texts: dict[str, list[str]] = {}
        self.gists: dict[str, list[str]] = {}
        meetings = max(3, pages // 10)
        themes = max(6, pages // 100)
        people, organizations = (max(8, int(pages * share)) for share in _SHARES.values())
        terms = pages - 2 * meetings - themes - people - organizations
        if terms < 8:
            raise ValueError("make at least 50 pages")
        self.themes = self._ids(themes, lambda: f"{self._quality().capitalize()} {self._matter()} and {self._matter()}")
        self.people = self._ids(people, lambda: f"{self._one(words.SURNAMES)} {(self._one(words.SYLLABLES) + self._one(words.SYLLABLES)).capitalize()}")
        self.organizations = self._ids(organizations, lambda: f"{self._one(words.PLACES)} {self._one(words.TRADES)} {self._one(words.FIRMS)}")
        self.terms = self._ids(terms, lambda: f"{self._quality()} {self._quality()} {self._matter()}")
        self.meetings = self._meeting_ids(meetings)
        self.named = [*self.people, *self.organizations, *self.terms]
        self.names = self.people | self.organizations | self.terms
        for number, meeting in enumerate(self.meetings):
            self._meeting(meeting, number)
        for folder, group in (("people", self.people), ("organizations", self.organizations), ("terms", self.terms)):
            for place, identifier in enumerate(group):
                self._named(folder, identifier, place)
        for identifier, name in self.themes.items():
            related = [other for other in self.lot.sample(list(self.themes), 3) if other != identifier]
            self.records["themes"][identifier] = {"name": name, "text": self._prose(30), "scope_note": self._prose(40), "related": related}
        self._close_sources()

    def _one(self, group: Any) -> Any:
        return self.lot.choice(group)

    def _quality(self) -> str:
        return str(self._one(words.QUALITIES))

    def _matter(self) -> str:
        return str(self._one(words.MATTERS))

    def _verb(self) -> str:
        return str(self._one(words.VERBS)).replace("-", " ")

    def _some(self, group: dict[str, str], number: int) -> list[str]:
        return self.lot.sample(list(group), number)

    def _ids(self, number: int, name: Callable[[], str]) -> dict[str, str]:
        """So many ids with their names, no two alike."""
        found: dict[str, str] = {}
        while len(found) < number:
            made = name()
            found.setdefault(made.lower().replace(" ", "-"), made)
        return found

    def _meeting_ids(self, number: int) -> dict[str, str]:
        """Ids of meetings, a few days apart, with their names."""
        found: dict[str, str] = {}
        day = date(2010, 1, 4)
        for _ in range(number):
            name = f"Meeting on {self._quality()} {self._matter()} and {self._matter()}"
            found[f"{day.isoformat()}-{name.removeprefix('Meeting on ').replace(' ', '-')}"] = name
            day += timedelta(days=self.lot.randint(5, 12))
        return found

    def _prose(self, number: int) -> str:
        """About so many words."""
        said: list[str] = []
        while len(" ".join(said).split()) < number:
            subject = self._one(["The meeting", "The text", "The report", "Our reading"])
            things = [f"{self._quality()} {self._matter()}" for _ in range(2)]
            said.append(f"{subject} sets {things[0]} beside {things[1]}, and asks to {self._verb()} {self._matter()}.")
        return " ".join(said)

    def _chinese(self, one_in: float) -> str:
        """A Chinese note: fillers and pieces, and now and then one of the ten terms whole."""
        parts = [str(self._one(words.FILLERS)) for _ in range(7)] + self.lot.sample(words.PIECES, 4)
        if self.lot.random() < one_in:
            parts.append(str(self._one(words.TERMS)))
        parts += [term for term in words.TERMS if self.lot.random() < _TERM]
        self.lot.shuffle(parts)
        return "".join(parts)

    def _hanzi(self, number: int) -> str:
        return "".join(str(self._one(words.HANZI)) for _ in range(number))

    def _outside(self, value: str, field: str = "note") -> Record:
        if field == "Chinese":
            return {"field": field, "value": value, "basis": "unchecked"}
        return {"field": field, "value": value, "basis": "inferred", "no_address": "made up", "drawn_from": "a drawn lot"}

    def _says(self, source: str, sentence: str, gist: str) -> str:
        """Add a sentence to a source, as a paragraph of its own; its id."""
        self.texts[source].append(sentence)
        self.gists[source].append(gist)
        return f"p{len(self.texts[source])}s1"

    def _meeting(self, identifier: str, number: int) -> None:
        source = f"report-{number + 1}"
        self.texts[source], self.gists[source] = [], []
        name, day = self.meetings[identifier], identifier[:10]
        chair, guest = self._some(self.people, 2)
        host = self._one(list(self.organizations))
        title = self._says(source, f"Report on the {name.lower()}.", "Title")
        opening = self._says(
            source, f"{self.organizations[host]} held the {name.lower()} on {day}, with {self.people[chair]} in the chair.", "Who held the meeting, and when",
        )
        present = self._says(source, f"{self.people[guest]} attended and spoke about {self._matter()}.", "Who spoke")

        def cite(sentence: str, quote: str) -> list[Record]:
            return [{"source": source, "sentence": sentence, "quote": quote}]

        def fact(field: str, value: str | None, sentence: str, quote: str, record: str | None = None) -> Record:
            if value is None:
                return {"field": field, "kind": "not stated", "reason": "The report does not say.", "evidence": cite(sentence, quote)}
            return {"field": field, "kind": "stated", "value": value, "record": record, "evidence": cite(sentence, quote)}

        def person(prefix: str, who: str, sentence: str, did: list[str], verb: str) -> Record:
            printed = self.people[who]
            return {
                "id": f"{prefix}-{who}", "text": f"{printed} {verb} the {name.lower()} of {day}.", "who": who, "name_as_printed": printed,
                "role_as_printed": "not stated", "did": did, "evidence": cite(sentence, printed),
            }

        claims = self._claims(identifier, source, cite)
        held = f"held the {name.lower()}"
        self.records["meetings"][identifier] = {
            "name": name, "date": day,
            "facts": [
                fact("name", name, title, name.lower()), fact("date held", day, opening, day), fact("year", day[:4], opening, day),
                fact("organizer", self.organizations[host], opening, self.organizations[host], host),
                *(fact(field, None, opening, held) for field in ("format", "venue", "date published")),
                fact("chair", self.people[chair], opening, self.people[chair], chair),
            ],
            "summary": [{"line": self._prose(25)[:600], "rests_on": [claim]} for claim in claims[:3]],
            "participants": [
                person("participant", chair, opening, ["chaired"], "chaired"), person("participant", guest, present, ["attended", "spoke"], "spoke at"),
            ],
            "agenda": [{"id": "agenda-report", "text": f"The meeting dealt with {self._matter()} and {self._matter()}.", "evidence": cite(opening, held)}],
        }
        self.records["sources"][source] = {
            "name": f"Report on the {name[0].lower()}{name[1:]}, {day}", "meeting": identifier,
            "facts": [fact("title", f"Report on the {name.lower()}", title, name.lower())]
            + [fact(field, None, title, name.lower()) for field in ("date published", "publisher", "author")],
        }

    def _claims(self, meeting: str, source: str, cite: Callable[[str, str], list[Record]]) -> list[str]:
        """Three tasks, a figure, a statement and a restructuring, each with its sentence; their ids."""
        told = self.meetings[meeting].lower()

        def claim(kind: str, number: int, sentence: str, quote: str, entities: list[str], rest: Record) -> Record:
            place = self._says(source, sentence, self._prose(8))
            terms = self._some(self.terms, 1)
            text = f"At the {told}: {sentence.removesuffix('.')}, in view of {self.terms[terms[0]]}."
            return {
                "id": f"{kind}-{number}", "text": text, "evidence": cite(place, quote), "themes": self._some(self.themes, 1), "entities": entities,
                "terms": terms,
            } | rest

        tasks = []
        for number in range(1, 4):
            speaker, (firm, other) = self._one(list(self.people)), self._some(self.organizations, 2)
            wanted = f"{self._verb()} the {self._quality()} {self._matter()}"
            sentence = f"{self.people[speaker]} asked {self.organizations[firm]} and {self.organizations[other]} to {wanted}."
            rest: Record = {
                "modality": self._one(["demanded", "planned", "expected", "done"]), "set_by": speaker, "addressee": firm, "period": "not stated",
                "external": [self._outside(self._chinese(0.3))] if self.lot.random() < 0.2 else [],
            }
            tasks.append(claim("task", number, sentence, f"{self.people[speaker]} … {wanted}", [speaker, firm, other], rest))
        firm, giver, receiver = self._some(self.organizations, 3)
        speaker = self._one(list(self.people))
        value, unit, what = str(self.lot.randint(2, 9999)), str(self._one(words.UNITS)), f"{self._quality()} {self._matter()}"
        figure = claim(
            "figure", 1, f"{self.organizations[firm]} counted {value} {unit} of {what}.", f"counted {value} {unit} of {what}", [firm],
            {"measure": what, "value": value, "unit": unit, "change": "level", "status": "achieved", "scope": self.organizations[firm], "period": "not stated"},
        )
        view = f"{self._quality()} {self._matter()} needs {self._matter()}"
        statement = claim(
            "statement", 1, f"{self.people[speaker]} said that {view} at {self.organizations[giver]}.", f"said that {view}", [speaker, giver],
            {"speaker": speaker, "capacity": "not stated", "modality": "asserted", "about": giver},
        )
        sides = [self.organizations[side] for side in (firm, giver, receiver)]
        change = claim(
            "restructuring", 1, f"{sides[0]} passes from {sides[1]} to {sides[2]}.", f"passes from {sides[1]}", [firm, giver, receiver],
            {"asset": firm, "asset_text": sides[0], "from": giver, "to": receiver, "transfer": "transfer of a subsidiary", "status": "planned",
             "period": "not stated"},
        )
        for folder, group in (("tasks", tasks), ("figures", [figure]), ("statements", [statement]), ("restructurings", [change])):
            self.records[folder][meeting] = {"meeting": meeting, folder: group}
        return [str(found["id"]) for found in (*tasks, figure, statement, change)]

    def _named(self, folder: str, identifier: str, place: int) -> None:
        name = self.names[identifier]
        source = f"report-{place % len(self.meetings) + 1}"
        sentence = self._says(source, f"{name} stands in the report on {self._matter()} and {self._matter()}.", self._prose(8))
        evidence = [{"source": source, "sentence": sentence, "quote": name}]
        outside = [self._outside(self._hanzi({"people": 3, "organizations": 6, "terms": 5}[folder]), "Chinese")]
        if self.lot.random() < _NOTED:
            outside.append(self._outside(self._chinese(0.2)))
        record: Record = {
            "name": name[0].upper() + name[1:], "text": f"{name[0].upper()}{name[1:]} stands in a report. {self._prose(25)}",
            "forms": [{"form": name, "source": source, "sentence": sentence}], "facts": [], "external": outside,
        }
        if folder == "people":
            record["facts"] = [{"field": "role", "kind": "not stated", "reason": self._prose(10), "evidence": evidence}]
        elif folder == "organizations":
            kind = self._one(["enterprise", "enterprise", "government body", "research unit"])
            record["facts"] = [{"field": "kind", "kind": "inferred", "value": kind, "reason": self._prose(10), "evidence": evidence}]
        else:
            near = [other for other in self._some(self.terms, 1) if other != identifier]
            record |= {"kind": self._one(["slogan", "fixed term", "programme"]), "themes": self._some(self.themes, 2), "see_also": near}
        self.records[folder][identifier] = record

    def _close_sources(self) -> None:
        """Texts are whole only now: hashes and ledgers."""
        for source, record in self.records["sources"].items():
            self._says(source, "All rights are reserved.", "Closing line")
            text = self.text(source)
            record["file"] = f"{source}.txt"
            record["sha256"] = hashlib.sha256(text.encode()).hexdigest()
            record["fingerprint_sha256"] = fingerprint.digest(self.fingerprint(source))
            ledger: list[Record] = [{"sentence": f"p{number}s1", "gist": gist} for number, gist in enumerate(self.gists[source], 1)]
            ledger[-1] |= {"uses": "none", "reason": "It says nothing of the meeting."}
            record["ledger"] = ledger

    def text(self, source: str) -> str:
        """A source text, a paragraph a sentence."""
        return "\n\n".join(self.texts[source]) + "\n"

    def fingerprint(self, source: str) -> str:
        """The fingerprint file of a source text."""
        return fingerprint.write(fingerprint.make(source, self.text(source)))
