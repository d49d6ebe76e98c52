"""Turn a text into its emoji: where each sequence that is drawn as one picture stands.

The grammar is that of Unicode's UTS #51 (flags, keycaps, skin tones, tags, sequences joined by U+200D). A joined
sequence needs only to be well formed: whether a network has a picture for it changes with every release.
"""

from __future__ import annotations

import re
from functools import cache

# Code points below U+10000 with the property Emoji, and the ones that take a skin tone (Unicode 17, emoji-data.txt).
_PICTURES = """
a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 23cf 23e9-23f3 23f8-23fa 24c2 25aa-25ab 25b6 25c0
25fb-25fe 2600-2604 260e 2611 2614-2615 2618 261d 2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 2648-2653
265f-2660 2663 2665-2666 2668 267b 267e-267f 2692-2697 2699 269b-269c 26a0-26a1 26a7 26aa-26ab 26b0-26b1 26bd-26be
26c4-26c5 26c8 26ce-26cf 26d1 26d3-26d4 26e9-26ea 26f0-26f5 26f7-26fa 26fd 2702 2705 2708-270d 270f 2712 2714 2716
271d 2721 2728 2733-2734 2744 2747 274c 274e 2753-2755 2757 2763-2764 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07
2b1b-2b1c 2b50 2b55 3030 303d 3297 3299 1f000-1f1e5 1f200-1f3fa 1f400-1faff
"""
_TAKES_SKIN_TONE = """
261d 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f469 1f46b-1f478 1f47c
1f481-1f483 1f485-1f487 1f48f 1f491 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 1f645-1f647 1f64b-1f64f 1f6a3
1f6b4-1f6b6 1f6c0 1f6cc 1f90c 1f90f 1f918-1f91f 1f926 1f930-1f939 1f93c-1f93e 1f977 1f9b5-1f9b6 1f9b8-1f9b9 1f9bb
1f9cd-1f9cf 1f9d1-1f9dd 1fac3-1fac5 1faf0-1faf8
"""


def _characters(ranges: str) -> str:
    """Hexadecimal ranges as the inside of a regular expression's character class."""
    ends = (part.split("-") for part in ranges.split())
    return "".join("-".join(chr(int(end, 16)) for end in pair) for pair in ends)


@cache
def emoji_pattern() -> re.Pattern[str]:
    """Matches one emoji sequence, also a lone picture character (which © and ™ are, drawn as text or not)."""
    picture, skin = f"[{_characters(_PICTURES)}]", "[\U0001f3fb-\U0001f3ff]"
    element = f"(?:[{_characters(_TAKES_SKIN_TONE)}]\ufe0f?{skin}|{picture}\ufe0f?|{skin})"
    return re.compile(
        "[\U0001f1e6-\U0001f1ff]{2}"  # a flag
        "|[0-9#*]\ufe0f?\u20e3"  # a keycap
        "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # the flag of a region, spelled in tags
        f"|{element}(?:\u200d{element})*"
    )
