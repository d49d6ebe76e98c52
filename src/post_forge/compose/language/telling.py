"""What makes a sentence pull, and what makes it hollow: failures, numbers with units, contrast; hype."""

from __future__ import annotations

import re
from functools import lru_cache

from post_forge.compose.language.words import AnyCase, any_of

FAILURE = AnyCase(
    any_of(
        r"\b(?:fail(?:s|ed|ing|ures?)?|crash(?:es|ed|ing)?|break(?:s|ing)?|broken?|los(?:es?|t|ing)|loss|"
        r"leak(?:s|ed|ing)?|tim(?:e|es|ed) out|timeouts?|hang(?:s|ing)?|hung|stall(?:s|ed)?|deadlock(?:s|ed)?|"
        r"corrupt(?:s|ed|ion)?|overflow(?:s|ed)?|exhaust(?:s|ed|ion)?|kill(?:s|ed)?|die[sd]?|dead|outages?|downtime)\b",
        r"\b(?:wrong(?:ly)?|slow(?:er|s)?|stale|duplicate[sd]?|race conditions?|inconsistent|reject(?:s|ed)?|stuck|"
        r"forg[eo]t(?:s|ten)?|expire[sd]|steal(?:s|ing)?|stolen|breach(?:es|ed)?|wast(?:es?|ed|ing)|bypass(?:es|ed)|"
        r"mistakes?|panic(?:s|ked)?|falls? (?:over|back|behind)|collaps(?:es?|ed)|block(?:s|ed|ing)|miss(?:es|ed))\b",
        r"\b(?:silent(?:ly)?|never|nobody|cannot|can['’]t|doesn['’]?t|too (?:late|long|many|much|big|small))\b",
        r"\b(?:fall[oa]n?|fallar|pierde|perdid[oa]|erro|falha|perde|panne|échoue|perdu|fehler|scheitert|verliert|"
        r"kaputt|ошибк\w*|сбо\w*|утечк\w*|пада\w+|теря\w+|ломает\w*)\b",
        "失败|崩溃|错误|丢失|泄露|泄漏|超时|死锁|宕机|挂了|挂掉|扛不住|瓶颈|重复|冲突|不一致|击穿|雪崩|无法|太慢|误区|危险|失效",
        "失敗|障害|エラー|バグ|落ち|漏洩|遅(?:い|く)|できな(?:い|く|かっ)|できません|壊れ|忘れ|危険|事故|困[るっ]|ハマ[りるっ]|罠|勘違い",
        "실패|오류|장애|에러|유실|누락|취약|느리|느려|위험|실수|깨지|중복|병목|충돌|반응이 없|안 ?된다|못 ?한다|"
        "할 수 없",
        r"\b(?:lỗi|thất bại|chậm|sai lầm|sụp đổ|errore|fallisce|bug|błąd|hata|fout|traag)\b",
    ),
)

CONTRAST = AnyCase(
    any_of(
        r"\b(?:not|but|instead|vs\.?|versus|yet|although|however|rather than|never|only|without|no longer)\b|n['’]t\b",
        r"\b(?:pero|sino|mas|aber|sondern|nicht|mais|pas|но|не|вместо)\b",
        "而不是|但是|不是|却|反而|不等于|ではなく|ではない|ではありません|しかし|だが|のに、|むしろ|必要はな|아니라|하지만|그러나|오히려|아니다|않는다",
        r"\b(?:nhưng|không phải|thay vì|ma|però|invece|non|ale|nie|ama|değil|maar|niet)\b",
    ),
)

_UNITS = any_of(
    r"%|‰|×|x\b|°|ms\b|[µμ]s\b|ns\b|s\b|secs?\b|seconds?\b|mins?\b|minutes?\b|h\b|hours?\b|days?\b|weeks?\b|months?\b",
    r"years?\b|[kKMGT]i?B\b|k\b|K\b|M\b|bytes?\b|bits?\b|[Mm]illion\b|[Bb]illion\b|[Tt]housand\b|px\b|rps\b|qps\b|req/s",
    r"times\b|percent\b|requests?\b|users?\b|rows?\b|calls?\b|connections?\b|threads?\b|queries\b|lookups?\b|servers?\b",
    r"clients?\b|hosts?\b|keys?\b|nodes?\b|records?\b|writes?\b|reads?\b|copies\b|messages?\b|jobs?\b|workers?\b",
    r"segundos?\b|minutos?\b|horas?\b|días?\b|dias?\b|Sekunden?\b|Minuten?\b|Stunden?\b|Tagen?\b|secondes?\b|heures?\b",
    r"jours?\b|секунд\w*|минут\w*|час\w*|дн\w*|раз\b|秒|毫秒|分钟|分間?|小时|時間|天|日間|年|倍|次|回|个月|万|億|亿",
    "초|분|시간|일|년|배|번|개|만|억",
)
NUMBER = re.compile(
    any_of(
        r"(?i:twice|half (?:of|the|a|an|as)|double[sd]?|tenfold|(?:one|two|nine|\d+) in (?:ten|five|a hundred|\d+))\b",
        r"(?i:(?:two|three|four|nine) (?:thirds|quarters|fifths|tenths)|(?:a|one) (?:third|quarter|fifth|tenth) of)\b",
        r"[$€£¥₹]\s?\d[\d.,]*\s?[kKMB]?",
        rf"[~≈]?\d[\d.,–-]*\s?{_UNITS}",
        r"(?i:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|(?:a |one )?(?:hundred|thousand|million)) "
        r"(?:times|attempts|tries|copies|requests|calls|users|clients|servers|seconds|minutes|hours|days|weeks|writes|"
        r"reads|threads|workers|rows|keys|teams|charges)\b",
        start=r"(?<![\w.年月])(?!(?:1[89]|20)\d\d ?年|\d{1,2}月|\d{2}年代)"
        r"(?!(?:1[5-9]|20)\d0['’]?s\b|(?:(?<=the )|(?<=late )|(?<=early ))[2-9]0['’]?s\b)",
    )
)
"""A figure that says how much: with a unit, a sum of money, a share. A decade ("the 1980s") measures nothing."""

_SECOND_PERSON = re.compile(
    r"\b(?:you|your|you're|yours|tú|usted|du|dein|vous|votre|você|ты|вы|ваш)\b|你|您|あなた|당신", re.I
)
HYPE = AnyCase(
    any_of(
        r"mathematically|apocalyptic\w*|catastroph\w+|insane(?:ly)?|revolution\w*|game-?chang\w+|blazing(?:ly)?",
        r"ultimate(?:ly)?|magic(?:al|ally)?|perfect(?:ly)?|guarantee[ds]?|absolutely|incredibl[ey]|unbelievabl[ey]",
        r"mind-?blowing|world-?class|cutting-?edge|next-?level|10x|elite|legendary|godlike|epic|massive(?:ly)?",
        r"bulletproof|literally|seamless(?:ly)?|supercharge\w*|unleash\w*|leverag\w+|robust|powerful|holy grail",
        r"silver bullet|crucial|vital",
        start=r"\b",
        end=r"\b",
    ),
)


def speaks_to_reader(words: str) -> bool:
    """Is the reader spoken to ("you", "your")?"""
    return bool(_SECOND_PERSON.search(words))


_MAY_COUNT = AnyCase(
    r"\d|twice|half|double|tenfold|one in|third|quarter|fifth|tenth|hundred|thousand|million|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)\b"
)


def counts(words: str) -> bool:
    """Is there a figure that says how much? Most sentences have no digit, and a look for one is cheap."""
    return bool(_MAY_COUNT.search(words) and NUMBER.search(words))


@lru_cache(maxsize=8192)
def tells(words: str) -> bool:
    """Does it name a figure, a failure or a limit?"""
    return counts(words) or bool(FAILURE.search(words) or CONTRAST.search(words))
