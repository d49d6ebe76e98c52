"""Make the author's text ready for print: marks for yes and no become verdicts, ornaments go, formulas become words."""

from __future__ import annotations

import re

from post_forge.compose.language import spans
from post_forge.model import Span, Text, Verdict

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\U000e0020-\U000e007f"
_LEADING = re.compile(f"^[\\s{_EMOJI}]+(?=\\S)")
_TRAILING = re.compile(f"[\\s{_EMOJI}]+$")
_VERDICTS: dict[str, Verdict] = {
    "✅": "yes", "✓": "yes", "✔": "yes", "☑": "yes", "👍": "yes", "🟢": "yes",
    "❌": "no", "✗": "no", "✘": "no", "✖": "no", "🚫": "no", "👎": "no", "⛔": "no", "🔴": "no",
    "⚠": "warn", "🟡": "warn", "🟠": "warn",
}  # fmt: skip
_VERDICT = re.compile(rf"^\s*([{''.join(_VERDICTS)}])\ufe0f?\s*")

_QUOTES = '"“”'
_OPEN_BOX = re.compile("^\\s*[☐⬜🔲◻□▢]\ufe0f?\\s*")

_COMMANDS = {
    "log": "log", "ln": "ln", "min": "min", "max": "max", "times": "×", "cdot": "·", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~", "to": "→", "rightarrow": "→", "infty": "∞", "pm": "±",
    "ldots": "…", "dots": "…", "cdots": "…", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
    "varepsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "phi": "φ", "omega": "ω",
    "Delta": "Δ", "Sigma": "Σ", "Omega": "Ω", "Theta": "Θ", "in": "∈", "quad": " ", "left": "", "right": "", ",": " ",
    ";": " ", "%": "%", "$": "$",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|[,;%$])")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\{([^{}\\]*)\}")
_UP = dict(zip("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True))
_DOWN = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))
_RAISED = re.compile(r"\^(?:\{([0-9+\-n]{1,4})\}|([0-9n]))")
_LOWERED = re.compile(r"_(?:\{([0-9]{1,3})\}|([0-9]))")
_LONGEST_FORMULA = 32
_POINTER = re.compile(
    r"\s*\[\d{1,3}\](?=[\s.,;:)]|$)"
    r"|\s*\((?:reference|source|link|docs|demo)\)"
    r"|\s*\((?:see|cf\.|refer to|more (?:on|about)|read more|source|siehe|vgl\.|ver|voir|см\.)\b[^()]*\)",
    re.IGNORECASE,
)


def ready(text: Text) -> Text:
    """The text with its simple formulas written as words. What could not be written keeps the mark `math`."""
    if not any("math" in span.marks for span in text.spans):
        return text
    return Text(tuple(_worded(span) if "math" in span.marks else span for span in text.spans))


def _worded(span: Span) -> Span:
    words = formula_words(span.text)
    return span if words is None else Span(words, span.marks - {"math"}, span.href)


def formula_words(latex: str) -> str | None:
    """A simple formula as plain characters ("n^2 \\le 10" -> "n² ≤ 10"), or None if it needs to be set as a formula."""
    words = _WRAPPED.sub(r"\1", latex.strip())
    words = _COMMAND.sub(lambda found: _COMMANDS.get(found.group(1), "\\"), words)
    words = _RAISED.sub(lambda found: "".join(_UP[char] for char in found.group(1) or found.group(2)), words)
    words = _LOWERED.sub(lambda found: "".join(_DOWN[char] for char in found.group(1) or found.group(2)), words)
    if re.search(r"[\\{}^_&$]", words) or len(words) > _LONGEST_FORMULA:
        return None
    return re.sub(r"\s+", " ", words).strip()


def without_pointers(text: Text) -> Text:
    """The text without brackets that send the reader elsewhere ("(see this example)")."""
    words = str(text)
    if "(" not in words and "[" not in words:
        return text
    ranges = [found.span() for found in _POINTER.finditer(words)]
    return spans.without(text, ranges) if ranges else text


def has_formula(text: Text) -> bool:
    """Is there a formula in it that could not be written as words?"""
    return any("math" in span.marks for span in text.spans)


def verdict(text: Text) -> tuple[Verdict, Text]:
    """A leading ✅, ❌ or ⚠️ as a verdict, and the text after it."""
    found = _VERDICT.match(str(text))
    if not found:
        return "", text
    return _VERDICTS[found.group(1)], spans.cut(text, found.end(), len(str(text)))


def unquoted(text: Text) -> Text:
    """An answer wrapped in quotation marks, perhaps over several paragraphs, without the pair (rule 28)."""
    words = str(text)
    if not words:
        return text
    odd = words.count('"') % 2 == 1 or words.count("“") != words.count("”")
    starts, ends = words[0] in _QUOTES, words.rstrip()[-1:] in _QUOTES
    if starts and (odd or ends):
        return spans.trim(spans.cut(text, 1, len(words.rstrip()) - (1 if ends else 0)))
    return spans.trim(spans.cut(text, 0, len(words.rstrip()) - 1)) if ends and odd else text


def open_box(text: Text) -> tuple[bool | None, Text]:
    """A leading ☐ as a box that is not ticked (False), and the text after it; None where there is none."""
    found = _OPEN_BOX.match(str(text))
    return (False, spans.cut(text, found.end(), len(str(text)))) if found else (None, text)


def bare(text: Text) -> Text:
    """The text without white space and ornaments at its two ends."""
    words = str(text)
    if words.isascii():
        return spans.trim(text)
    start = _LEADING.match(words)
    end = _TRAILING.search(words)
    low, high = start.end() if start else 0, end.start() if end else len(words)
    return spans.trim(spans.cut(text, low, max(low, high)))
