"""`login`: a person says yes in a browser, and the channel can publish; or who it is now, or that it shall forget."""

from __future__ import annotations

import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.report import clean, print_json, print_problems


@click.command(short_help="Connect an account.")
@click.argument("channel")
@click.option("--check", is_flag=True, help="Ask the network who it is, and nothing more (on X that costs 0.001 $).")
@click.option("--forget", is_flag=True, help="Forget the tokens; revoke them on the network, too.")
@click.option("--paste", is_flag=True, help="Paste the address that the browser comes to, which may be elsewhere.")
@click.option("--no-browser", is_flag=True, help="Print the address to open, and open nothing.")
@click.option("--wait", type=click.IntRange(1, 3600), default=300, show_default=True, help="Seconds for the browser.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def login(
    folder: Path, channel: str, check: bool, forget: bool, paste: bool, no_browser: bool, wait: int, as_json: bool
) -> int:
    """Connect the account of CHANNEL: a channel of post_forge.yaml without a token of its own.

    Its tokens lie outside the workspace, in a file that only you can read, or in the system's keyring where the channel
    says `keep: keyring`. Nothing is published.
    """
    workspace = forge.open_workspace(folder, remember=False)
    if forget:
        place = forge.log_out(workspace, channel)
        click.echo(f"{channel}: forgotten; take the access back on the network, too ({clean(place)})")
        return 0
    if check:
        finding = forge.check_channel(workspace, channel)
        if as_json:
            print_json(finding.json())
        else:
            click.echo(clean(f"{channel}: {finding.told}"))
            if finding.hint:
                click.echo(clean(f"  = {finding.hint}"))
        return 1 if finding.state == "broken" else 0
    hands = forge.Hands(
        open=(lambda _: False) if no_browser else webbrowser.open,
        say=lambda words: click.echo(clean(words), err=True),
        ask=lambda words: str(click.prompt(words, err=True)),
        ask_secret=_secret,
    )
    done = forge.login(workspace, channel, hands, lambda: datetime.now(UTC), paste=paste, wait=wait)
    print_problems(done.problems, workspace.root)
    if as_json:
        told = {"channel": done.channel, "platform": done.platform, "account": done.who, "kept": done.place}
        until = done.expiry.until
        print_json({**told, "until": until.isoformat("T", "seconds") if until else None})
        return 0
    who = f" as {done.who}" if done.who else ""
    click.echo(clean(f"{done.channel}: logged in to {done.platform}{who}; {done.expiry}"))
    click.echo(clean(f"  kept in {done.place}"))
    return 0


def _secret(words: str) -> str:
    """A password that is not shown; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt(words, hide_input=True, err=True))
