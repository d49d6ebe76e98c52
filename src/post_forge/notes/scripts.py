"""Which writing system a character belongs to, as far as it changes how text is joined."""

from __future__ import annotations

import re

# Han, kana, their punctuation and full-width forms: lines of these join without a space.
_HAN_KANA = (
    "\u2e80-\u303f\u3040-\u30ff\u31c0-\u31ff\u3200-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
HAN_KANA = re.compile(f"[{_HAN_KANA}]")
_CJK = re.compile(f"[{_HAN_KANA}\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


def is_cjk(character: str) -> bool:
    """Chinese, Japanese or Korean, punctuation too."""
    return _CJK.match(character) is not None


def joins_without_space(left: str, right: str) -> bool:
    """A line break between these two characters is not a space (Korean does write spaces)."""
    return HAN_KANA.match(left) is not None and HAN_KANA.match(right) is not None
