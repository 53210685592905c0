"""The one command, `sasac`: check, build, and the small tools around the data."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import click

from sasac import __version__, checks, coverage, fingerprint, schema, texts
from sasac.load import Loading, load
from sasac.problems import Problem


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


def checked(project: Path) -> tuple[Loading, texts.Texts, list[Problem]]:
    """Load and check the project's data."""
    data = project / "data"
    loading = load(data, project)
    at_hand = texts.read(loading, data, project, texts.find_folder(project))
    return loading, at_hand, checks.run(loading, at_hand)


def stop_on(problems: list[Problem]) -> None:
    """Print problems, if any, and end with exit code 1."""
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(problems)} {'error' if len(problems) == 1 else 'errors'}; nothing was written", err=True)
        sys.exit(1)


@main.command()
@click.pass_obj
def check(project: Path) -> None:
    """Check every record, every quote and every sentence's ledger line; write nothing.

    Quotes are checked against the committed fingerprints, and against the texts too where they are at hand
    (the folder that SASAC_SOURCES names, or ../shared/sources).
    """
    loading, at_hand, problems = checked(project)
    stop_on(problems)
    click.echo(coverage.summary(loading, at_hand))


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


if __name__ == "__main__":
    main()
