"""Which code shows a terminal, in which dialect, and how its prompts are written."""

from __future__ import annotations

import pytest

from post_forge.compose.units.sessions import as_session
from tests.compose.builders import code


def read(words: str, lang: str = "console") -> str | None:
    found = as_session(code(words, lang))
    assert found is None or found.lang == "console"
    return found.text if found else None


@pytest.mark.parametrize("lang", ["console", "shell-session", "terminal", "bash", "sh", "zsh", "shell", "", "text"])
def test_a_prompt_at_its_start_makes_a_session(lang: str) -> None:
    assert read("$ ulimit -n\n1024", lang) == "$ ulimit -n\n1024"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("me@db1:~/app$ ls", "$ ls"),
        ("[root@db1 ~]# ls", "$ ls"),
        ("root@db1:/# ls", "$ ls"),
        ("(venv) me@box:~$ ls", "$ ls"),
        ("(venv) $ ls", "$ ls"),
        ("~/app $ ls", "$ ls"),
        ("% ls", "$ ls"),
        ("❯ ls", "$ ls"),
        ("PS C:\\app> dir", "> dir"),
        ("C:\\app>dir", "> dir"),
        ("mysql> SELECT 1;", "> SELECT 1;"),
        ("postgres=# SELECT 1;", "> SELECT 1;"),
        ("127.0.0.1:6379> GET a", "> GET a"),
        ("redis 127.0.0.1:6379> GET a", "> GET a"),
    ],
)
def test_prompts_of_people_and_programs_become_one(line: str, shown: str) -> None:
    assert read(f"{line}\nanswer") == f"{shown}\nanswer"


def test_the_program_that_asks_names_the_window() -> None:
    found = as_session(code("mysql> SELECT 1;\n1\nmysql> SELECT 2;\n2", "sql"))
    assert found
    assert found.title == "mysql"


def test_a_command_over_several_lines_stays_one() -> None:
    assert (
        read("$ curl -X POST \\\n  -d a=1 \\\n  localhost\nok") == "$ curl -X POST \\\n>   -d a=1 \\\n>   localhost\nok"
    )
    assert read("$ cat <<EOF > a\none\nEOF\n$ ls") == "$ cat <<EOF > a\n> one\n> EOF\n$ ls"


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("npm install\nnpm test", "bash"),
        ("npm install", "console"),
        ("$ 5 per month", ""),
        ("$name = 'x';", "php"),
        ("$ SELECT", "python"),
        ("echo a\n$ echo b", "bash"),
        ("> quoted\n> words", "text"),
        ("일련의 쿼리", ""),
        ("api.example.com.  60  A  192.0.2.10", ""),
        ("a -> b", "text"),
        ("# a comment\nls", "bash"),
        ("", "console"),
    ],
)
def test_what_only_looks_like_one_is_none(words: str, lang: str) -> None:
    assert read(words, lang) is None
