"""SQL -> what keeps every dialect from reading it, where the parser (sqlglot) is installed."""

from __future__ import annotations

import logging
import re
from importlib.util import find_spec
from typing import Any

_DIALECTS = ("postgres", "mysql", "tsql", "oracle", "sqlite", "snowflake", "bigquery", "clickhouse", "spark", "duckdb")
_LEFT_ALONE = re.compile(
    r"\.\.\.|…|<\w[\w ]*>|\{\{|\{%|^\s*\w*[=#>-]+[#>] |^\s*[-+]{4,}|\(\d+ rows?\)|->\s+\w+ (?:Scan|on)|cost=|^\\\w|"
    r"^\s*\+?\|"
    r"|^\s*(?:mysql|sqlite|postgres)>|\b(?:BEGIN|DECLARE|PROCEDURE|FUNCTION|TRIGGER|DELIMITER|LANGUAGE|END)\b"
    r"|^\s*(?:T\d|Session|Tx|Transaction)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Sketches, sessions, plans, printed tables, and procedures, which each database writes in a language of its own."""


def sql_error(text: str) -> tuple[int, int, str] | None:
    """(line, column, what is wrong), or None where one dialect reads it, or no parser is at hand."""
    if not text.strip() or _LEFT_ALONE.search(text) or find_spec("sqlglot") is None:
        return None
    import sqlglot
    from sqlglot.errors import ParseError, SqlglotError

    logger = logging.getLogger("sqlglot")
    level, first = logger.level, None
    logger.setLevel(logging.CRITICAL)  # it tells of statements that it takes on trust
    try:
        for dialect in (None, *_DIALECTS):
            try:
                sqlglot.parse(text, read=dialect)
            except ParseError as error:
                first = first or _told(error.errors)
            except (SqlglotError, RecursionError, ValueError):
                first = first or (1, 0, "it cannot be read")
            else:
                return None
    finally:
        logger.setLevel(level)
    return first


def _told(errors: list[dict[str, Any]]) -> tuple[int, int, str]:
    one = errors[0] if errors else {}
    message = str(one.get("description") or "it cannot be read").rstrip(".")
    column = max(0, int(one.get("col") or 0) - len(str(one.get("highlight") or "")) + 1)
    return int(one.get("line") or 1), column, message[:1].lower() + message[1:]
