"""A language -> the few words that slides say by themselves: the part `slide` of templates/phrases/<lang>.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from post_forge import yamltext
from post_forge.errors import ForgeError, Problem, Source, TemplateError
from post_forge.shipped import TEMPLATES

COMPLETE = "en"
"""The language whose shipped file has every word, and so says which words there are."""


def words_for(lang: str, places: Sequence[Path], own: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The words of a BCP 47 code, or of its language; "" for each that is not said in it.

    `places` are folders of templates, the first one wins; `own` are the words that a theme brings along, by language.
    Raises TemplateError for a file that cannot be used.
    """
    found = dict.fromkeys([*_read_file(TEMPLATES, COMPLETE), *(name for words in own.values() for name in words)], "")
    for code in dict.fromkeys((lang.partition("-")[0], lang)):
        for place in reversed(places):
            found |= _read_file(place, code)
        found |= own.get(code, {})
    return found


def _read_file(place: Path, code: str) -> Mapping[str, str]:
    file = place / "phrases" / f"{code}.yaml"
    if not code.replace("-", "").isalnum() or not file.is_file():
        return {}
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(64)
def _load(file: Path, changed: int) -> Mapping[str, str]:
    del changed  # it only tells one state of the file from another
    try:
        loaded = yamltext.load(file.read_text("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        problem = Problem("phrases.encoding", f"not UTF-8 (byte {error.start})", Source(str(file)), "save it as UTF-8")
        raise TemplateError(problem) from None
    except ForgeError as error:
        raise TemplateError(*error.problems) from None
    whole = loaded.value if isinstance(loaded.value, dict) else {}
    words = whole.get("slide") or {}
    if not isinstance(words, dict) or any(isinstance(word, dict | list) for word in words.values()):
        where = loaded.where("slide")
        raise TemplateError(Problem("phrases.shape", "slide: is a map of names to words", where, 'write next: "next"'))
    return {str(name): str(word) for name, word in words.items() if word is not None}
