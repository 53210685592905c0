"""The editor's commands of `sasac`: add, suggest, status, accept, format, diff, ids."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from sasac import texts
from sasac.editing import add as adding
from sasac.editing import canonical, diff, drafts, identifiers, known, log_entry, revisions, rules, status, suggest
from sasac.editing import found as reading
from sasac.editing import hit_rate as rates
from sasac.editing.skeleton import Origin
from sasac.editing.unfinished import CHOOSE, PROPOSAL
from sasac.load import load
from sasac.models import FOLDERS, schema_name
from sasac.parse import HEADER
from sasac.problems import Problem, shown

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def no_source(source: str | None, found: drafts.Drafts) -> None:
    """Say that there is no such source, or why its draft cannot be read."""
    faults = [str(problem) for problem in found.errors if problem.file.endswith(f"/sources/{source}.yaml")]
    known_ids = ", ".join(sorted(found.loading.records["sources"]))
    refuse("\n".join([*faults, f"there is no source '{source}' that can be read; the sources are {known_ids}"]))


def refuse(words: str) -> None:
    """Say why nothing was done, and end with exit code 1."""
    click.echo(words, err=True)
    sys.exit(1)


def open_work(project: Path) -> list[Problem]:
    """What is open or wrong in drafts; nothing where there are none."""
    if not drafts.files(project):
        return []
    found = drafts.read(project)
    return sorted([*found.open, *found.errors])


def tell_open(project: Path) -> None:
    """Print what drafts still need, after a sound check; drafts stop no build, since none of it is published."""
    problems = open_work(project)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{things(len(problems))} open in drafts; they are shown by sasac serve only")
    elif drafts.files(project):
        click.echo("the drafts are complete; sasac accept moves them to their places")


def things(number: int) -> str:
    """So many things, in words."""
    return f"{number} {'thing' if number == 1 else 'things'}"


@click.command(name="add")
@click.argument("text", type=_FILE)
@click.option("--source", required=True, help="Id for the source record: publisher, then subject, as in scio-transcript-central-soes.")
@click.option("--meeting", required=True, help="Id of the meeting: its first day, then a few words; one that has a record gets a second source.")
@click.option("--name", default="", help="A short title of our own for the text.")
@click.option("--meeting-name", default="", help="What we call the meeting.")
@click.option("--address", default="", help="Web address where the text is published.")
@click.option("--date", "day", default="", help="Days of the meeting in EDTF, where it took more than one: 2024-01-11/2024-01-12.")
@click.option("--file", "file", default="", help="File name for the text in the folder of texts (default: that of TEXT).")
@click.option("--although-alike", is_flag=True, help="Take the text although nearly the same words are held already.")
@click.option("--dry-run", is_flag=True, help="Show what is found; write nothing.")
@click.pass_obj
def add_command(
    project: Path, text: Path, source: str, meeting: str, name: str, meeting_name: str, address: str, day: str, file: str, although_alike: bool, dry_run: bool
) -> None:
    """Take a new text: show what it holds, and write drafts of its source record and its meeting into data/drafts/.

    Nothing is overwritten. A text that is held already, or nearly, is recognised. The text itself is not copied.
    """
    origin = Origin(source, meeting, file or text.name, name, meeting_name, address, day)
    try:
        plan = adding.plan(project, text, origin, although_alike)
    except adding.Refused as error:
        refuse(f"{error}\nnothing was written")
        return
    read = plan.text
    click.echo(f"{read.paragraphs} paragraphs, {len(read.sentences)} sentences, {read.words} words, SHA-256 {read.sha256}")
    learned = known.learn(load(project / "data", project))
    whole = " ".join(read.sentences.values())
    named = [identifier for identifier, _ in learned.names(whole)]
    click.echo(f"names on record: {', '.join(named[:12]) or 'none'}{' …' if len(named) > 12 else ''}")
    click.echo(f"dates: {', '.join(rules.dates(whole)[:8]) or 'none'}")
    if plan.like:
        click.echo(f"most like: {plan.like[0]} (shares {plan.like[1]:.0%} of its runs of five words)")
    click.echo("a new meeting" if plan.new_meeting else f"the meeting '{meeting}' is known: this is one more source for it")
    if dry_run:
        click.echo("nothing was written")
        return
    adding.write(plan)
    for path in plan.files:
        click.echo(f"wrote {shown(path, project)}")
    folder = texts.find_folder(project)
    step = 1
    if folder is None or not (folder / origin.file).is_file():
        click.echo(f"next: {step}. put the text into your folder of texts as {origin.file}, and name the folder in {texts.SETTING}")
        step += 1
    click.echo(f"next: {step}. sasac suggest {source}   {step + 1}. write the drafts   {step + 2}. sasac status {source}   {step + 3}. sasac accept")


@click.command(name="suggest")
@click.argument("source", required=False)
@click.option("--text", type=_FILE, default=None, help="The source's text, where it is not in the folder of texts.")
@click.option("--print", "only_print", is_flag=True, help="Print the proposals; write nothing.")
@click.option("--clear", is_flag=True, help="Delete every proposal from the draft.")
@click.option("--hit-rate", is_flag=True, help="Measure the proposals on the published sources, each held out in turn; print a table.")
@click.pass_obj
def suggest_command(project: Path, source: str | None, text: Path | None, only_print: bool, clear: bool, hit_rate: bool) -> None:
    """Write proposals for the open sentences of a draft SOURCE as comments into it: names, figures, dates, kinds of task, themes.

    They come from the records and plain rules. Take what is right into the records and delete every comment: a draft
    that still holds one cannot be accepted.
    """
    found = drafts.read(project)
    if hit_rate:
        _hit_rate(project)
        return
    loaded = found.loading.records["sources"].get(source or "")
    if loaded is None:
        no_source(source, found)
        return
    path = project / "data" / (drafts.FOLDER if loaded.draft else "") / "sources" / f"{loaded.id}.yaml"
    if clear:
        content, count = suggest.clear(path.read_text(encoding="utf-8"))
        path.write_text(content, encoding="utf-8")
        click.echo(f"{count} proposals deleted from {loaded.file}")
        return
    where = suggest.text_of(loaded.record.file, texts.find_folder(project), text)
    if where is None:
        refuse(f"the text {loaded.record.file} is not at hand; name its folder in {texts.SETTING}, or give it with --text")
        return
    read = reading.read(where.read_bytes(), str(where))
    if read.sha256 != loaded.record.sha256:
        refuse(f"{where} is not the text that '{loaded.id}' was made from (SHA-256 differs)")
    learned = known.learn(found.loading, without=loaded.id)
    content, _ = suggest.clear(path.read_text(encoding="utf-8"))
    content, count = suggest.insert(content, read.sentences, learned, suggest.folders(found.loading))
    if only_print:
        click.echo("\n".join(row for row in content.splitlines() if "- sentence:" in row or (row.lstrip().startswith(PROPOSAL) and row.lstrip() != CHOOSE)))
        return
    path.write_text(content, encoding="utf-8")
    click.echo(f"{count} proposals written into {loaded.file} as comments that begin with {PROPOSAL}")


def _hit_rate(project: Path) -> None:
    loading = load(project / "data", project)
    at_hand = texts.read(loading, project / "data", project, texts.find_folder(project))
    if not at_hand.sentences:
        refuse(f"no texts at hand; name their folder in {texts.SETTING}")
    click.echo(rates.table(rates.measure(loading, at_hand)))


@click.command(name="status")
@click.argument("source", required=False)
@click.pass_obj
def status_command(project: Path, source: str | None) -> None:
    """Show how far each source has come, published or draft; with SOURCE, also what is open in it, as file:line."""
    found = drafts.read(project)
    rows = status.measure(found)
    if source is None:
        click.echo(status.table(rows))
        return
    mine = [row for row in rows if row.source == source]
    if not mine:
        no_source(source, found)
    click.echo(status.table(mine).rpartition("\n")[0])
    for problem in status.concerning(found, source):
        click.echo(str(problem))
    names = status.unlisted(found, source)
    if names:
        click.echo("names on record that this text prints; where they mean the same, add the place to 'forms' in a copy of the record among the drafts:")
        for name in names:
            click.echo(f"  {name}")


@click.command(name="accept")
@click.pass_obj
def accept_command(project: Path) -> None:
    """Move the drafts to their places among the records, in canonical form; with anything still open, move nothing and say what."""
    if not drafts.files(project):
        refuse("there are no drafts; sasac add makes them")
    try:
        written = drafts.accept(project)
    except drafts.NotReady as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        refuse(f"{things(len(error.problems))} open; nothing was written")
        return
    for name in written:
        click.echo(f"wrote {name}")
    click.echo("next: sasac check, sasac addresses, sasac diff HEAD --changelog")


@click.command(name="format")
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--check", "only_check", is_flag=True, help="Name the files that are not in canonical form; write nothing.")
@click.option("--force", is_flag=True, help="Drop comments instead of refusing files that hold any.")
@click.pass_obj
def format_command(project: Path, files: tuple[Path, ...], only_check: bool, force: bool) -> None:
    """Bring record FILES (default: every published record) into canonical form; the values read from them stay the same."""
    chosen = files or tuple(path for folder in FOLDERS for path in sorted((project / "data" / folder).glob("*.yaml")))
    refused, changed = 0, 0
    for path in chosen:
        text = path.read_text(encoding="utf-8")
        folder = path.parent.name
        if folder not in FOLDERS:
            named = text.partition("\n")[0]
            folder = next((name for name in FOLDERS if named == HEADER.format(schema_name(name))), folder)
        try:
            if folder not in FOLDERS:
                raise canonical.NotCanonical("the file is in no record folder and its first line names no schema; move it, or name one")
            draft = path.resolve().parent.parent.name == drafts.FOLDER
            fresh = canonical.canonical(text, folder, draft=draft, force=force)
        except canonical.NotCanonical as error:
            click.echo(f"{shown(path, project)}:1:1: {error}", err=True)
            refused += 1
            continue
        if fresh != text:
            changed += 1
            click.echo(f"{shown(path, project)}:{_first(text, fresh)}:1: not in canonical form; run: sasac format" if only_check else shown(path, project))
            if not only_check:
                path.write_text(fresh, encoding="utf-8")
    click.echo(f"{changed} of {len(chosen)} files {'would change' if only_check else 'changed'}" + (f", {refused} refused" if refused else ""))
    if refused or (only_check and changed):
        sys.exit(1)


def _first(old: str, new: str) -> int:
    """Number of the first line that differs."""
    pairs = zip([*old.splitlines(), ""], [*new.splitlines(), ""], strict=False)
    return next((number for number, (before, after) in enumerate(pairs, 1) if before != after), 1)


@click.command(name="diff")
@click.argument("rev")
@click.option("--to", "to", default="", help="Revision to compare with (default: the records as they stand in the folder).")
@click.option("--changelog", is_flag=True, help="Write the change log's entry and data/VERSION too; only without --to.")
@click.option("--meaning", multiple=True, help="Key of something whose meaning changed, so that the version says so; may be given again.")
@click.option("--text", "words", default="", help="The entry's first line in your own words.")
@click.option("--date", "day", default="", help="Day of the entry (default: today).")
@click.pass_obj
def diff_command(project: Path, rev: str, to: str, changelog: bool, meaning: tuple[str, ...], words: str, day: str) -> None:
    """Say in words what changed in the data since REV: claims added, removed and reworded, evidence moved; as Markdown."""
    if changelog and to:
        refuse("--changelog enters what the folder holds; leave out --to")
    try:
        old = revisions.at(project, rev)
        new = revisions.at(project, to) if to else revisions.now(project)
        found = diff.compare(old, new)
        click.echo(diff.tell(found, rev, to or "the working folder"))
        if changelog:
            version = log_entry.write(project, found, day or date.today().isoformat(), meaning, words)
            click.echo(f"data/CHANGELOG.yaml and data/VERSION: {version}", err=True)
    except (revisions.NoRevision, log_entry.NoEntry) as error:
        refuse(str(error))


@click.command(name="ids")
@click.argument("folder", required=False, type=click.Choice(identifiers.FOLDERS))
@click.option("--vscode", is_flag=True, help="Write them as snippets for VS Code into .vscode/ instead of printing them.")
@click.pass_obj
def ids_command(project: Path, folder: str | None, vscode: bool) -> None:
    """Print every id with its name, drafts included, for an editor's completion; with FOLDER, only those of one folder."""
    loading = drafts.read(project).loading
    if vscode:
        click.echo(f"wrote {shown(identifiers.write(project, loading), project)}")
        return
    for place, identifier, name in identifiers.rows(loading):
        if folder in (None, place):
            click.echo(f"{identifier}\t{name}\t{place}")
