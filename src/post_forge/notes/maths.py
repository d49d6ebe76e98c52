"""LaTeX -> plain text, where it says no more than plain text can: `O(n \\log n)`, `10^6`, `x \\le y`.

What has fractions, sums with bounds, matrices or unknown commands stays LaTeX, and whoever draws it decides.
"""

from __future__ import annotations

import re

from post_forge.notes.words import pairs, words

_SYMBOLS = pairs("""
    times × cdot · div ÷ pm ± le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ ll ≪ gg ≫ to → rightarrow →
    Rightarrow ⇒ leftarrow ← leftrightarrow ↔ mapsto ↦ infty ∞ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ land ∧
    lor ∨ neg ¬ forall ∀ exists ∃ emptyset ∅ sum ∑ prod ∏ partial ∂ nabla ∇ ldots … dots … cdots ⋯ alpha α beta β
    gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ
    sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ
    Omega Ω ell ℓ hbar ħ circ ∘ oplus ⊕ otimes ⊗ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ mid | degree °
    prime ′
""")
_WORDS = words("log ln exp sin cos tan min max lim mod gcd det dim arg Pr sup inf bmod lg")
_FONTS = re.compile(r"\\(?:text|mathrm|mathbf|mathit|textbf|textit|operatorname|mathsf|mathtt|mbox)\s*\{([^{}\\]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{(\w+)\}")
_TIGHT = frozenset("αβγδεζηθικλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩℓħ∞∅∂∇°′⟨⟩⌊⌋⌈⌉|¬∀∃√")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?|\\([,;:! %$#&_{}])")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\w|[+*-]))")
_RAISED = dict(zip("0123456789+-=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


def raised(text: str) -> str:
    """`6` -> `⁶`; what has no raised form is written with a caret."""
    return _shifted(text, _RAISED, "^")


def lowered(text: str) -> str:
    """`2` -> `₂`; what has no lowered form is written on the line, as in `log2`."""
    return _shifted(text, _LOWERED, "")


def _shifted(text: str, table: dict[str, str], otherwise: str) -> str:
    if not text.strip():
        return text
    if all(character in table for character in text):
        return "".join(table[character] for character in text)
    return f"{otherwise}({text})" if otherwise and len(text) > 1 else otherwise + text


def plain_maths(latex: str) -> str | None:
    """The formula as plain text, or None where that would lose its meaning."""
    if len(latex) > 120 or "\\\\" in latex or "&" in latex:
        return None
    text = _ROOT.sub(r"√\1", _FONTS.sub(r"\1", latex.strip()))
    try:
        text = _COMMAND.sub(_symbol, text)
        text = _SCRIPT.sub(_script, text)
    except KeyError:
        return None
    text = re.sub(r"(?<!\w)\{(\w+)\}|\{([^{}]*)\}", r"\1\2", text)
    if re.search(r"[\\{}^_~]", text.replace("^(", "")):
        return None
    return re.sub(r"(\w) \(", r"\1(", re.sub(r"\s+", " ", text)).strip() or None


def _symbol(match: re.Match[str]) -> str:
    name, escaped = match[1], match[2]
    if escaped:
        return escaped if escaped in "%$#&_" else " "
    if name in {"left", "right", "big", "Big", "displaystyle"}:
        return ""
    if name in {"quad", "qquad"}:
        return "  "
    if name in _WORDS:
        before = match.string[: match.start()]
        return f" {name} " if before[-1:].isalnum() or before.endswith(")") else f"{name} "
    sign = _SYMBOLS[name]
    return sign if sign in _TIGHT else f" {sign} "


def _script(match: re.Match[str]) -> str:
    inner = match[2] if match[2] is not None else match[3]
    table = _RAISED if match[1] == "^" else _LOWERED
    if not inner or not all(character in table for character in inner):
        raise KeyError(inner)
    return "".join(table[character] for character in inner)
