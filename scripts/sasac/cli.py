"""The one command, `sasac`: build and serve; the others come from modules that are loaded only when they are asked for."""

from __future__ import annotations

import contextlib
import importlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from sasac import __version__
from sasac.build import BuildFailed, build
from sasac.problems import closing

# Kind of page to its name for many.
PLURALS = {
    "meeting": "meetings", "person": "people", "enterprise": "enterprises", "body": "bodies", "theme": "themes", "term": "terms", "source": "sources",
    "index": "index pages", "part": "further parts of index pages", "search": "search page",
}
# Command to its module: records and their models take longer to load than a build takes to begin.
ELSEWHERE = dict.fromkeys(("check", "coverage", "fingerprint", "schema", "addresses"), "cli_data") | dict.fromkeys(
    ("add", "suggest", "status", "accept", "format", "diff", "ids"), "cli_editing"
)


class Commands(click.Group):
    """Commands, some of which are loaded only when one of them is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All names."""
        return sorted([*super().list_commands(context), *ELSEWHERE])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One command by its name."""
        if name in ELSEWHERE:
            command: click.Command = getattr(importlib.import_module(f"sasac.{ELSEWHERE[name]}"), f"{name}_command")
            return command
        return super().get_command(context, name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
        click.echo(closing(len(str(error).splitlines())) if error.in_data else "the site generator failed; nothing was written", err=True)
        sys.exit(1)
    claims = counts.pop("claims")
    click.echo("pages: " + ", ".join(f"{number} {PLURALS.get(kind, kind)}" for kind, number in counts.items()))
    click.echo(f"{claims} claims, {time.monotonic() - started:.1f} s")


@main.command()
@click.option("--port", default=8000, show_default=True, help="First port to try on 127.0.0.1.")
@click.pass_obj
def serve(project: Path, port: int) -> None:
    """Build the site, show it at a local address, and build again whenever a record, template or page changes.

    Drafts are shown here, and nowhere else, as far as they can be read. Ctrl-C ends it.
    """
    from sasac import cli_data, cli_editing

    cli_data.sound(project)
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
