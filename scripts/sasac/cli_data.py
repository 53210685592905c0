"""The commands of `sasac` that look at the data: check, coverage, fingerprint, schema, addresses."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import click

from sasac import addresses_kept, checks, cli_editing, coverage, fingerprint, schema, sentences, texts
from sasac import checked as checked_before
from sasac.load import Loading, load
from sasac.problems import DataError, Problem, closing
from sasac.publish import publish


def checked(project: Path) -> tuple[Loading, texts.Texts, list[Problem]]:
    """Load and check the project's data."""
    data = project / "data"
    loading = load(data, project)
    at_hand = texts.read(loading, data, project, texts.find_folder(project))
    return loading, at_hand, checks.run(loading, at_hand, project)


def stop_on(problems: list[Problem]) -> None:
    """Print problems, if any, and end with exit code 1."""
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(closing(len(problems)), err=True)
        sys.exit(1)


def sound(project: Path) -> str:
    """What there is to say of data that passes the checks, now or before; where it does not, every problem is printed and the exit code is 1."""
    key = checked_before.key(project, texts.find_folder(project))
    said = checked_before.remembered(project, key)
    if said is None:
        loading, at_hand, problems = checked(project)
        stop_on(problems)
        said = coverage.summary(loading, at_hand)
        checked_before.remember(project, key, said)
    return said


@click.command(name="check")
@click.pass_obj
def check_command(project: Path) -> None:
    """Check every record, every quote and every sentence's ledger line; write nothing.

    Quotes are checked against the committed fingerprints, and against the texts too where they are at hand
    (the folder that SASAC_SOURCES names, or ../shared/sources). What passed before and has not changed by a byte is not
    checked again.
    """
    click.echo(sound(project))
    cli_editing.tell_open(project)


@click.command(name="coverage")
@click.pass_obj
def coverage_command(project: Path) -> None:
    """Print, per source: sentences, accounted for, claims by kind, verified, and words quoted as a share of the text."""
    loading, at_hand, problems = checked(project)
    stop_on(problems)
    click.echo(coverage.table(loading, at_hand))


@click.command(name="fingerprint")
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Id of the source record.")
@click.option("--print", "only_print", is_flag=True, help="Print the numbered sentences; write nothing.")
@click.pass_obj
def fingerprint_command(project: Path, text: Path, source: str, only_print: bool) -> None:
    """Make the fingerprint of TEXT for a new source record, and print the two hashes that the record states.

    Sentence numbering is fixed once committed: an existing fingerprint that would change is left alone, with exit code 1.
    """
    raw = text.read_bytes()
    if only_print:
        for number, line in sentences.split(raw.decode("utf-8")).items():
            click.echo(f"{number}  {line}")
        return
    content = fingerprint.write(fingerprint.make(source, raw.decode("utf-8")))
    path = project / "data" / "fingerprints" / f"{source}.txt"
    if path.exists() and path.read_text(encoding="utf-8") != content:
        click.echo(f"{path}: another fingerprint stands here; a changed text is a new source with a new id", err=True)
        sys.exit(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    click.echo(f"sha256: {hashlib.sha256(raw).hexdigest()}\nfingerprint_sha256: {fingerprint.digest(content)}")


@click.command(name="schema")
@click.pass_obj
def schema_command(project: Path) -> None:
    """Write the JSON Schemas of the records into data/schema/ (generated from the models)."""
    changed = schema.write(project / "data")
    click.echo(f"changed: {', '.join(changed)}" if changed else "the schemas are up to date")


@click.command(name="addresses")
@click.pass_obj
def addresses_command(project: Path) -> None:
    """Add the addresses of new pages, claims and sentences to data/addresses.txt, the list that may only grow."""
    try:
        publication = publish(project)
    except DataError as error:
        stop_on(error.problems)
        raise AssertionError from error
    added = addresses_kept.extend(project / "data", addresses_kept.current(publication.corpus, publication.plans))
    click.echo(f"{added} new addresses" if added else "every address is listed")
