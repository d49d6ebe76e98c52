"""The kinds of callouts that slides know, and the words and signs by which notes of any dialect name them.

Recognising words only; nothing in here is ever printed.
"""

from __future__ import annotations

import re

KINDS = ("note", "tip", "important", "warning", "danger")

_WORDS: dict[str, str] = {
    "note": """note notes info information abstract seealso remark nota observação remarque hinweis anmerkung
        notiz opmerking uwaga not заметка примечание примітка 注 注释 注意事项 说明 補足 メモ 参考 참고 메모
        ملاحظة הערה یادداشت टिप्पणी message""",
    "tip": """tip tips hint success check done consejo dica astuce conseil tipp consiglio wskazówka ipucu совет
        подсказка порада 提示 小贴士 技巧 ヒント コツ ポイント 팁 نصيحة טיפ نکته सुझाव""",
    "important": """important key importante wichtig belangrijk ważne önemli важно важливо 重要 중요 مهم חשוב
        महत्वपूर्ण""",
    "warning": """warning warn caution attention advertencia advertência aviso atenção precaución cuidado
        avertissement warnung achtung vorsicht attenzione avviso waarschuwing ostrzeżenie uyarı dikkat внимание
        предупреждение увага 警告 注意 경고 주의 تحذير אזהרה هشدار चेतावनी""",
    "danger": """danger error bug failure fail critical peligro perigo gefahr pericolo gevaar niebezpieczeństwo
        tehlike опасно опасность небезпека 危险 危險 危険 위험 خطر סכנה खतरा""",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_SIGNS = {
    "ℹ": "note", "📝": "note", "📌": "note", "🗒": "note",
    "💡": "tip", "✨": "tip",
    "❗": "important", "‼": "important", "❕": "important", "⭐": "important",
    "⚠": "warning", "🚧": "warning",
    "🚨": "danger", "🛑": "danger", "⛔": "danger", "☠": "danger", "🔥": "danger",
}  # fmt: skip
_SIGN = re.compile(rf"^\s*([{''.join(_SIGNS)}])\ufe0f?\s*")


def kind_of_word(name: str) -> str:
    """The kind that a callout's type or a label names ("Warning:", "Hinweis"); "" for any other word."""
    return _KINDS.get(name.strip(" :：!.！").casefold(), "")


def kind_of_sign(words: str) -> str:
    """The kind that a leading emoji names ("💡 Keep it short"), as exports of note-taking programs write callouts."""
    found = _SIGN.match(words)
    return _SIGNS[found.group(1)] if found else ""
