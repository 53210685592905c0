"""The traps of the five texts, each by name: the records do not say it, and the test fails where a record does.

Each trap is a function that lists what is wrong in a corpus. It is run on the real records, where the list must be
empty, and on copies into which the trap was written, where it must not be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from sasac.link import ClaimEntry, Corpus, Entry
from sasac.models import Evidence, External, Fact, Form
from sasac.models.records import Component
from sasac.walk import models

MAY, DECEMBER = "2023-05-24-strategic-emerging-industries", "2023-12-25-central-enterprise-heads"
LOCAL, SCIO, JULY = "2024-01-11-local-sasac-heads", "2024-01-24-scio-press-conference", "2025-07-16-central-enterprise-seminar"
TEXT_000, TEXT_001 = "breakinglatest-central-enterprise-heads", "charityinchina-local-sasac-heads"
TEXT_002, TEXT_003, TEXT_004 = "gmt8press-central-enterprise-seminar", "breakinglatest-strategic-emerging-industries", "scio-transcript-central-soes"
ZHANG, LI_BING, COMMENTATORS = "zhang-yuzhuo", "li-bing", ("mei-junqi", "feng-wensheng", "industry-insiders")
NAMED_PHRASES = ("two-capabilities", "three-concentrations", "seven-strengthening")
Trap = Callable[[Corpus], list[str]]
T = TypeVar("T")


# Looking into a corpus, and copies of it into which something was written.


def some(found: list[T], what: str) -> list[T]:
    """The list itself; an empty one would make every 'none of them' hold, so it is an error."""
    assert found, f"no {what} on record: this test looks at nothing"
    return found


def claims(corpus: Corpus, meeting: str, *kinds: str) -> list[ClaimEntry]:
    """A meeting's claims of some kinds (all without), never an empty list."""
    return some([entry for entry in corpus.claims.values() if entry.meeting.id == meeting and (not kinds or entry.kind in kinds)], f"claim of {meeting}")


def cited(model: Any) -> set[tuple[str, str]]:
    """Source and sentence of each piece of evidence that a claim itself gives (that of its facts left out)."""
    return {(item.source, item.sentence) for item in model.evidence}


def facts(corpus: Corpus, record: str, field: str) -> list[Fact]:
    """A record's facts about one field, never an empty list."""
    return some([fact for fact in corpus.entries[record].record.facts if fact.field == field], f"fact '{field}' of {record}")


def speaker(entry: ClaimEntry) -> str | None:
    """Who set a task or made a statement."""
    return getattr(entry.claim, "set_by", None) or getattr(entry.claim, "speaker", None)


def names(entry: ClaimEntry) -> set[str]:
    """Every record that a claim names as its doer, speaker or entity."""
    found = {speaker(entry), getattr(entry.claim, "who", None), *getattr(entry.claim, "entities", [])}
    return {name for name in found if name}


def own_lines(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Where it stands, and each line in our own words about what a text says; facts from outside are left out."""
    for entry in corpus.claims.values():
        yield entry.key, entry.claim.text
    for record in corpus.entries.values():
        yield record.id, getattr(record.record, "text", "")
        for line in getattr(record.record, "summary", []):
            yield f"{record.id} summary", line.line
        for line in getattr(record.record, "ledger", []):
            yield f"{record.id} {line.sentence}", line.gist


def with_claim(corpus: Corpus, key: str, /, **changes: Any) -> Corpus:
    """A copy of the corpus in which one claim has other values."""
    old = corpus.claims[key]
    return replace(corpus, claims=corpus.claims | {key: replace(old, claim=old.claim.model_copy(update=changes))})


def with_new_claim(corpus: Corpus, like: str, meeting: str | None = None, **changes: Any) -> Corpus:
    """A copy of the corpus with one more claim, made from another one."""
    old = corpus.claims[like]
    identifier = old.id + "-new"
    home = corpus.entries[meeting or old.meeting.id]
    new = replace(old, id=identifier, claim=old.claim.model_copy(update={"id": identifier, **changes}), meeting=home)
    return replace(corpus, claims=corpus.claims | {new.key: new})


def with_record(corpus: Corpus, identifier: str, /, **changes: Any) -> Corpus:
    """A copy of the corpus in which one record has other values; its claims and the meetings' order follow."""
    old = corpus.entries[identifier]
    new: Entry = replace(old, record=old.record.model_copy(update=changes))
    held = {key: replace(entry, meeting=new) if entry.meeting is old else entry for key, entry in corpus.claims.items()}
    meetings = [new if meeting is old else meeting for meeting in corpus.meetings]
    return replace(corpus, entries=corpus.entries | {identifier: new}, claims=held, meetings=meetings)


def with_fact(corpus: Corpus, identifier: str, about: str, /, **changes: Any) -> Corpus:
    """A copy of the corpus in which the first fact of a record about a field has other values."""
    old = facts(corpus, identifier, about)[0]
    changed = [fact.model_copy(update=changes) if fact is old else fact for fact in corpus.entries[identifier].record.facts]
    return with_record(corpus, identifier, facts=changed)


def springs(trap: Trap, real: Corpus, *trapped: Corpus) -> None:
    """Assert that the records are free of a trap and that the same look finds it in each copy that fell for it."""
    found = trap(real)
    assert found == []
    for number, copy in enumerate(trapped, 1):
        found = trap(copy)
        assert found, f"the trap written into copy {number} was not noticed"


def evidence(source: str, sentence: str, quote: str) -> Evidence:
    """One piece of evidence."""
    return Evidence(source=source, sentence=sentence, quote=quote)


# When.


@pytest.mark.parametrize(
    ("meeting", "held", "published", "header"),
    [
        pytest.param(DECEMBER, "2023-12-25/2023-12-26", "2023-12-26", (TEXT_000, "p1s1"), id="000"),
        pytest.param(MAY, "2023-05-24", "2023-05-25", (TEXT_003, "p1s1"), id="003"),
        pytest.param(SCIO, "2024-01-24", "2024-02-06", (TEXT_004, "p3s1"), id="004"),
    ],
)
def test_publication_date_is_not_the_event_date(corpus: Corpus, meeting: str, held: str, published: str, header: tuple[str, str]) -> None:
    """The header's date is when a text was published; the event has a date of its own, and for 004 none in the text."""

    def trap(at: Corpus) -> list[str]:
        record = at.entries[meeting].record
        found = [] if record.date == held else [f"the date is {record.date}"]
        found += [] if [fact.value for fact in facts(at, meeting, "date published")] == [published] else ["another date published"]
        for fact in some([fact for fact in [*record.facts, *record.external] if fact.field == "date held"], "date held"):
            found += [f"held on {fact.value}"] if fact.value == published else []
            rests_on_header = isinstance(fact, Fact) and fact.value and cited(fact) <= {header}
            found += ["the date held rests on the header alone"] if rests_on_header else []
        for entry in claims(at, meeting):
            found += [f"{entry.id} is dated by the header"] if getattr(entry.claim, "period_edtf", None) == published else []
        return found

    mutated = [with_record(corpus, meeting, date=published), with_fact(corpus, meeting, "date held", kind="stated", value=published)]
    springs(trap, corpus, *mutated, with_fact(corpus, meeting, "date held", kind="inferred", value=held, evidence=[evidence(*header, published)]))


def test_the_press_conference_has_no_date_held_in_its_text(corpus: Corpus) -> None:
    """Text 004 prints one date, that of the page: the day of the press conference comes from outside."""

    def trap(at: Corpus) -> list[str]:
        return [f"{fact.kind}: {fact.value}" for fact in facts(at, SCIO, "date held") if fact.kind != "not stated"]

    springs(trap, corpus, with_fact(corpus, SCIO, "date held", kind="inferred", value="2024-01-24", reason="…"))
    assert [fact.value for fact in corpus.entries[SCIO].record.external if fact.field == "date held"] == ["2024-01-24"]


def test_no_year_is_stated_for_the_july_seminar(corpus: Corpus) -> None:
    """Text 002 prints days without a year; 2025 is a fact from outside and stands in no line of ours."""

    def trap(at: Corpus) -> list[str]:
        found = [f"year {fact.kind}: {fact.value}" for fact in facts(at, JULY, "year") if fact.kind != "not stated"]
        found += [f"held {fact.value}" for fact in facts(at, JULY, "date held") if not (fact.value or "").startswith("XXXX-07-16")]
        for entry in claims(at, JULY):
            fields = [entry.claim.text, entry.claim.reason, *(getattr(entry.claim, key, None) for key in ("period", "period_edtf", "scope", "measure"))]
            stated = [fact.value or "" for fact in getattr(entry.claim, "facts", [])]
            found += [f"{entry.id}: {line}" for line in [*fields, *stated] if line and re.search(r"\b20\d\d\b", line)]
        found += [f"{where}: {line}" for where, line in own_lines(at) if "2025" in line or re.search(r"\bJuly 20\d\d|\b20\d\d July", line)]
        found += [f"{fact.field}: {fact.value}" for fact in at.entries[TEXT_002].record.facts if re.search(r"\b20\d\d\b", fact.value or "")]
        return found

    task = corpus.claims[f"{JULY}#task-annual-targets"]
    springs(
        trap, corpus,
        with_fact(corpus, JULY, "year", kind="stated", value="2025"),
        with_fact(corpus, JULY, "year", kind="inferred", value="2025", reason="…"),
        with_fact(corpus, JULY, "date held", value="2025-07-16/2025-07-17"),
        with_claim(corpus, task.key, period_edtf="2025"),
        with_claim(corpus, task.key, text=task.claim.text.replace("July", "July 2025")),
    )


# Who.


def test_li_bing_has_no_stated_role(corpus: Corpus) -> None:
    """Text 004 prints a bare name: every field that holds a role or capacity of Li Bing says 'not stated'."""

    def trap(at: Corpus) -> list[str]:
        found = [f"role {fact.kind}: {fact.value}" for fact in facts(at, LI_BING, "role") if fact.kind != "not stated"]
        said = some([entry for entry in at.claims.values() if LI_BING in (speaker(entry), getattr(entry.claim, "who", None))], "claim by Li Bing")
        for entry in said:
            printed = {key: getattr(entry.claim, key, "not stated") for key in ("role_as_printed", "capacity")}
            found += [f"{entry.id}: {key} {value}" for key, value in printed.items() if value != "not stated"]
        office = re.compile(r"deputy secretary|secretary general|director|bureau|official", re.IGNORECASE)
        found += [f"{where}: {line}" for where, line in own_lines(at) if "Li Bing" in line and office.search(line)]
        return found

    springs(
        trap, corpus,
        with_fact(corpus, LI_BING, "role", kind="stated", value="Deputy secretary general"),
        with_claim(corpus, f"{SCIO}#participant-li-bing", role_as_printed="Deputy secretary general"),
        with_claim(corpus, f"{SCIO}#statement-positive-results", capacity="director"),
        with_claim(corpus, f"{SCIO}#statement-positive-results", text="Li Bing, an official of SASAC, said so."),
    )


def test_a_chair_is_named_only_for_the_may_meeting(corpus: Corpus) -> None:
    """Only text 003 says who presided; to attend, to speak or to answer is not to chair."""

    def trap(at: Corpus) -> list[str]:
        found = []
        for meeting in some(at.meetings, "meeting"):
            stated = [(fact.kind, fact.record) for fact in facts(at, meeting.id, "chair")]
            expected = [("stated", "zhao-shitang")] if meeting.id == MAY else [("not stated", None)]
            found += [] if stated == expected else [f"{meeting.id}: {stated}"]
        chaired = {(entry.meeting.id, entry.claim.who) for entry in at.claims.values() if "chaired" in getattr(entry.claim, "did", [])}
        found += [f"{meeting}: {who} chaired" for meeting, who in chaired ^ {(MAY, "zhao-shitang")}]
        said = re.compile(r"\bchaired\b|\bpresided\b|\bin the chair\b")
        denied = re.compile(r"\bnobody\b|\bnot\b|\bno one\b")
        for entry in at.claims.values():
            if entry.meeting.id != MAY and said.search(entry.claim.text) and not denied.search(entry.claim.text):
                found.append(f"{entry.key}: {entry.claim.text}")
        return found

    spoke = f"{DECEMBER}#participant-zhang-yuzhuo"
    springs(
        trap, corpus,
        with_fact(corpus, DECEMBER, "chair", kind="stated", value="Zhang Yuzhuo", record=ZHANG),
        with_claim(corpus, spoke, did=["chaired"]),
        with_claim(corpus, spoke, text="Zhang Yuzhuo presided over the December 2023 meeting."),
        with_claim(corpus, f"{MAY}#participant-zhang-yuzhuo", did=["attended", "spoke", "chaired"]),
        with_claim(corpus, f"{MAY}#participant-zhao-shitang", did=["introduced"]),
    )


def test_the_demands_of_000_are_not_all_put_in_zhang_yuzhuos_mouth(corpus: Corpus) -> None:
    """One sentence of 000 tells what Zhang Yuzhuo emphasized; in the others the meeting speaks."""

    def trap(at: Corpus) -> list[str]:
        found = []
        for entry in claims(at, DECEMBER, "task", "statement"):
            his = (TEXT_000, "p2s2") in cited(entry.claim)
            expected = {ZHANG} if his else {DECEMBER, TEXT_000}
            found += [] if speaker(entry) in expected else [f"{entry.id}: {speaker(entry)}"]
            found += [f"{entry.id} names Zhang Yuzhuo" for _ in [0] if not his and (ZHANG in names(entry) or "Zhang" in entry.claim.text)]
        by_him = [entry.id for entry in claims(at, DECEMBER, "task") if speaker(entry) == ZHANG]
        found += [] if by_him == ["task-implement-xi-exposition"] else [f"demands of Zhang Yuzhuo: {by_him}"]
        return found

    reform = f"{DECEMBER}#task-deepen-reform"
    springs(
        trap, corpus,
        with_claim(corpus, reform, set_by=ZHANG),
        with_claim(corpus, reform, text="Zhang Yuzhuo underscored that reform must be deepened."),
        with_claim(corpus, f"{DECEMBER}#task-implement-xi-exposition", set_by=DECEMBER),
    )


@pytest.mark.parametrize("phrase", NAMED_PHRASES)
def test_numbered_phrases_are_not_put_in_zhang_yuzhuos_mouth(corpus: Corpus, phrase: str) -> None:
    """'Two capabilities', 'three concentrations' and 'seven strengthening' are told by commentators, never by Zhang Yuzhuo."""
    wording = phrase.replace("-", " ")

    def trap(at: Corpus) -> list[str]:
        using = some([entry for entry in claims(at, LOCAL) if phrase in getattr(entry.claim, "terms", []) or wording in entry.claim.text.lower()], wording)
        found = [f"{entry.id} names Zhang Yuzhuo" for entry in using if ZHANG in names(entry) or "Zhang" in entry.claim.text]
        for entry in using:
            tells = speaker(entry) in COMMENTATORS or set(COMMENTATORS) & names(entry) or "insiders" in entry.claim.text
            found += [] if tells else [f"{entry.id}: no commentator is named"]
        text = at.entries[phrase].record.text
        return found + ([f"{phrase}: {text}"] if "Zhang" in text else [])

    statement = f"{LOCAL}#statement-insiders-{phrase}"
    springs(
        trap, corpus,
        with_claim(corpus, statement, speaker=ZHANG),
        with_claim(corpus, statement, text=f'Zhang Yuzhuo highlighted the "{wording}".', entities=[ZHANG]),
        with_new_claim(corpus, f"{LOCAL}#task-seize-key-points", terms=[phrase]),
        with_record(corpus, phrase, text=f"What Zhang Yuzhuo called the {wording}."),
    )


def test_nothing_of_the_insiders_sentence_is_told_as_zhang_yuzhuos(corpus: Corpus) -> None:
    """The sentence of 001 on what insiders said supports no claim by or about Zhang Yuzhuo."""

    def trap(at: Corpus) -> list[str]:
        rest = some([entry for entry in claims(at, LOCAL) if (TEXT_001, "p4s1") in cited(entry.claim)], "claim on the insiders' sentence")
        found = [entry.id for entry in rest if ZHANG in names(entry) or entry.kind in ("task", "participant")]
        return found + [f"{entry.id}: {speaker(entry)}" for entry in rest if speaker(entry) not in (None, "industry-insiders")]

    springs(
        trap, corpus,
        with_claim(corpus, f"{LOCAL}#statement-insiders-leading-role", speaker=ZHANG),
        with_claim(corpus, f"{LOCAL}#task-seize-key-points", evidence=[evidence(TEXT_001, "p4s1", "seven strengthening")]),
    )


@pytest.mark.parametrize("person", ["mei-junqi", "feng-wensheng"])
def test_commentators_are_not_listed_as_attending(corpus: Corpus, person: str) -> None:
    """Mei Junqi and Feng Wensheng speak about the meeting of local SASAC heads; nothing says that they were there."""

    def trap(at: Corpus) -> list[str]:
        present = some([entry for entry in at.claims.values() if entry.kind == "participant"], "participant")
        found = [entry.key for entry in present if entry.claim.who == person]
        comments = {(TEXT_001, "p9s1"), *((TEXT_001, f"p8s{number}") for number in range(1, 7))}
        found += [f"{entry.key} rests on a comment" for entry in present if cited(entry.claim) & comments]
        found += [f"attendance {fact.kind}: {fact.value}" for fact in facts(at, person, "attendance") if fact.kind != "not stated"]
        name = at.entries[person].title
        found += [f"{where}: {line}" for where, line in own_lines(at) if re.search(rf"{name} (attended|was at|took part|spoke at)", line)]
        return found

    seat = f"{LOCAL}#participant-zhang-yuzhuo"
    springs(
        trap, corpus,
        with_new_claim(corpus, seat, who=person),
        with_new_claim(corpus, seat, meeting=DECEMBER, who=person),
        with_fact(corpus, person, "attendance", kind="stated", value="the meeting of local SASAC heads"),
        with_record(corpus, person, text=f"{corpus.entries[person].title} spoke at the meeting of local SASAC heads."),
    )


# Which meeting.


def test_the_meetings_of_000_and_001_are_not_merged(corpus: Corpus) -> None:
    """Heads of central enterprises met in December 2023, heads of local SASACs later: two records, and nothing crosses over."""

    def trap(at: Corpus) -> list[str]:
        found = []
        for meeting in some(at.meetings, "meeting"):
            own = {source.id for source in at.of_kind("source") if source.record.meeting == meeting.id}
            found += [] if len(own) == 1 else [f"{meeting.id} has the sources {sorted(own)}"]
            for entry in claims(at, meeting.id):
                used = {model.source for _, model in models(entry.claim) if isinstance(model, Evidence)}
                found += [f"{entry.key} rests on {sorted(used - own)}"] if used - own else []
            used = {model.source for fact in meeting.record.facts for _, model in models(fact) if isinstance(model, Evidence)}
            found += [f"a fact of {meeting.id} rests on {sorted(used - own)}"] if used - own else []
        first, second = at.entries[DECEMBER].record, at.entries[LOCAL].record
        found += ["one date"] if first.date[:7] == second.date[:7] else []
        found += ["one name"] if first.name == second.name else []
        for meeting, other in ((LOCAL, "December|central enterprise heads"), (DECEMBER, "local SASAC")):
            found += [f"{entry.id} speaks of the other meeting" for entry in claims(at, meeting) if re.search(other, entry.claim.text)]
        came = {meeting: {entry.claim.who for entry in claims(at, meeting, "participant")} for meeting in (DECEMBER, LOCAL)}
        return found + (["shared attendees"] if came[DECEMBER] & came[LOCAL] - {"sasac", ZHANG} else [])

    springs(
        trap, corpus,
        with_record(corpus, TEXT_001, meeting=DECEMBER),
        with_new_claim(corpus, f"{LOCAL}#task-seize-key-points", meeting=DECEMBER),
        with_record(corpus, LOCAL, date=corpus.entries[DECEMBER].record.date),
        with_new_claim(corpus, f"{DECEMBER}#participant-six-enterprises", meeting=LOCAL),
        with_claim(corpus, f"{LOCAL}#task-seize-key-points", text="At the December 2023 meeting Zhang Yuzhuo called for it."),
    )


# How much.


def test_seventy_percent_is_a_target_not_a_result(corpus: Corpus) -> None:
    """More than 70% of the main tasks is what was to be striven for by the end of the year, not what was reached."""

    def trap(at: Corpus) -> list[str]:
        found = []
        share = some([entry for entry in at.claims.values() if entry.kind == "figure" and entry.claim.value == "70"], "figure of 70")
        for entry in share:
            claim = entry.claim
            told = (claim.status, claim.qualifier, claim.unit, claim.change)
            found += [] if told == ("target", "more than", "percent", "share") else [f"{entry.id}: {told}"]
        telling = some([entry for entry in at.claims.values() if re.search(r"\b70 ?(%|percent)", entry.claim.text)], "line on 70%")
        for entry in telling:
            found += [f"{entry.id} is told as done"] if getattr(entry.claim, "modality", "demanded") != "demanded" else []
            found += [] if re.search(r"target|strive", entry.claim.text) else [f"{entry.id}: {entry.claim.text}"]
            found += [] if "more than" in entry.claim.text else [f"{entry.id} drops 'more than'"]
        wrong = re.compile(r"\b70 ?(%|percent)[^;.]*\b(were|was|had been|has been|have been) (completed|reached|achieved)")
        return found + [f"{where}: {line}" for where, line in own_lines(at) if wrong.search(line)]

    figure, task = f"{LOCAL}#figure-main-tasks-to-complete", f"{LOCAL}#task-complete-main-tasks"
    springs(
        trap, corpus,
        with_claim(corpus, figure, status="achieved"),
        with_claim(corpus, figure, qualifier=None),
        with_claim(corpus, figure, text="At the meeting it was said that more than 70% of the main tasks were completed."),
        with_claim(corpus, task, modality="done"),
    )


def test_profit_rose_to_and_not_by_two_point_four_trillion(corpus: Corpus) -> None:
    """2.4 trillion yuan is the level that total profit rose to; the increase itself has no number."""

    def trap(at: Corpus) -> list[str]:
        profit = some([entry for entry in at.claims.values() if entry.kind == "figure" and entry.claim.value == "2.4"], "figure of 2.4")
        found = [f"{entry.id}: {entry.claim.change}" for entry in profit if entry.claim.change != "rise to"]
        found += [f"{entry.id}: no quote with 'to 2.4'" for entry in profit if not any("to 2.4 trillion" in item.quote for item in entry.claim.evidence)]
        found += [f"{entry.id}: {entry.claim.unit}" for entry in profit if entry.claim.unit != "trillion yuan"]
        lines = some([(where, line) for where, line in own_lines(at) if "2.4" in line], "line on 2.4 trillion")
        return found + [f"{where}: {line}" for where, line in lines if not re.search(r"\bto (a level of )?2\.4 trillion", line)]

    figure = f"{DECEMBER}#figure-total-profit"
    text = corpus.claims[figure].claim.text
    summary = corpus.entries[DECEMBER].record.summary
    assert "to 2.4 trillion" in text
    springs(
        trap, corpus,
        with_claim(corpus, figure, change="rise by"),
        with_claim(corpus, figure, text=text.replace("to 2.4 trillion", "by 2.4 trillion")),
        with_record(corpus, DECEMBER, summary=[*summary, summary[0].model_copy(update={"line": "Profit rose by 2.4 trillion yuan."})]),
    )


def test_projects_and_enterprises_of_the_pilot_are_not_swapped(corpus: Corpus) -> None:
    """China Huaneng Group served 22 projects of 13 central SOEs, not 13 projects of 22."""

    def trap(at: Corpus) -> list[str]:
        pilot = some([entry for entry in claims(at, SCIO, "figure") if (TEXT_004, "p8s10") in cited(entry.claim)], "figure of the pilot")
        counted = sorted((entry.claim.value, entry.claim.unit) for entry in pilot)
        found = [] if counted == [("13", "central SOEs"), ("22", "new energy projects")] else [str(counted)]
        lines = some([(where, line) for where, line in own_lines(at) if re.search(r"\b(22|13)\b", line)], "line on 22 or 13")
        wrong = re.compile(r"\b13 ((new|energy|key) )*projects|\b22 (central|enterprises|SOEs|companies)")
        return found + [f"{where}: {line}" for where, line in lines if wrong.search(line)]

    projects, enterprises = f"{SCIO}#figure-huaneng-pilot-projects", f"{SCIO}#figure-huaneng-pilot-central-soes"
    springs(
        trap, corpus,
        with_claim(with_claim(corpus, projects, value="13"), enterprises, value="22"),
        with_claim(corpus, f"{SCIO}#restructuring-huaneng-pilot-services", text="The pilot covers 13 new energy projects for 22 central SOEs."),
    )


# What.


def test_the_two_transfers_of_004_are_not_crossed(corpus: Corpus) -> None:
    """Water & Electric went from Three Gorges to Communications Construction, Bio Energy from State Grid to State Power Investment."""
    moves = {
        "china-international-water-electric-corp": ("china-three-gorges-corp", "china-communications-construction-co"),
        "national-bio-energy-group": ("state-grid-corporation-of-china", "state-power-investment-corporation"),
    }

    def trap(at: Corpus) -> list[str]:
        told = some([entry for entry in claims(at, SCIO, "restructuring") if entry.claim.transfer == "transfer of a subsidiary"], "transfer")
        found = [] if {entry.claim.asset: (entry.claim.giver, entry.claim.receiver) for entry in told} == moves else ["other transfers than the two"]
        for asset, (giver, receiver) in moves.items():
            others = {name for other, pair in moves.items() if other != asset for name in (other, *pair)}
            about = [entry for entry in claims(at, SCIO, "restructuring", "task") if at.entries[asset].title in entry.claim.text]
            for entry in some(about, f"claim on {asset}"):
                present = [name for name in (asset, giver, receiver) if at.entries[name].title not in entry.claim.text]
                crossed = [name for name in others if name in names(entry) or at.entries[name].title in entry.claim.text]
                found += [f"{entry.id}: {present} left out, {crossed} crossed"] if present or crossed else []
                quoted = " ".join(item.quote for item in entry.claim.evidence)
                found += [f"{entry.id} quotes {name}" for name in others if at.entries[name].title in quoted]
        return found

    water, bio = f"{SCIO}#restructuring-water-electric-to-communications-construction", f"{SCIO}#restructuring-bio-energy-to-state-power-investment"
    first, second = corpus.claims[water].claim, corpus.claims[bio].claim
    springs(
        trap, corpus,
        with_claim(with_claim(corpus, water, receiver=second.receiver), bio, receiver=first.receiver),
        with_claim(with_claim(corpus, water, giver=second.giver), bio, giver=first.giver),
        with_claim(corpus, water, giver=first.receiver, receiver=first.giver),
        with_claim(corpus, water, text=first.text.replace("China Communications Construction Co", "State Power Investment Corporation")),
    )


def test_plans_of_004_are_not_told_as_results(corpus: Corpus) -> None:
    """Paragraph 8 tells what was done, paragraph 9 what comes next: each claim keeps to its side."""

    def paragraphs(entry: ClaimEntry) -> set[str]:
        return {sentence[1:].partition("s")[0] for source, sentence in cited(entry.claim) if source == TEXT_004} & {"8", "9"}

    def trap(at: Corpus) -> list[str]:
        found = []
        sides = {"8": "done", "9": "planned"}
        for entry in claims(at, SCIO, "task"):
            side = paragraphs(entry)
            found += [] if len(side) == 1 and entry.claim.modality == sides[min(side)] else [f"{entry.id}: {entry.claim.modality} by paragraph {sorted(side)}"]
            if side == {"9"}:
                found += [] if re.search(r"\b(would|plan|next)\b", entry.claim.text) else [f"{entry.id}: {entry.claim.text}"]
                found += [f"{entry.id} is dated {entry.claim.period_edtf}"] if entry.claim.period_edtf else []
                found += [f"{entry.id}: {entry.claim.text}"] if re.search(r"\b(had|has|have) (been )?\w+ed\b", entry.claim.text) else []
        for side, modality in sides.items():
            some([entry for entry in claims(at, SCIO, "task") if entry.claim.modality == modality], f"task of paragraph {side}")
        for entry in claims(at, SCIO, "figure", "statement", "restructuring"):
            if "9" in paragraphs(entry):
                told = getattr(entry.claim, "modality", getattr(entry.claim, "status", ""))
                found += [f"{entry.id}: {told}"] if told in ("achieved", "done", "under way") else []
        return found

    plan = f"{SCIO}#task-new-central-soes"
    springs(
        trap, corpus,
        with_claim(corpus, plan, modality="done"),
        with_claim(corpus, plan, period_edtf="2023"),
        with_claim(corpus, plan, text='Li Bing told that "we" had established new central SOEs.'),
        with_claim(corpus, f"{SCIO}#task-signing-ceremonies", modality="planned"),
        with_claim(corpus, f"{SCIO}#figure-new-central-soes", status="achieved"),
    )


@pytest.mark.parametrize(
    "question", [f"{SCIO}#statement-question-progress", f"{SCIO}#statement-question-key-areas", f"{LOCAL}#statement-question-how-to-coordinate"]
)
def test_a_question_is_asked_and_asserts_nothing(corpus: Corpus, question: str) -> None:
    """What Yicai and the text 001 ask is no assertion, and nothing that Li Bing answers is a question."""

    def trap(at: Corpus) -> list[str]:
        entry = at.claims[question]
        found = [] if entry.claim.modality == "asked" else [f"{entry.key}: {entry.claim.modality}"]
        found += [] if re.search(r"\basks?(ed)?\b", entry.claim.text) else [f"{entry.key}: {entry.claim.text}"]
        asked = some([other for other in at.claims.values() if getattr(other.claim, "modality", "") == "asked"], "question")
        return found + [f"{other.key} is told as asked" for other in asked if other.claim.speaker == LI_BING or "question" not in other.id]

    springs(
        trap, corpus,
        with_claim(corpus, question, modality="asserted"),
        with_claim(corpus, question, text="The reforms are to be coordinated."),
        with_claim(corpus, f"{SCIO}#statement-positive-results", modality="asked"),
    )


@pytest.mark.parametrize("side", ["8", "9"])
def test_we_is_the_sasac_only_by_our_reading(corpus: Corpus, side: str) -> None:
    """Where a sentence of 004 has "we" and no other subject, that the SASAC did or plans it is our reading and the text line says so."""
    named = {"8": {"p8s2", "p8s3"}, "9": {"p9s1"}}[side]

    def trap(at: Corpus) -> list[str]:
        found = []
        for entry in claims(at, SCIO, "task", "figure", "restructuring"):
            sentences = {sentence for source, sentence in cited(entry.claim) if source == TEXT_004 and sentence.startswith(f"p{side}s")}
            if not sentences or sentences <= named:
                continue
            if speaker(entry) == "sasac":
                found += [] if entry.claim.kind == "inferred" and '"we", read as the SASAC' in entry.claim.text else [f"{entry.id}: {entry.claim.kind}"]
            elif "SASAC" in entry.claim.text:
                found.append(f"{entry.id}: {entry.claim.text}")
        return found

    task = {"8": "task-signing-ceremonies", "9": "task-new-central-soes"}[side]
    figure = {"8": "figure-signing-ceremonies", "9": "figure-concentration-of-capital"}[side]
    springs(
        trap, corpus,
        with_claim(corpus, f"{SCIO}#{task}", kind="stated"),
        with_claim(corpus, f"{SCIO}#{task}", text="The SASAC did it, or would."),
        with_claim(corpus, f"{SCIO}#{figure}", text="The SASAC did it, or would."),
    )


def test_the_ship_is_not_an_enterprise(corpus: Corpus) -> None:
    """Adora Magic City is a ship: a term, never an organization and never an asset that changes hands."""

    def trap(at: Corpus) -> list[str]:
        ship = some([entry for entry in at.entries.values() if any("Adora" in form.form for form in getattr(entry.record, "forms", []))], "record of the ship")
        found = [f"{entry.id} is of the kind {entry.kind}" for entry in ship if entry.kind != "term"]
        said = [fact for entry in ship for fact in getattr(entry.record, "facts", []) if fact.field == "identity"]
        found += [f"identity: {fact.value}" for fact in some(said, "identity of the ship") if not re.search(r"\bship\b", fact.value or "")]
        for entry in claims(at, SCIO):
            named = {*names(entry), getattr(entry.claim, "about", None), getattr(entry.claim, "asset", None)}
            found += [f"{entry.id} names the ship as an entity"] if any("adora" in (name or "") for name in named) else []
            found += [f"{entry.id}: {entry.claim.text}"] if "Adora" in entry.claim.text and not re.search(r"\bship\b", entry.claim.text) else []
        return found

    term = corpus.entries["adora-magic-city"]
    enterprise = replace(term, kind="enterprise")
    springs(
        trap, corpus,
        replace(corpus, entries=corpus.entries | {"adora-magic-city": enterprise}),
        with_fact(corpus, "adora-magic-city", "identity", value="a shipping company"),
        with_claim(corpus, f"{SCIO}#restructuring-cruise-platform-companies", asset="adora-magic-city"),
        with_claim(corpus, f"{SCIO}#statement-adora-magic-city-voyage", text="Adora Magic City began its business."),
    )


# In whose voice.


def test_a_commentators_view_is_not_a_task(corpus: Corpus) -> None:
    """Tasks of 001 are what Zhang Yuzhuo said at the meeting; what commentators, headings and headlines say sets none."""

    def trap(at: Corpus) -> list[str]:
        sources = {source.id for source in at.of_kind("source")}
        tasks = some([entry for entry in at.claims.values() if entry.kind == "task"], "task")
        found = [f"{entry.key} is set by {speaker(entry)}" for entry in tasks if speaker(entry) in {*COMMENTATORS, "yicai", *sources}]
        for entry in claims(at, LOCAL, "task"):
            found += [] if speaker(entry) == ZHANG and cited(entry.claim) == {(TEXT_001, "p7s1")} else [f"{entry.id} rests on {sorted(cited(entry.claim))}"]
        views = some([entry for entry in claims(at, LOCAL, "statement") if cited(entry.claim) & {(TEXT_001, "p8s2"), (TEXT_001, "p9s1")}], "view")
        found += [f"{entry.id}: {speaker(entry)}" for entry in views if speaker(entry) not in COMMENTATORS]
        return found

    task = f"{LOCAL}#task-seize-key-points"
    springs(
        trap, corpus,
        with_new_claim(corpus, task, set_by="mei-junqi"),
        with_new_claim(corpus, task, set_by=LOCAL, evidence=[evidence(TEXT_001, "p9s1", "firmly establish")]),
        with_new_claim(corpus, task, set_by=TEXT_001),
        with_claim(corpus, f"{LOCAL}#statement-feng-strong-synergy", speaker=LOCAL),
    )


def test_the_aggregators_closing_paragraph_is_not_the_meetings_words(corpus: Corpus) -> None:
    """The last paragraph of 000 is the page's own comment: statements by the source, and nothing else, rest on it."""

    def trap(at: Corpus) -> list[str]:
        closing = some([entry for entry in at.claims.values() if (TEXT_000, "p8s1") in cited(entry.claim)], "claim on the closing paragraph")
        found = [f"{entry.id} is a {entry.kind}" for entry in closing if entry.kind != "statement"]
        found += [f"{entry.id}: {speaker(entry)}" for entry in closing if speaker(entry) != TEXT_000]
        found += [f"{entry.id}: {entry.claim.text}" for entry in closing if "comment" not in entry.claim.text]
        ids = {entry.id for entry in closing}
        record = at.entries[DECEMBER].record
        found += [f"the summary rests on {target}" for line in record.summary for target in line.rests_on if target in ids]
        return found + [f"the fact '{fact.field}' rests on it" for fact in record.facts if fact.kind != "not stated" and (TEXT_000, "p8s1") in cited(fact)]

    comment, summary = f"{DECEMBER}#statement-comment-government-commitment", corpus.entries[DECEMBER].record.summary
    springs(
        trap, corpus,
        with_claim(corpus, comment, speaker=DECEMBER),
        with_claim(corpus, comment, speaker="sasac"),
        with_claim(corpus, f"{DECEMBER}#task-deepen-reform", evidence=[evidence(TEXT_000, "p8s1", "key tasks in 2024")]),
        with_record(corpus, DECEMBER, summary=[*summary, summary[0].model_copy(update={"rests_on": ["statement-comment-government-commitment"]})]),
    )


def test_slogans_members_are_not_filled_in_as_stated(corpus: Corpus) -> None:
    """Where a numbered phrase stands, no text lists its members: what another text lists is marked as without the name."""

    def trap(at: Corpus) -> list[str]:
        found = []
        phrases = some([entry for entry in at.of_kind("term") if entry.record.kind == "numbered phrase"], "numbered phrase")
        found += [] if {*NAMED_PHRASES, "five-values", "one-profit-and-five-rates"} <= {entry.id for entry in phrases} else ["a numbered phrase has no record"]
        for entry in phrases:
            printed = {(form.source, form.sentence) for form in entry.record.forms}
            members = [fact for fact in entry.record.facts if fact.field == "members"]
            found += [f"{entry.id}: members {fact.kind}: {fact.value}" for fact in members if fact.kind != "not stated"]
            for part in entry.record.components:
                beside = cited(part) & printed
                found += [f"{entry.id}: '{part.text}' is given with the name"] if part.named == "with the name" else []
                found += [f"{entry.id}: '{part.text}' rests on the sentence that only names it"] if beside else []
        for name in ("two-capabilities", "seven-strengthening", "one-profit-and-five-rates"):
            found += [f"{name} has members"] if at.entries[name].record.components else []
            facts(at, name, "members")
        outside = [fact.value for fact in at.entries["seven-strengthening"].record.external if fact.field == "component"]
        found += [f"seven strengthening has members from outside: {outside}"] if outside else []
        lists = some([entry for entry in claims(at, LOCAL, "figure") if entry.id in {f"figure-{name}" for name in NAMED_PHRASES}], "figure of a phrase")
        for entry in lists:
            said = [fact.kind for fact in entry.claim.facts if fact.field == "list"]
            found += [] if said == ["not stated"] else [f"{entry.id}: list {said}"]
        return found

    part = Component(text="Strengthening innovation", named="with the name", evidence=[evidence(TEXT_001, "p4s1", "seven strengthening")])
    outside = External(field="component", value="innovation", basis="unchecked")
    figure = corpus.claims[f"{LOCAL}#figure-seven-strengthening"]
    filled = [fact.model_copy(update={"kind": "stated", "value": "innovation and six more"}) if fact.field == "list" else fact for fact in figure.claim.facts]
    three = corpus.entries["three-concentrations"].record
    springs(
        trap, corpus,
        with_record(corpus, "seven-strengthening", components=[part]),
        with_record(corpus, "seven-strengthening", external=[*corpus.entries["seven-strengthening"].record.external, outside]),
        with_fact(corpus, "two-capabilities", "members", kind="stated", value="innovation and value creation"),
        with_record(corpus, "three-concentrations", components=[three.components[0].model_copy(update={"named": "with the name"})]),
        with_claim(corpus, figure.key, facts=filled),
    )


def test_every_meeting_of_the_traps_is_on_record(corpus: Corpus) -> None:
    """The ids that the traps speak of are those of the five meetings and their five sources."""
    assert [meeting.id for meeting in corpus.meetings] == [MAY, DECEMBER, LOCAL, SCIO, JULY]
    assert {source.id: source.record.meeting for source in corpus.of_kind("source")} == {
        TEXT_000: DECEMBER, TEXT_001: LOCAL, TEXT_002: JULY, TEXT_003: MAY, TEXT_004: SCIO,
    }
    forms = [form for entry in corpus.entries.values() for form in getattr(entry.record, "forms", [])]
    assert forms and all(isinstance(form, Form) for form in forms)
