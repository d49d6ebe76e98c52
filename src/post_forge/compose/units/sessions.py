"""Code that shows a terminal, in any dialect -> the session with one prompt ("$ " or "> ") before what was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from post_forge.compose.language.words import any_of, word_set
from post_forge.model import Code

_SESSIONS = word_set(
    """console shell-session shellsession sh-session shsession bash-session bashsession terminal term zsh-session
    ps1con pwsh-session powershell-session doscon session output-session"""
)
_SHELLS = word_set("bash sh shell zsh fish ksh powershell pwsh ps1 cmd bat batch dos text txt plain plaintext none") | {
    ""
}
_TOOLS = word_set(
    """mysql mariadb sqlite redis redis-cli postgres psql mongo mongosh cqlsh cqlsh:test hive spark influx clickhouse
    etcdctl kafka duckdb cypher"""
)
_SHELL = re.compile(
    any_of(
        r"(?:\([\w.-]+\)\s*)?\[?[\w.+-]+@[\w.-]+(?:[: ][^$#%>\n]{0,60})?\]?\s?[$#%](?=\s)",  # (env) me@host:~/app$
        r"(?:\([\w.-]+\)\s*)?[~/][\w./~-]{0,40}\s?[$%❯](?=\s)",  # ~/app $
        r"(?:\([\w.-]+\)\s*)?[$%❯➜λ»](?=\s)",
        start="^",
    )
    + r"\s+(?=\S)"
)
_WINDOWS = re.compile(r"^(?:PS(?: [A-Za-z]:\\[^>\n]*)?|[A-Za-z]:\\[^>\n]*)>\s*(?=\S)")
_TOOL = re.compile(
    r"^(?:redis )?(?P<name>[A-Za-z][\w:.-]{0,30}?|\d{1,3}(?:\.\d{1,3}){3}:\d+)(?:\[\d+\])?(?:[=-]?[#>*]|> )\s*(?=\S)"
)
_HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?")
_COMMAND = re.compile(r"^[A-Za-z./~_\\{(\"'!-]")


def as_session(code: Code) -> Code | None:
    """The code as a session in the language `console`, or None if it is none.

    A session is a fence that says so and in which a prompt stands, and a fence of a shell, or of no language, that
    begins with one. The prompts of users, hosts and folders become "$ ", those of programs and of Windows "> ", as do
    the further lines of one command.
    """
    if code.lang not in _SESSIONS and code.lang not in _SHELLS and code.lang not in {"redis", "sql", "mysql"}:
        return None
    lines = code.text.split("\n")
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    named = code.lang in _SESSIONS
    if not (any(_prompt(line, True)[0] for line in lines) if named else _prompt(first, False)[0]):
        return None
    made, tools = _with_prompts(lines, named)
    title = code.title or (tools.pop() if len(tools) == 1 else "")
    return replace(code, text="\n".join(made), lang="console", title=title, focus=())


def is_command(line: str) -> bool:
    """Does a command begin on this line? Its further lines begin with "> " right below."""
    return line.startswith("$ ")


def is_typed(line: str) -> bool:
    """Was this line typed?"""
    return line.startswith(("$ ", "> "))


def _prompt(line: str, named: bool) -> tuple[str, int, str]:
    """The prompt to write instead, where the command begins, whose prompt it is; ("", 0, "") where there is none."""
    found = _SHELL.match(line)
    if found and _COMMAND.match(line[found.end() :]):
        return "$ ", found.end(), ""
    if found := _WINDOWS.match(line):
        return "> ", found.end(), ""
    if found := _TOOL.match(line):
        name = found["name"]
        if name.lower() in _TOOLS or name[0].isdigit() or (named and "=" in found[0]):
            return "> ", found.end(), name if name.lower() in _TOOLS else ""
    return ("", 0, "") if not (named and line.startswith("> ")) else ("> ", 2, "")


def _with_prompts(lines: Sequence[str], named: bool) -> tuple[list[str], set[str]]:
    made: list[str] = []
    tools: set[str] = set()
    until, goes_on = "", False
    for line in lines:
        if until or goes_on:
            rest = line.removeprefix("> ") if line.startswith("> ") else line
            made.append(f"> {rest}")
            until = "" if until and rest.strip() == until else until
        else:
            prompt, at, tool = _prompt(line, named)
            tools |= {tool} if tool else set()
            rest = line[at:]
            made.append(prompt + rest)
            opened = _HEREDOC.search(rest) if prompt else None
            until = opened[1] if opened else ""
            if not prompt:
                continue
        goes_on = not until and made[-1].rstrip().endswith(("\\", " `"))
    return made, tools
