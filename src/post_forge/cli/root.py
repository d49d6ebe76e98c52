"""Arguments -> one verb's module, imported only when it is called, so that `post-forge --help` stays quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from post_forge import __version__
from post_forge.cli.streams import Terminated, end, prepare
from post_forge.errors import ForgeError, UsageError, did_you_mean

VERBS = {  # name: (module, what it does)
    "init": ("start", "Make a workspace: sample notes, a theme of your own, a configuration."),
    "new": ("start", "Start a note."),
    "check": ("check", "Read everything, write nothing, list all problems with file and line."),
    "build": ("build", "Make posts and carousels; only what changed."),
    "today": ("today", "Make and print the post of the day."),
    "explain": ("explain", "Show what a note gives: its posts, their hooks and scores, and what is left out and why."),
    "edit": ("edit", "Edit one text of a post; it goes into its note."),
    "preview": ("preview", "See and work on posts in a browser, live while you write."),
    "path": ("path", "Print the roadmap through the notes and how far it is posted."),
    "schedule": ("schedule", "Show what would go out when, and why; take the plan."),
    "queue": ("queue", "List what is planned; approve, hold, move, skip, retry; say what became of a post."),
    "publish": ("publish", "Send what is due, once; --dry-run prints the requests."),
    "run": ("running", "Stay up and publish at each slot."),
    "login": ("login", "Connect the account of a channel."),
    "doctor": ("doctor", "Say what works here, and what to do where it does not."),
    "history": ("history", "Print what went out, when and where; import what was posted before."),
}


class Verbs(click.Group):
    """Finds a verb by name without importing the others; `--help` reads the table above alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"post_forge.cli.{VERBS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}; {did_you_mean(args[0], VERBS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "folder", metavar="DIR", default=".", help="Work as if started in DIR.")
@click.version_option(__version__, prog_name="post-forge")
@click.pass_context
def root(context: click.Context, folder: str) -> None:
    """Turn a folder of Markdown notes into one good post a day."""
    context.obj = Path(folder)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; never a traceback for what a user can cause."""
    from post_forge.cli.report import print_problems

    try:
        prepare()
        code = root.main(args=list(arguments), prog_name="post-forge", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped; what was finished is kept", err=True)
        return 130
    except Terminated as stop:
        return 128 + stop.number
    except BrokenPipeError:  # the reader of our output has gone (`| head`): nothing to say to it
        return 0
    except ForgeError as error:
        print_problems(error.problems, _root_of(arguments))
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:  # a full disk behind standard output, a folder that was taken away meanwhile
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"{name}error: {(error.strerror or str(error)).lower()}", err=True)
        return 1
    finally:
        end()


def _root_of(arguments: Sequence[str]) -> Path:
    """The workspace whose files the problems name."""
    from post_forge.forge import find_root

    given = [after for before, after in pairwise(arguments) if before == "-C"]
    return find_root(Path(given[-1] if given else "."))
