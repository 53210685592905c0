"""Terms and printed wordings: any form leads to its one page, bad wordings carry a mark, fragments stay short, open questions are counted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from conftest import sasac
from copies import Lines
from sasac import open_questions, search_index, sentences, walk
from sasac.link import Corpus, Entry
from sasac.models import Form
from sasac.models.vocabulary import NOT_STATED
from sasac.views.misprints import Misprints
from sasac.views.page import Builder
from sasac.views.parts import BAD_VERDICTS, verdicts
from sasac.wordings import find

# One thing each: whatever of these a reader looks up, the same page answers.
SAME = {
    "new-quality-productive-forces": ["new quality production forces", "new productive forces", "新质生产力", "xinzhishengchanli"],
    "soe-reform-deepening-campaign": [
        "deepening the reform of state-owned assets and state-owned enterprises", "actions to deepen and improve the reform of state-owned enterprises",
        "deepening and upgrading of state-owned enterprise reforms", "action plan guiding SOEs to deepen reform", "国有企业改革深化提升行动",
    ],
    "sasac": [
        "SASAC", "State-owned Assets Supervision and Administration Commission",
        "State-owned Assets Supervision and Administration Commission of the State Council",
        "State owned Assets Supervision and Administration Commission", "国资委",
    ],
    "ordnance-equipment-group": ["Ordnance Equipment Group", "中国兵器装备集团", "China South Industries Group Corporation", "CSGC"],
    "china-national-aviation-development-corporation": [
        "China National Aviation Development Corporation", "中国航发", "Aero Engine Corporation of China", "AECC",
    ],
}


def ways(corpus: Corpus) -> dict[str, set[str]]:
    """What a reader may type, folded and without spaces as the search folds it, to the addresses that the index of names gives."""
    found: dict[str, set[str]] = {}
    for folder, _, rows in json.loads(search_index.names(corpus)):
        for title, identifier, forms, *_ in rows:
            slug = identifier or re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
            for form in [title, *forms]:
                found.setdefault(folded(form), set()).add(f"{folder}/{slug}/")
    return found


def folded(text: str) -> str:
    """Lower case, without spaces and tones."""
    return re.sub(r"\s+", "", "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)))


def tree(site: Path, url: str) -> lxml.html.HtmlElement:
    """A built page."""
    return lxml.html.fromstring((site / url / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("identifier", SAME)
def test_every_way_to_write_a_thing_leads_to_its_one_page(identifier: str, corpus: Corpus) -> None:
    known = ways(corpus)
    url = corpus.entries[identifier].url
    for way in SAME[identifier]:
        assert known.get(folded(way)) == {url}, way


def test_pinyin_leads_there_however_it_is_spaced(corpus: Corpus) -> None:
    known = ways(corpus)
    for typed in ("xinzhi shengchanli", "xin zhi sheng chan li", "xīn zhì shēng chǎn lì"):
        assert known.get(folded(typed)) == {"terms/new-quality-productive-forces/"}, typed


@pytest.mark.parametrize("identifier", SAME)
def test_the_page_of_wordings_leads_there_too(identifier: str, site: Path, corpus: Corpus) -> None:
    entry = corpus.entries[identifier]
    rows = rows_of_wordings(site)
    printed = {form.form for form in entry.record.forms}
    assert printed
    for form in printed:
        assert (form, f"../{entry.url}index.html") in {(wording, address) for wording, address, _ in rows}, form
    for wording, address, outside in rows:
        if address == f"../{entry.url}index.html":
            assert wording in printed
            assert all(fact.value in outside for fact in entry.record.external if fact.field in ("Chinese", "official English", "common English"))


def rows_of_wordings(site: Path) -> list[tuple[str, str, str]]:
    """Wording, address and outside renderings of each row of the page of wordings."""
    rows = tree(site, "wordings/").xpath("//tbody/tr")
    return [
        (row.xpath("string(th/q)"), row.xpath('td[@data-label="It is"]/a[contains(@class, "ref")]/@href')[0],
         row.xpath('string(td[@data-label="Not in the source"])'))
        for row in rows
    ]


def test_the_page_of_wordings_has_every_printed_form_of_every_record(site: Path, corpus: Corpus) -> None:
    expected = {
        (form.form, f"../{entry.url}index.html") for entry in corpus.entries.values() for _, form in walk.models(entry.record) if isinstance(form, Form)
    }
    assert len(expected) > 200
    assert {(wording, address) for wording, address, _ in rows_of_wordings(site)} == expected


def test_wordings_grouped_as_one_say_why(site: Path, corpus: Corpus) -> None:
    grouped = [entry for entry in named(corpus) if len({form.form.casefold() for form in entry.record.forms}) > 1]
    assert grouped
    for entry in grouped:
        assert entry.record.same_because in tree(site, entry.url).xpath('string(//section[.//h2[@id="as-printed"]])'), entry.id


def named(corpus: Corpus) -> list[Entry]:
    """Records with printed forms."""
    return [entry for entry in corpus.entries.values() if hasattr(entry.record, "forms")]


@pytest.mark.parametrize("identifier", ["two-capabilities", "three-concentrations", "seven-strengthening", "five-values", "one-profit-and-five-rates"])
def test_numbered_phrases_without_a_list_say_so(identifier: str, site: Path, corpus: Corpus) -> None:
    members = tree(site, corpus.entries[identifier].url).xpath('string(//section[.//h2[@id="members"]])')
    assert "The text does not list them." in members


def test_every_numbered_phrase_has_its_members_or_says_that_none_are_listed(corpus: Corpus) -> None:
    for entry in corpus.of_kind("term"):
        if entry.record.kind == "numbered phrase":
            unlisted = any(fact.field == "members" and fact.kind == NOT_STATED for fact in entry.record.facts)
            assert unlisted or any(part.named == "with the name" for part in entry.record.components), entry.id


def test_components_spelled_out_without_the_name_say_so(site: Path, corpus: Corpus) -> None:
    for identifier in ("three-concentrations", "five-values"):
        entry = corpus.entries[identifier]
        assert entry.record.components and all(part.named == "without the name" for part in entry.record.components)
        assert "(spelled out without the name)" in tree(site, entry.url).xpath('string(//section[.//h2[@id="members"]])')


# Marks on wordings that mislead


def test_garbled_misleading_and_wrong_wordings_are_known(corpus: Corpus) -> None:
    known = Misprints(corpus)
    expected = {
        form: verdict for entry in named(corpus) for form, verdict in verdicts(entry).items() if verdict in BAD_VERDICTS
    }
    assert {"domestic circular economy", "surpassing internal competition", "spirit of nailing", "specialized, special and new"} <= set(expected)
    for form, verdict in expected.items():
        (found,) = known.of(f"before {form}, after")
        assert found.verdict == verdict
    assert known.of("the economy") == []


def test_every_page_that_shows_such_a_wording_leads_to_its_explanation_without_a_script(site: Path, corpus: Corpus) -> None:
    known = Misprints(corpus)
    assert known.wordings
    owners: dict[str, set[str]] = {form: {entry.url} for form, entry in known.owners.items()}
    for entry in named(corpus):
        for form in verdicts(entry):
            if form in owners:
                owners[form].add(entry.url)
    seen: set[str] = set()
    for path in sorted(site.rglob("*.html")):
        page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        found = page.xpath("//article")
        if not found:
            continue
        article = found[0]
        for part in article.xpath('.//section[@class="cite"] | .//script | .//svg | .//*[@class="sr"]'):
            part.drop_tree()
        words = " ".join(" ".join(article.itertext()).split())
        here = path.parent.relative_to(site).as_posix() + "/"
        links = {resolved(here, href) for href in article.xpath('.//a[contains(@class, "wording") or contains(@class, "verdict")]/@href')}
        for form in {form for _, _, form in find(words, known.wordings)}:
            assert any(f"{url}#not-in-the-source" in links for url in owners[form]), f"{path}: '{form}' has no mark"
            seen.add(form)
    assert seen == set(owners)


def resolved(here: str, href: str) -> str:
    """Address below the site's root of a relative link."""
    target, _, anchor = href.partition("#")
    parts = here.strip("/").split("/") if here != "./" else []
    if not target:
        return f"{here}#{anchor}"
    for piece in target.removesuffix("index.html").strip("/").split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece not in ("", "."):
            parts.append(piece)
    return f"{'/'.join(parts)}/#{anchor}"


def test_the_explanation_stands_where_the_mark_leads(site: Path, corpus: Corpus) -> None:
    for entry in {entry.id: entry for entry in Misprints(corpus).owners.values()}.values():
        assert tree(site, entry.url).xpath('//*[@id="not-in-the-source"]'), entry.id


def test_a_mark_leaves_the_printed_wording_as_it_is(corpus: Corpus) -> None:
    mentions = Builder.of(corpus).mentions
    text = "The Domestic circular economy, spirit of nailing and seven strengthening, and once more the domestic circular economy."
    runs = mentions.segments(text, [])
    assert "".join(run.text for run in runs) == text
    assert [(run.text, run.verdict) for run in runs if run.verdict] == [
        ("Domestic circular economy", "wrong"), ("spirit of nailing", "garbled"), ("seven strengthening", "garbled"),
    ]


# The concordance


def test_concordance_lines_are_short_and_stand_in_their_sentences(corpus: Corpus) -> None:
    concordance = Builder.of(corpus).concordance
    lines = 0
    for entry in corpus.of_kind("term"):
        contexts = concordance.of(entry)
        assert len(contexts) == len(entry.record.forms), entry.id
        for context in contexts:
            fragment = " ".join(part for part in (context.before, context.form, context.after) if part)
            assert context.form in {form.form for form in entry.record.forms}
            assert sentences.word_count(fragment) <= sentences.LONGEST_QUOTE, fragment
            source, _, anchor = context.ledger.url.partition("#")
            identifier = source.split("/")[1]
            pieces = corpus.ledgers[identifier][anchor].pieces
            assert corpus.texts.fingerprints[identifier].holds(pieces, fragment), fragment
            lines += 1
    assert lines > 150


def test_concordance_lines_show_what_stands_around_where_a_fragment_on_record_does(corpus: Corpus) -> None:
    concordance = Builder.of(corpus).concordance
    contexts = [context for entry in corpus.of_kind("term") for context in concordance.of(entry)]
    assert sum(bool(context.before or context.after) for context in contexts) > 20
    assert all(context.gist for context in contexts)


# Open questions


def test_the_home_page_counts_the_open_questions_that_are_listed(site: Path, corpus: Corpus) -> None:
    listed = tree(site, "questions/").xpath('//ul[@class="questions"]/li')
    found = open_questions.questions(corpus, corpus.newest_day())
    assert len(listed) == len(found) == len({question.id for question in found})
    assert {row.get("id") for row in listed} == {question.id for question in found}
    home = lxml.html.fromstring((site / "index.html").read_text(encoding="utf-8"))
    (counted,) = home.xpath('//p[@class="home__counts"]/a[contains(@href, "questions/")]')
    assert counted.text_content() == f"{len(found)} open questions"


def test_every_question_says_where_we_looked_and_as_of_when(corpus: Corpus) -> None:
    for question in open_questions.questions(corpus, corpus.newest_day()):
        assert question.asked.endswith("?") and question.where_we_looked and question.about, question.id
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", question.as_of)


def test_everything_open_has_its_question(corpus: Corpus) -> None:
    found = open_questions.questions(corpus, corpus.newest_day())
    about = {(question.kind, identifier): "" for question in found for identifier in question.about}
    for question in found:
        for identifier in question.about:
            about[question.kind, identifier] += f" {question.asked} {question.text}"
    for entry in corpus.entries.values():
        for fact in getattr(entry.record, "facts", []):
            assert fact.kind != NOT_STATED or (NOT_STATED, entry.id) in about, entry.id
        for fact in getattr(entry.record, "external", []):
            if fact.basis == "unchecked":
                assert fact.value in about.get(("rendering", entry.id), ""), f"{entry.id}: {fact.value}"
            if fact.field == "identity" and fact.basis == "inferred":
                assert ("identity", entry.id) in about, entry.id
    for claim in corpus.claims.values():
        if claim.claim.other_reading:
            assert claim.claim.other_reading in about["two readings", claim.meeting.id], claim.key
        if any(value == NOT_STATED for _, value in claim.claim):
            assert claim.id.partition("-")[2].replace("-", " ") in about[NOT_STATED, claim.meeting.id], claim.key


def test_links_of_computed_questions_lead_somewhere(site: Path) -> None:
    page = tree(site, "questions/")
    ids: dict[str, set[str]] = {}
    for href in page.xpath('//ul[@class="questions"]/li/a[1]/@href'):
        target, _, anchor = href.partition("#")
        if target not in ids:
            ids[target] = set(lxml.html.fromstring((site / "questions" / target).resolve().read_text(encoding="utf-8")).xpath("//@id"))
        assert not anchor or anchor in ids[target], href


# Corrections


def test_there_is_a_page_of_corrections_with_a_route_to_report_one(site: Path) -> None:
    page = tree(site, "about/corrections/")
    assert page.xpath('//*[@id="route"]') and page.xpath('//*[@id="corrected-so-far"]')
    for url in ("terms/second-curve/", "meetings/2025-07-16-central-enterprise-seminar/"):
        assert "../../about/corrections/index.html" in tree(site, url).xpath("//a/@href")


# What the check refuses


def refused(copy: Path, *words: str) -> None:
    """The check fails on a copy with a message that holds these words."""
    ran = sasac("--project", copy, "check")
    assert ran.code != 0
    assert any(all(word in line for word in words) for line in ran.lines), ran.err


def test_a_form_that_stands_nowhere_is_refused(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, "data/terms/second-curve.yaml")
    at = lines.find("- {form: second curve")
    lines.change(at, "form: second curve", "form: third curve")
    refused(copy, f"data/terms/second-curve.yaml:{at}:", "these words do not stand in")


def test_a_component_whose_sentence_does_not_hold_it_is_refused(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, "data/terms/five-values.yaml")
    at = lines.find("- {source: charityinchina-local-sasac-heads, sentence: p8s6, quote: brand value}")
    lines.change(at, "sentence: p8s6", "sentence: p8s5")
    refused(copy, f"data/terms/five-values.yaml:{at}:", "these words do not stand in p8s5")


def test_wordings_grouped_without_a_reason_are_refused(copy_of_project: Callable[[], Path]) -> None:
    copy = copy_of_project()
    lines = Lines(copy, "data/terms/new-quality-productive-forces.yaml")
    lines.drop(lines.find("same_because:"))
    refused(copy, "data/terms/new-quality-productive-forces.yaml", "same_because")
