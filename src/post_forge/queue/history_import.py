"""A CSV or JSON file of what was posted before this program -> publications; every error with its file:line.

CSV needs a line of headings, JSON a list of objects (or one object a line). The names are those of published.jsonl:
post, channel, time, and if known url, content, round. A time without its zone is one on the wall of `zone`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final
from urllib.parse import urlsplit

from post_forge.errors import Problem, Source, did_you_mean
from post_forge.queue.errors import StoreError
from post_forge.queue.published import Publication, Wrong, publication_of

_RULE: Final = "history.import"
_NAMES: Final = ("post", "channel", "time", "url", "content", "slot", "round", "ids", "state")
_NEEDED: Final = ("post", "channel", "time")
_Record = tuple[int, Mapping[str, Any]]


def read_history(data: bytes, path: str, zone: tzinfo) -> tuple[Publication, ...]:
    """Every publication that the file tells of. Raises StoreError with all that is wrong: then nothing is imported.

    `path` names the file in errors, and by its ending (.csv, .tsv, else JSON) what it is.
    """
    problems: list[Problem] = []
    found: list[Publication] = []
    try:
        text = data.decode("utf-8-sig")
        is_table = path.lower().endswith((".csv", ".tsv"))
        for line, record in _table(text, path) if is_table else _objects(text, path):
            try:
                found.append(_publication(record, zone))
            except Wrong as wrong:
                problems.append(Problem(_RULE, wrong.message, Source(path, line), wrong.hint))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(_RULE, "this file is not UTF-8", Source(path, line), "save it as UTF-8"))
    if not found and not problems:
        problems.append(Problem(_RULE, "nothing is in this file", Source(path), f"it needs {', '.join(_NEEDED)}"))
    if problems:
        raise StoreError(*problems)
    return tuple(found)


def _publication(record: Mapping[str, Any], zone: tzinfo) -> Publication:
    if not record:
        raise Wrong("nothing is in this row", "take it out, or fill it in")
    if unknown := [name for name in record if name not in _NAMES]:
        raise Wrong(f"unknown key {unknown[0]!r}", did_you_mean(unknown[0], _NAMES))
    found = publication_of({**record, **_moments(record, zone)})
    if {"", ".", ".."} & {*found.post.split("/")} or "\\" in found.post:
        raise Wrong(f"{found.post!r} is not the name of a post", "its name is that of its folder in output/")
    if found.url and not is_address(found.url):
        raise Wrong(f"{found.url!r} is not the address of a post", "write https://..., or leave it out")
    return found


def is_address(url: str) -> bool:
    """Whether this can be where a post is: a page, a record of Bluesky's (at://), a file of a folder."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http", "at", "file") and bool(parts.netloc or parts.path) and " " not in url


def _moments(record: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """The times of a record, those without a zone read on the wall of `zone`; what is no time is left to be refused."""
    found = {}
    for name in ("time", "slot"):
        try:
            moment = datetime.fromisoformat(record[name].strip())
        except (KeyError, ValueError, AttributeError):
            continue
        found[name] = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
    return found


# ---- CSV -----------------------------------------------------------------------------------------------------------


def _table(text: str, path: str) -> Iterator[_Record]:
    """Each row under its headings, with the line it begins at. Raises StoreError for headings that cannot be used."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    headings: list[str] | None = None
    empty: list[int] = []
    line = 1
    try:
        for row in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                empty += [start] if row and headings else []
                continue
            if headings is None:
                headings = _headings(row, Source(path, start))
                continue
            yield from ((at, {}) for at in empty)
            empty = []  # those behind the last row are what spreadsheets leave
            yield start, _row(headings, row)
    except csv.Error as error:
        raise StoreError(Problem(_RULE, f"this is no CSV: {error}", Source(path, reader.line_num))) from None


def _headings(row: list[str], source: Source) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    problems = [
        Problem(_RULE, f"unknown heading {name!r}", source, did_you_mean(name, _NAMES))
        for name in names
        if name not in _NAMES
    ]
    problems += [
        Problem(
            _RULE, f"there is no heading {name!r}", source, f"the first line names the columns: {', '.join(_NAMES)}"
        )
        for name in _NEEDED
        if name not in names
    ]
    if len({*names}) != len(names):
        problems.append(Problem(_RULE, "two columns have one heading", source, "remove one of them"))
    if problems:
        raise StoreError(*problems)
    return names


def _row(headings: list[str], row: list[str]) -> dict[str, Any]:
    """One row by its headings. A row that is too long has a cell that no heading names."""
    record: dict[str, Any] = {name: cell.strip() for name, cell in zip(headings, row, strict=False) if cell.strip()}
    if len(row) > len(headings):
        record[f"column {len(headings) + 1}"] = row[len(headings)]
    if record.get("round", "").isdigit():
        record["round"] = int(record["round"])
    if "ids" in record:
        record["ids"] = record["ids"].split()
    return record


# ---- JSON ----------------------------------------------------------------------------------------------------------


def _objects(text: str, path: str) -> Iterator[_Record]:
    """Each object of a list, or of a file with one a line, with the line it begins at. Raises StoreError."""
    decoder = json.JSONDecoder()
    is_list = text.lstrip().startswith("[")
    at = len(text) - len(text.lstrip()) + is_list
    while (at := _skip(text, at, is_list)) < len(text):
        line = text.count("\n", 0, at) + 1
        if is_list and text[at] == "]":
            _nothing_after(text, at + 1, path)
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            if isinstance(error, json.JSONDecodeError):
                line = error.lineno
            message = f"this is no JSON: {getattr(error, 'msg', 'too deep').lower()}"
            raise StoreError(Problem(_RULE, message, Source(path, line), "nothing was imported")) from None
        yield line, value if isinstance(value, dict) else {"": value}
    if is_list:
        line = text.count("\n") + 1
        raise StoreError(Problem(_RULE, "this list has no end", Source(path, line), "is the file whole?"))


def _skip(text: str, at: int, commas: bool) -> int:
    while at < len(text) and (text[at].isspace() or (commas and text[at] == ",")):
        at += 1
    return at


def _nothing_after(text: str, at: int, path: str) -> None:
    if text[at:].strip():
        line = text.count("\n", 0, _skip(text, at, False)) + 1
        raise StoreError(Problem(_RULE, "something stands after the list", Source(path, line), "nothing was imported"))
