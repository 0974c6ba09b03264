"""The command `lianmeng`: parse, call one function, give the exit status of the contract.

0 all processed; 1 some inputs failed; 2 wrong usage or nothing could be started; 3 stopped half-way;
128+n killed by signal n. Each command is a file of its name in pipeline/commands; heavy modules are
imported by the command that needs them.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from pipeline.commands.options import USAGE
from pipeline.config import SettingsError

NAMES = ("run", "extract", "evaluate", "explain", "export", "search", "review", "forget", "report", "train")
_SWITCH_SECONDS = 0.0003


class _Commands(click.Group):
    """Finds commands by their files; turns named errors into one line and an exit status, never a traceback."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in NAMES:
            return None
        command: click.Command = import_module(f"pipeline.commands.{name}").command
        return command

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SettingsError as error:
            raise click.UsageError(str(error), context) from error


def _print_versions(context: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from pipeline.versions import versions

    known = versions()
    click.echo(f"lianmeng {known['lianmeng']} (code {known['code']}, schema {known['schema']}, data {known['data']}, model {known['model']})")
    context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_versions, help="Versions of code, data and model.")
def commands() -> None:
    """Turn Chinese press articles into clean, normalised records."""


def main() -> None:
    """The entry point: a closed pipe ends quietly, a full disk or a broken one is told in one line."""
    # The tagger works in a thread of its own; at Python's 5 ms it would wait for its turn longer than it works.
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        commands(prog_name="lianmeng")
    except BrokenPipeError:
        _silence()
        sys.exit(0)
    except OSError as error:
        _silence()
        print(f"lianmeng: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""), file=sys.stderr)
        sys.exit(USAGE)


def _silence() -> None:
    """Nothing more goes to standard output, whose flush at exit would raise again."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
