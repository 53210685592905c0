"""The one command, `sasac`: check, build, and the small tools around the data."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from sasac import __version__, addresses_kept, checks, cli_editing, coverage, fingerprint, schema, texts
from sasac import checked as checked_before
from sasac.build import BuildFailed, build
from sasac.link import PLACES
from sasac.load import Loading, load
from sasac.problems import DataError, Problem
from sasac.publish import publish

PLURALS = {**PLACES, "index": "index pages", "part": "further parts of index pages", "search": "search page"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sasac")
@click.option("--project", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("."), help="Project folder (default: here).")
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Check the records of the SASAC Meetings Reference and build its site.

    \b
    A first round:   sasac check        are the records sound?
                     sasac build        make the site in site/
                     sasac coverage     how much of each source is accounted for?

    Every error is one line, file:line:column: what is wrong; what would be right. Exit code 1 means errors.
    """
    context.obj = project.resolve()


cli_editing.register(main)


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
        click.echo(said(len(problems)), err=True)
        sys.exit(1)


def said(number: int) -> str:
    """The closing line after errors."""
    return f"{number} {'error' if number == 1 else 'errors'}; nothing was written"


@main.command()
@click.pass_obj
def check(project: Path) -> None:
    """Check every record, every quote and every sentence's ledger line; write nothing.

    Quotes are checked against the committed fingerprints, and against the texts too where they are at hand
    (the folder that SASAC_SOURCES names, or ../shared/sources). What passed before and has not changed by a byte is not
    checked again.
    """
    key = checked_before.key(project, texts.find_folder(project))
    said = checked_before.remembered(project, key)
    if said is None:
        loading, at_hand, problems = checked(project)
        stop_on(problems)
        said = coverage.summary(loading, at_hand)
        checked_before.remember(project, key, said)
    click.echo(said)
    cli_editing.tell_open(project)


@main.command(name="coverage")
@click.pass_obj
def coverage_command(project: Path) -> None:
    """Print, per source: sentences, accounted for, claims by kind, verified, and words quoted as a share of the text."""
    loading, at_hand, problems = checked(project)
    stop_on(problems)
    click.echo(coverage.table(loading, at_hand))


@main.command(name="fingerprint")
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
        from sasac import sentences

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


@main.command(name="schema")
@click.pass_obj
def schema_command(project: Path) -> None:
    """Write the JSON Schemas of the records into data/schema/ (generated from the models)."""
    changed = schema.write(project / "data")
    click.echo(f"changed: {', '.join(changed)}" if changed else "the schemas are up to date")


@main.command(name="build")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, help="Where to write the site (default: site/ in the project).")
@click.option("--without", type=click.Choice(["search", "exports"]), multiple=True, help="Leave this out, to measure what the rest costs (repeatable).")
@click.pass_obj
def build_command(project: Path, site: Path | None, without: tuple[str, ...]) -> None:
    """Check the records and write the site; with any error nothing is written and an older site stays as it was."""
    started = time.monotonic()
    click.echo("checking the records and laying out the pages …", err=True)
    try:
        counts = build(project, (site or project / "site").resolve(), lambda words: click.echo(words, err=True), without)
    except BuildFailed as error:
        click.echo(str(error), err=True)
        click.echo(said(len(str(error).splitlines())) if error.in_data else "the site generator failed; nothing was written", err=True)
        sys.exit(1)
    claims = counts.pop("claims")
    click.echo("pages: " + ", ".join(f"{number} {PLURALS.get(kind, kind)}" for kind, number in counts.items()))
    click.echo(f"{claims} claims, {time.monotonic() - started:.1f} s")


@main.command()
@click.pass_obj
def addresses(project: Path) -> None:
    """Add the addresses of new pages, claims and sentences to data/addresses.txt, the list that may only grow."""
    try:
        publication = publish(project)
    except DataError as error:
        stop_on(error.problems)
        raise AssertionError from error
    added = addresses_kept.extend(project / "data", addresses_kept.current(publication.corpus, publication.plans))
    click.echo(f"{added} new addresses" if added else "every address is listed")


@main.command()
@click.option("--port", default=8000, show_default=True, help="First port to try on 127.0.0.1.")
@click.pass_obj
def serve(project: Path, port: int) -> None:
    """Build the site, show it at a local address, and build again whenever a record, template or page changes.

    Drafts are shown here, and nowhere else, as far as they can be read. Ctrl-C ends it.
    """
    _, _, problems = checked(project)
    stop_on(problems)
    cli_editing.tell_open(project)
    address = f"127.0.0.1:{free_port(port)}"
    click.echo(f"open http://{address}/   (Ctrl-C ends it)")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, "--config-file", str(project / "mkdocs.yml")]
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(subprocess.run(command, cwd=project, check=False).returncode)


def free_port(first: int) -> int:
    """The first free port from the given one on, on the loopback address."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise click.ClickException(f"no free port from {first} on")


if __name__ == "__main__":
    main()
