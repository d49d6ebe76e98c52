"""Find labels: "**The Trap:** text", "**Key** — text", several to a line (rule 10). Text in, labelled pieces out."""

from __future__ import annotations

import re

from post_forge.compose.language import lexicon, spans
from post_forge.model import Text

_SPOKEN_ROLES = frozenset({"trap", "fix", "lesson", "limit", "answer", "example"})
_DASHES = "-–—:："
_COLON = (":", "：")
_AFTER = re.compile(r"\s*(?:[:：]|\s[-–—]{1,2}(?=\s)|[–—]{1,2}(?=\s)|——)\s*")
PLAIN = re.compile(r"^([^\s:：.!?,;。，][^:：.!?;。，\n]{0,31}?)(?:[:：]\s+|：|\s[–—]\s|\s-\s)(?=\S)")
_LONGEST, _LONGEST_CLAIM = 60, 120
_SPOKEN = re.compile(r"(?:^|(?<=[.!?。]\s))((?:The\s)?[A-Z][\w-]+(?:\s[a-z][\w-]+){0,2}):\s+(?=\S)")


def split_labels(text: Text, plain_too: bool = False) -> list[tuple[Text, Text]]:
    """The text as (label, words) pairs in order; the label of a piece without one is empty.

    A label is a bold run that ends in a colon, or a bold, code or link run at the start that a colon or a dash
    follows. With `plain_too` a few plain words and a colon at the start count as well ("SRV: host and port").
    """
    words = str(text)
    starts = _label_starts(text, words)
    if plain_too and not starts and (found := PLAIN.match(words)) and len(found.group(1).split()) <= 4:
        starts = [(0, found.end(1), found.end())]
    starts = sorted([*starts, *_spoken(words, starts)])
    if not starts:
        return [(Text(), text)]
    pieces: list[tuple[Text, Text]] = []
    if words[: starts[0][0]].strip():
        pieces.append((Text(), spans.trim(spans.cut(text, 0, starts[0][0]))))
    for index, (start, end, body) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(words)
        label = spans.trim(spans.cut(text, start, end), _DASHES + ".。")
        pieces.append((_without_bold(label), spans.trim(spans.cut(text, body, stop))))
    return pieces


def _label_starts(text: Text, words: str) -> list[tuple[int, int, int]]:
    """(start, end of the label, start of its text) of every label."""
    found: list[tuple[int, int, int]] = []
    for start, end in spans.marked(text, "strong"):
        label = words[start:end].rstrip()
        first = not words[:start].strip()
        if not label.strip(_DASHES + " ") or len(label) > (_LONGEST_CLAIM if first and _is_quoted(label) else _LONGEST):
            continue
        after = _AFTER.match(words, end)
        closed = label.endswith(_COLON) and (first or _after_sentence(words, start))
        if closed or (first and _stands_apart(label, words[end:])):
            found.append((start, end, after.end() if after and not closed else end))
        elif after and (first or (words[end : end + 1] in _COLON and _after_sentence(words, start))):
            found.append((start, end, after.end()))
    if not found:
        found = _leading_run(text, words)
    return found


def _stands_apart(label: str, rest: str) -> bool:
    """A bold start that is no part of the sentence after it: it ends in a full stop, is a quotation, or a phrase.

    "**Dedup window vs storage.** Keys must ...", "**"My ORM protects me."** It does ...", "**Sleep vs spin** A waiting
    thread ..."; but not "**Redis** Sentinel watches ..." nor "**Databases** that write in place".
    """
    following = rest.lstrip()
    if not following or following[0].islower():
        return False
    if _is_quoted(label):
        return True
    return label.endswith((".", "。")) or (len(label.split()) >= 3 and following[0].isupper()) or rest.startswith("\n")


def _is_quoted(label: str) -> bool:
    return label[0] in '"“«' and label.rstrip(".!?")[-1:] in '"”»' and sum(map(label.count, '"“”«»')) == 2


def _spoken(words: str, starts: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Labels without marks, where they say a role we know ("The lesson: a TTL limits caches.")."""
    if ":" not in words:
        return []
    taken = {start for start, _, _ in starts}
    found = []
    for match in _SPOKEN.finditer(words):
        inside = any(start <= match.start(1) < body for start, _, body in starts)
        if match.start(1) not in taken and not inside and lexicon.role_of(match.group(1)) in _SPOKEN_ROLES:
            found.append((match.start(1), match.end(1), match.end()))
    return found


def _after_sentence(words: str, start: int) -> bool:
    before = words[:start].rstrip()
    return not before or before[-1] in '.!?。！？;)"”' or words[len(before) : start].count("\n") > 0


def _leading_run(text: Text, words: str) -> list[tuple[int, int, int]]:
    """A code span or a link at the start, with a dash or a colon after it."""
    if not text.spans:
        return []
    runs = [(start, end) for start, end in spans.marked(text, "code") if not words[:start].strip()]
    if text.spans[0].href:
        runs.append((0, len(text.spans[0].text)))
    for start, end in runs:
        after = _AFTER.match(words, end)
        if after and after.group().strip() and end - start <= _LONGEST:
            return [(start, end, after.end())]
    return []


def _without_bold(label: Text) -> Text:
    """A label is drawn in its own style: the bold the author used to mark it goes."""
    return Text(tuple(type(span)(span.text, span.marks - {"strong", "emphasis"}, span.href) for span in label.spans))
