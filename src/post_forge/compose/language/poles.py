"""The words by which a note sets two sides against each other: "Pros" and "Cons", "Do" and "Don't".

Recognising words only, in the languages where they are safe to know; nothing in here is ever printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from post_forge.model import Verdict


@dataclass(frozen=True, slots=True)
class Pole:
    """One of two sides: its pair, whether it is the better one, what follows the word ("of sharding")."""

    pair: str
    better: bool
    about: str = ""


_PAIRS: dict[str, tuple[str, str]] = {
    "pros": (
        """pros|pro|advantages|advantage|benefits|benefit|strengths|upsides|positives|the upside|what you gain|
        ventajas|vantagens|avantages|vorteile|vantaggi|voordelen|zalety|avantajlar|avantajları|плюсы|преимущества|
        достоинства|переваги|优点|優點|优势|好处|長所|メリット|利点|장점|المزايا|مزايا|יתרונות|مزایا|लाभ|फायदे""",
        """cons|con|disadvantages|disadvantage|drawbacks|drawback|weaknesses|downsides|negatives|the downside|
        what it costs|what you pay|desventajas|inconvenientes|desvantagens|inconvénients|nachteile|svantaggi|
        nadelen|wady|dezavantajlar|dezavantajları|минусы|недостатки|недоліки|缺点|缺點|劣势|坏处|短所|デメリット|
        欠点|단점|العيوب|عيوب|חסרונות|معایب|नुकसान""",
    ),
    "do": (
        """do|dos|do's|do this|always|haz|haga|hacer|qué hacer|sí|faça|o que fazer|à faire|faites|fare|cosa fare|
        делайте|делать|нужно|як треба|推荐|推薦|推荐做法|应该|やること|やるべきこと|하세요|해야 할 것|권장""",
        """don't|dont|don'ts|donts|do not|don't do this|never|no hagas|no haga|no hacer|qué no hacer|não faça|
        o que não fazer|à ne pas faire|à éviter|ne faites pas|non fare|cosa non fare|не делайте|не делать|нельзя|
        не треба|不推荐|不推薦|不应该|避免|やらないこと|やってはいけないこと|하지 마세요|하지 말아야 할 것|비권장""",
    ),
    "good": (
        """good|right|correct|better|recommended|preferred|prefer|good practice|good practices|good example|
        good examples|good code|the good|safe|secure|fast|bueno|buena|bien|correcto|buenas prácticas|bom|boa|
        certo|correto|boas práticas|bon|bien|bonnes pratiques|correct|gut|richtig|besser|buono|giusto|goed|juist|
        dobrze|doğru|iyi|хорошо|правильно|добре|好|正确|正確|良い例|良い|正しい|좋은 예|좋음|올바른 예""",
        """bad|wrong|incorrect|worse|not recommended|avoid|bad practice|bad practices|bad example|bad examples|
        bad code|the bad|unsafe|insecure|slow|anti-pattern|anti-patterns|antipattern|malo|mala|mal|incorrecto|
        malas prácticas|ruim|errado|incorreto|más práticas|mauvais|mauvaises pratiques|incorrect|schlecht|falsch|
        schlechter|cattivo|sbagliato|fout|slecht|źle|yanlış|kötü|плохо|неправильно|погано|不好|坏|错误|錯誤|
        悪い例|悪い|間違い|나쁜 예|나쁨|잘못된 예""",
    ),
    "after": (
        """after|now|with it|después|depois|après|nachher|danach|dopo|na|po|sonra|после|стало|після|之后|之後|
        现在|改善後|改善后|アフター|후|이후|개선 후""",
        """before|then|without it|antes|avant|vorher|davor|prima|ervoor|przed|önce|до|было|раніше|之前|以前|
        改善前|ビフォー|전|이전|개선 전""",
    ),
    "when": (
        """when to use|when to use it|when to use them|use when|use it when|use this when|use it if|use if|
        use for|good for|good fit|a good fit|best for|works well|when it fits|when it helps|when you need it|
        reach for it when|cuándo usar|cuándo usarlo|cuándo utilizarlo|quando usar|quand l'utiliser|quand utiliser|
        wann einsetzen|wann verwenden|wann sinnvoll|geeignet für|quando usarlo|wanneer gebruiken|kiedy używać|
        ne zaman kullanılır|когда использовать|когда применять|коли використовувати|何时使用|什么时候用|适用场景|
        適用場景|使うべき場面|使うとき|向いている場面|언제 사용|사용해야 할 때|언제 쓰나""",
        """when not to use|when not to use it|when not to use them|when not to|when to avoid|when to avoid it|
        avoid when|avoid it when|avoid if|don't use when|don't use it when|don't use this when|do not use when|
        do not use it when|don't use it if|not for|bad for|poor fit|a poor fit|bad fit|a bad fit|works badly|
        when it does not fit|when it hurts|skip it when|cuándo no usar|cuándo no usarlo|cuándo no utilizarlo|
        cuándo evitarlo|quando não usar|quando evitar|quand ne pas l'utiliser|quand l'éviter|wann nicht|
        wann nicht einsetzen|wann nicht verwenden|ungeeignet für|quando non usarlo|wanneer niet|kiedy nie używać|
        ne zaman kullanılmaz|когда не использовать|когда не применять|коли не використовувати|何时不用|何时不使用|
        什么时候不用|不适用场景|不適用場景|使うべきでない場面|使わないとき|向いていない場面|언제 사용하지 않|
        사용하지 말아야 할 때|언제 안 쓰나""",
    ),
    "yes": ("yes|sí|sim|oui|ja|да|так|是|はい|예", "no|não|non|nein|нет|ні|否|いいえ|아니오"),
    "fact": (
        """fact|facts|reality|the reality|truth|the truth|in fact|actually|realidad|hecho|la verdad|fato|
        realidade|verdade|fait|réalité|en réalité|tatsache|wahrheit|fakt|realität|realtà|fatto|feit|fakt|prawda|
        gerçek|факт|правда|реальность|на самом деле|реальність|事实|事實|真相|実際|事実|현실|사실|진실|الحقيقة|
        עובדה|واقعیت|तथ्य""",
        """myth|the myth|misconception|the misconception|common belief|mito|el mito|mythe|idée reçue|mythos|
        irrtum|mit|mythe|misverstand|efsane|миф|заблуждение|міф|误区|誤區|迷思|误解|誤解|神話|오해|미신|خرافة|
        מיתוס|باور نادرست|मिथक""",
    ),
}
"""Each pair as its better and its worse side, phrases parted by bars."""

_AROUND = " \t*_:：.,;!?()[]（）【】\"'“”‘’«»-–—•#0123456789"
_OUTER = re.compile(r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+")
_ABOUT = re.compile(r"\s+(of|for|with|von|für|bei|mit|de|del|des|du|do|da|di|van|у|для|при)\s+(\S.{0,40})$")


@cache
def _known() -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for pair, sides in _PAIRS.items():
        for better, phrases in zip((True, False), sides, strict=True):
            for phrase in phrases.split("|"):
                found.setdefault(" ".join(phrase.split()), []).append((pair, better))
    return found


def poles_of(name: str) -> tuple[Pole, ...]:
    """Which sides a label, a heading or the head of a column can name: "✅ Do", "The pros", "Cons of sharding".

    Several where a word belongs to several pairs ("correct", "mit").
    """
    words = " ".join(_OUTER.sub(" ", name).replace("’", "'").casefold().split()).strip(_AROUND)
    for said, about in _readings(words):
        if sides := _known().get(said):
            return tuple(Pole(pair, better, about) for pair, better in sides)
    return ()


def _readings(words: str) -> list[tuple[str, str]]:
    """The words as they are, without an article, without what they are about."""
    bare = words.removeprefix("the ")
    found = [(words, ""), (bare, "")]
    if match := _ABOUT.search(bare):
        found.append((bare[: match.start()].strip(), f"{match[1]} {match[2]}"))
    return found


def opposed(first: str, second: str) -> tuple[Pole, Pole] | None:
    """The two sides that two names set against each other, or None: of one pair, one better and one worse."""
    for one in poles_of(first):
        for other in poles_of(second):
            if one.pair == other.pair and one.better != other.better and (one.about == other.about or not other.about):
                return one, other
    return None


def forbids(name: str) -> bool:
    """Does a line say that what stands below it should not be done ("Don't", "Avoid", "When not to use")?

    An item below it says the opposite of what it means where it stands alone.
    """
    return any(not pole.better and pole.pair not in {"pros", "after"} for pole in poles_of(name))


def mark_of(pole: Pole) -> Verdict:
    """The mark that the items of a side get: what was and what is now are neither right nor wrong."""
    if pole.pair == "after":
        return ""
    return "yes" if pole.better else "no"


def wins(pole: Pole) -> bool:
    """Is it the side that a reader should take? Pros and cons, and when to use a thing, leave the choice to them."""
    return pole.better and pole.pair in {"do", "good", "after"}
