"""`edit`: one network's text of a post in the author's editor, and back into the note."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from post_forge import forge
from post_forge.cli.networks import NETWORKS
from post_forge.cli.report import clean, print_problems
from post_forge.errors import ForgeError, Problem, UsageError

CUT = "# ------------------------ >8 ------------------------"
_LARGEST = 100_000  # characters of a text that are read


@click.command(short_help="Edit one text of a post; it goes into its note.")
@click.argument("post")
@click.option("--network", default="linkedin", help="Whose text: linkedin (default), x, mastodon, bluesky, ...")
@click.option("--text", "source", metavar="FILE", default=None, help="Take the text from FILE (- for standard input).")
@click.pass_obj
def edit(folder: Path, post: str, network: str, source: str | None) -> int:
    """Open one text of POST in the editor ($VISUAL, else $EDITOR) and write it into the note as a `post` block.

    POST is an id (caching/a-title), its folder in output/, or `today`. From then on the text is taken from the note as
    it stands there; take the block out to get the made text back.
    """
    editor = [] if source else _editor()
    workspace = forge.open_workspace(folder)
    draft = forge.draft(workspace, post, network)
    kept = None
    try:
        if source:
            text = _given(folder, source)
        else:
            kept = _opened(draft, editor)
            text = _read(kept)
        edited = forge.keep_text(draft, text)
    except ForgeError as error:
        print_problems(error.problems, workspace.root)
        if kept is not None and all(problem.rule != "edit.empty" for problem in error.problems):
            again = shlex.join(["post-forge", "edit", draft.id, "--network", network, "--text", str(kept)])
            click.echo(f"your text is kept in {clean(str(kept))}; write it again with\n  {clean(again)}", err=True)
        return 2 if isinstance(error, UsageError) else 1
    if kept is not None:
        kept.unlink(missing_ok=True)
        kept.parent.rmdir()
    print_problems(edited.problems, workspace.root, brief=True)
    counts = ", ".join(f"{count} of {draft.rules.limit}" for count in edited.counts)
    if not edited.changed:
        click.echo(f"{clean(draft.id)}: the text is as it was; nothing was written")
        return 0
    click.echo(f"{clean(str(edited.source))}: the text for {NETWORKS[network]} ({counts}) stands here now")
    click.echo(f"Make it: post-forge build {clean(shlex.quote(edited.source.path))}")
    return 0


def _editor() -> list[str]:
    """The author's editor as a command line. Raises UsageError where there is none or nobody to use it."""
    named = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "")
    hint = "or give the text: --text FILE, or --text - from standard input"
    if not named:
        message = "no editor is set"
        raise UsageError(Problem("edit.editor", message, hint=f"set VISUAL or EDITOR (export EDITOR=nano), {hint}"))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(Problem("edit.terminal", "an editor needs a terminal", hint=hint.removeprefix("or ")))
    try:
        return shlex.split(os.environ[named])
    except ValueError as error:
        message = f"{named} cannot be read: {str(error).lower()}"
        raise UsageError(Problem("edit.editor", message, hint="write it as a shell would take it")) from None


def _given(folder: Path, source: str) -> str:
    """A text from a file or standard input."""
    if source == "-":
        return _cut(sys.stdin.read(_LARGEST))
    return _read(folder / source)


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _cut(file.read(_LARGEST))
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error)).lower()
        raise UsageError(Problem("edit.text", f"cannot read {str(path)!r}: {reason}")) from None


def _cut(text: str) -> str:
    """The text above the line that everything below is ours."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(lines[: lines.index(CUT)] if CUT in lines else lines)


def _opened(draft: forge.Draft, editor: list[str]) -> Path:
    """The text in a file of its own, after the author has closed the editor. Raises UsageError where that fails."""
    rules = draft.rules
    counts = ", ".join(str(rules.count(part)) for part in draft.text.split("\n---\n"))
    fold = f"; the network folds it after about {rules.fold} characters" if rules.fold else ""
    parts = "\n# A line of --- begins the next part of a thread." if rules.thread else ""
    about = (
        f"{CUT}\n# Everything below this line is left out.\n# {draft.id} for {NETWORKS[draft.network]}: "
        f"{counts} of {rules.limit}{fold}{parts}\n# Empty the text to leave the note as it is.\n"
    )
    path = Path(tempfile.mkdtemp(prefix="post-forge-")) / f"{draft.id.replace('/', '--')}.{draft.network}.txt"
    path.write_text(f"{draft.text}\n\n{about}", encoding="utf-8")
    hint = f"the text is in {path}"
    try:
        done = subprocess.run([*editor, str(path)], check=False)
    except OSError as error:
        path.unlink()
        path.parent.rmdir()
        message = f"cannot start {editor[0]!r}: {(error.strerror or str(error)).lower()}"
        raise UsageError(Problem("edit.editor", message, hint="set VISUAL or EDITOR to an editor")) from None
    if done.returncode:
        message = f"{editor[0]} ended with code {done.returncode}; nothing was written"
        raise UsageError(Problem("edit.editor", message, hint=hint))
    return path
