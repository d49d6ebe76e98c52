"""Which language a note is in: what its front matter says, else its folder or file name, else its letters and words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from post_forge.notes.words import words

_SAMPLE = 4_000  # characters that are looked at
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")
_CODES = words("""
    ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja ka kk kn ko lt lv mk ml mn mr ms my nl no nb
    pa pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh
""")
_ALIASES = {
    "jp": "ja",
    "cn": "zh",
    "kr": "ko",
    "tw": "zh-Hant",
    "ua": "uk",
    "br": "pt-BR",
    "gr": "el",
    "cz": "cs",
    "iw": "he",
}
# As a folder these are words of other trades too (`id`, `it`, `no`, `my`, `ms`, `ml`, `ka`, `cs`, `et`, `is`).
_NOT_FOLDERS = words("id it no my ms ml cs et sl kk pa da sw mk lt te ca hr sq mr")

_SCRIPTS = (
    ("kana", re.compile("[\u3041-\u30ff\uff66-\uff9f]")),
    ("han", re.compile("[\u3400-\u9fff\uf900-\ufaff]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("arabic", re.compile("[\u0620-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]")),
)
_WORDS = {
    "en": "a the of and to in is that it for on with as are this be you not or from by an your",
    "es": "el la de que los las en un una por con para del es se no como más pero",
    "de": "der die das und ist nicht ein eine mit für auf den von zu dem auch sich werden wird",
    "fr": "le la les des est une un et pour dans que qui sur pas avec ce sont plus du",
    "pt": "o os as um uma de do da que em não para com por se mais como é ou são",
    "it": "il lo gli che di non per una un con sono del della è più come anche nel",
    "nl": "de het een en van is niet dat met voor op zijn te wordt ook aan als",
    "pl": "w i na z się nie do to że jest o jak dla po przez są od",
    "tr": "ve bir bu için ile da de olarak çok daha olan gibi ne ya değil",
    "id": "yang dan di untuk dengan ini itu dari pada adalah dalam tidak akan atau ke",
    "sv": "och att det som en är på för av med inte den till om ett",
    "vi": "và của là có cho các một không được trong với những này để",
    "cs": "a se na je že s v z do to jsou pro není jako",
    "ro": "și de la în este pe cu nu care o un pentru mai sunt",
    "hu": "a az és hogy nem is egy ez van meg vagy csak",
}
_STOP_WORDS = {code: frozenset(word for word in words.split() if len(word) > 1) for code, words in _WORDS.items()}


def language_tag(written: str) -> str:
    """A BCP 47 tag in its usual case (`zh-hans` -> `zh-Hans`, `pt_br` -> `pt-BR`), or "" for what is none."""
    found = _TAG.fullmatch(written.strip())
    if not found:
        return ""
    language, script, region = found[1].lower(), found[2], found[3]
    parts = [_ALIASES.get(language, language)]
    if parts[0] not in _CODES and "-" not in parts[0] and not region and not script:
        return parts[0] if len(parts[0]) <= 3 else ""
    return "-".join([*parts, *([script.title()] if script else []), *([region.upper()] if region else [])])


def language_of(declared: str, place: str, text: str) -> str:
    """`declared` is what front matter says, `place` the note's path in its collection, `text` its prose."""
    return language_tag(declared) or _from_place(place) or _from_text(text[:_SAMPLE])


def _from_place(place: str) -> str:
    """`translations/ru/x.md`, `_articles/ar/x.md`, `x.pt-BR.md`, `translations/jp.md`."""
    *folders, name = PurePosixPath(place).parts
    stem, _, suffix = name.rpartition(".")[0].rpartition(".")
    if stem and (tag := _code(suffix, strict=False)):
        return tag
    whole = name.rpartition(".")[0]
    in_translations = bool(folders) and folders[-1].lower() in {"translations", "i18n", "locales", "lang", "languages"}
    if in_translations and (tag := _code(whole, strict=False)):
        return tag
    for folder in reversed(folders):
        above = folders[folders.index(folder) - 1].lower() if folders.index(folder) else ""
        strict = above not in {"translations", "i18n", "locales", "_articles", "docs", "content"}
        if tag := _code(folder, strict=strict):
            return tag
    return ""


def _code(word: str, strict: bool) -> str:
    found = _TAG.fullmatch(word)
    code = found[1].lower() if found else ""
    known = code in _CODES or code in _ALIASES
    if not known or (strict and code in _NOT_FOLDERS and "-" not in word):
        return ""
    return language_tag(word)


def _from_text(text: str) -> str:
    counts = {name: len(letters.findall(text)) for name, letters in _SCRIPTS}
    # One sign of Han or Hangul says what two or three Latin letters do.
    weight = {name: count * (1 if name == "latin" else 3) for name, count in counts.items()}
    if (
        weight["kana"] * 12 > weight["han"] + weight["kana"] > 0
        and (weight["han"] + weight["kana"]) * 3 > weight["latin"]
    ):
        return "ja"
    name = max(weight, key=lambda script: weight[script])
    if not counts[name]:
        return "en"
    if name in {"han", "kana"}:
        return "zh" if name == "han" else "ja"
    if name == "arabic":
        return _of_arabic(text)
    if name == "cyrillic":
        return "uk" if re.search("[іїєґІЇЄҐ]", text) else "ru"
    return _of_latin(text) if name == "latin" else name


def _of_arabic(text: str) -> str:
    persian, urdu = len(re.findall("[پچژگک]", text)), len(re.findall("[ٹڈڑےں]", text))
    letters = len(re.findall("[\u0620-\u06ff]", text))
    if urdu * 50 > letters:
        return "ur"
    return "fa" if persian * 50 > letters else "ar"


def _of_latin(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(words[word] for word in stop) for code, stop in _STOP_WORDS.items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    different = sum(word in words for word in _STOP_WORDS[best])
    return best if scores[best] >= 4 and different >= 3 and scores[best] > scores["en"] * 1.5 else "en"
