"""The words by which a note shows its structure: labels, generic headings, filing words, failures, numbers with units.

Recognising words only; nothing in here is ever printed. English first, the headings and labels of other languages as
far as they are safe to know.
"""

from __future__ import annotations

import re

from post_forge.compose.values import Role


def word_set(words: str) -> frozenset[str]:
    """The words of a string that is written over several lines."""
    return frozenset(words.split())


_LABELS: dict[Role, str] = {
    "trap": """problem problems trap traps risk risks danger dangers attack attacks mistake mistakes scenario scenarios
        cause causes symptom symptoms issue issues pitfall pitfalls bug bugs failure failures bad wrong vulnerability
        vulnerable threat threats catch anti-pattern antipattern don't avoid before insecure unsafe
        problema problemas riesgo riesgos error errores trampa fallo risco risque problème piège erreur gefahr
        fehler risiko fallstrick проблема проблемы ошибка ошибки риск ловушка причина
        问题 風險 风险 陷阱 错误 原因 問題 課題 失敗 문제 문제점 원인 위험 خطأ المشكلة""",
    "fix": """fix fixes solution solutions rule rules result results remedy mitigation mitigations prevention defense
        defence defenses do instead better good correct right after secure safe remediation workaround
        solución soluciones regla solução regra correction règle lösung lösungen regel abhilfe решение решения правило
        解决 解决方案 解决方法 方案 对策 結果 解決 解決策 対策 해결 해결책 해결방법 الحل""",
    "limit": """limit limits limitation limitations trade-off trade-offs tradeoff tradeoffs caveat caveats exception
        exceptions cost costs price note but warning caution important gotcha límite coste limite prix preis kosten
        grenze hinweis achtung ограничение цена важно 注意 限制 代价 制限 주의 한계""",
    "example": "example examples e.g instance sample demo ejemplo exemplo exemple beispiel пример 例 例子 示例 例えば 예시 예",
    "concept": """concept idea definition what meaning overview background context concepto definición idée konzept
        definition определение понятие 概念 定义 定義 개념 정의""",
    "answer": "answer respuesta resposta réponse antwort ответ 答案 回答 答え 답변 답",
    "lesson": """lesson lessons takeaway takeaways moral insight conclusion point win wins lección lição leçon fazit
        merke вывод 结论 教训 結論 결론""",
    "pro": "pro pros advantage advantages benefit benefits strength strengths ventajas vantagens avantages vorteile плюсы 优点 長所 장점",
    "con": "con cons disadvantage disadvantages drawback drawbacks downside downsides weakness weaknesses desventajas desvantagens inconvénients nachteile минусы 缺点 短所 단점",
    "claim": "myth misconception claim mito mythe mythos irrtum миф",
    "question": "question pregunta pergunta frage вопрос 问题是 質問 질문",
}
ROLES: dict[str, Role] = {word: role for role, words in _LABELS.items() for word in words.split()}
CALLOUTS: dict[str, Role] = {
    "warning": "trap", "danger": "trap", "caution": "trap", "bug": "trap", "failure": "trap", "attention": "trap",
    "error": "trap", "tip": "fix", "success": "fix", "hint": "fix", "important": "limit", "note": "", "info": "",
    "example": "example", "question": "question", "quote": "", "abstract": "", "summary": "lesson", "tldr": "lesson",
}  # fmt: skip

_FILLERS = word_set("a an the and or of to in on for with your our my it its is are was be s this that")
_GENERIC = word_set(
    """what how why when where which who works work working use uses used using usage we you i not don't don’t
    introduction intro overview summary conclusion conclusions background motivation description details detail more
    general basics notes note notes: example examples pros cons advantages disadvantages benefits drawbacks purpose goal
    goals context history implementation implementations code demo sample samples output input setup features feature
    types type definition definitions terms term simple visual map approach approaches idea option options
    step steps key points point other others misc miscellaneous tips faq question questions answer answers key-points
    alternatives alternative comparison requirements steps: tools tool resources considerations hood under
    limitations limitation before after bad good do dont first second third instead applicability
    简介 介绍 概述 总结 前言 背景 说明 示例 优点 缺点 特点 原理 概要 はじめに まとめ 概要 背景 おわりに 소개 개요 정리 요약 장점 단점 특징
    introducción resumen conclusión introdução resumo conclusão einleitung zusammenfassung fazit введение заключение"""
)
_NEVER = re.compile(
    r"""^(?:references?|contents|table\ of\ contents|toc|learn\ (?:next|more)|further\ (?:reading|resources)|read\ more|
    additional\ (?:reading|resources|references)|related(?:\ .*)?|see\ also|links?|sources?|resources|useful\ links|
    install(?:ation|ing)?|exercises?|footnotes?|change\s?log|licen[cs]e|contributing|contributors|credits|authors?|
    acknowledge?ments?|prerequisites|bibliography|appendix|external\ (?:links|resources)|recommended\ (?:reading|links)|
    next\ steps|what.?s\ next|getting\ started|quick\ ?start|about(?:\ .*)?|help|support|translations?|index|todo|
    table\ des\ matières|références|referencias|referências|bibliografía|enlaces|quellen|literatur|verweise|
    источники|ссылки|литература|содержание|参考|参考文献|参考资料|参考链接|目录|目次|関連|参照|リンク|관련|참고|참고자료|
    참고 자료|출처|목차|المراجع|संदर्भ|更多|延伸阅读)s?$""",
    re.IGNORECASE | re.VERBOSE,
)

FAILURE = re.compile(
    r"""\b(?:fail(?:s|ed|ing|ure|ures)?|crash(?:es|ed|ing)?|break(?:s|ing)?|broke|broken|los(?:e|es|t|ing)|loss|
    leak(?:s|ed|ing)?|tim(?:e|es|ed)\ out|timeouts?|hang(?:s|ing)?|hung|stall(?:s|ed)?|deadlock(?:s|ed)?|
    corrupt(?:s|ed|ion)?|overflow(?:s|ed)?|exhaust(?:s|ed|ion)?|kill(?:s|ed)?|die[sd]?|dead|outages?|downtime|
    errors?|wrong(?:ly)?|bugs?|slow(?:er|s)?|stale|duplicate[sd]?|race\ conditions?|inconsistent|reject(?:s|ed)?|
    stuck|forg[eo]t(?:s|ten)?|expire[sd]?|steal(?:s|ing)?|stolen|attack(?:s|er|ers|ed)?|inject(?:s|ed|ion)?|
    expos(?:e|es|ed|ing)|breach(?:es|ed)?|vulnerab(?:le|ility|ilities)|wast(?:e|es|ed|ing)|bypass(?:es|ed)?|
    mistakes?|panic(?:s|ked)?|fall(?:s)?\ (?:over|back|behind)|collaps(?:e|es|ed)|block(?:s|ed|ing)|
    miss(?:es|ed)|silent(?:ly)?|never|nobody|cannot|can't|can’t|doesn't|doesn’t|doesnt|too\ (?:late|long|many|much|big|small)|
    fall[oa]n?|fallar|pierde|perdid[oa]|erro|falha|perde|panne|échoue|perdu|fehler|scheitert|verliert|kaputt|
    ошибк\w*|сбо\w*|утечк\w*|пада\w+|теря\w+|ломает\w*)\b
    |失败|崩溃|错误|丢失|泄露|泄漏|超时|死锁|宕机|失敗|障害|エラー|バグ|落ち|漏洩|실패|오류|장애|에러|유실|누락|취약""",
    re.IGNORECASE | re.VERBOSE,
)
CONTRAST = re.compile(
    r"\b(?:not|but|instead|vs\.?|versus|yet|although|however|rather than|never|only|without|no longer|pero|sino|mas|aber|"
    r"sondern|nicht|mais|pas|но|не|а не|вместо)\b|n['’]t\b|而不是|但是|不是|ではなく|しかし|아니라|하지만",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"""(?<![\w.])(?:[$€£¥₹]\s?\d[\d.,]*\s?[kKMB]?|[~≈]?\d[\d.,–-]*\s?(?:%|‰|×|x\b|°|
    ms\b|[µμ]s\b|ns\b|s\b|secs?\b|seconds?\b|mins?\b|minutes?\b|h\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|
    [kKMGT]i?B\b|k\b|K\b|M\b|bytes?\b|bits?\b|[Mm]illion\b|[Bb]illion\b|[Tt]housand\b|px\b|rps\b|qps\b|req/s|
    times\b|percent\b|requests?\b|users?\b|rows?\b|calls?\b|connections?\b|threads?\b|queries\b|lookups?\b|
    servers?\b|clients?\b|hosts?\b|keys?\b|nodes?\b|records?\b|writes?\b|reads?\b|copies\b|messages?\b|jobs?\b|workers?\b|
    segundos?\b|minutos?\b|horas?\b|días?\b|dias?\b|Sekunden?\b|Minuten?\b|Stunden?\b|Tagen?\b|secondes?\b|heures?\b|
    jours?\b|секунд\w*|минут\w*|час\w*|дн\w*|раз\b|
    秒|毫秒|分钟|分間?|小时|時間|天|日間|年|倍|次|回|个月|万|億|亿|초|분|시간|일|년|배|번|개|만|억))""",
    re.VERBOSE,
)
HYPE = re.compile(
    r"""\b(?:mathematically|apocalyptic\w*|catastroph\w+|insane(?:ly)?|revolution\w*|game-?chang\w+|blazing(?:ly)?|
    ultimate(?:ly)?|magic(?:al|ally)?|perfect(?:ly)?|guarantees?d?|absolutely|incredibl[ey]|unbelievabl[ey]|mind-?blowing|
    world-?class|cutting-?edge|next-?level|10x|elite|legendary|godlike|epic|massive(?:ly)?|bulletproof|literally|
    seamless(?:ly)?|supercharge\w*|unleash\w*|leverag\w+|robust|powerful|holy\ grail|silver\ bullet|crucial|vital)\b""",
    re.IGNORECASE | re.VERBOSE,
)
UNRESOLVED = re.compile(
    r"""\b(?:as\ (?:above|mentioned|described|shown|noted|discussed|seen)|(?:see|shown|listed|described|mentioned)\ (?:above|below|here)|
    the\ following|as\ follows|the\ (?:above|previous|preceding|next)\ (?:\w+\ )?(?:example|section|table|figure|code|diagram|command|query|snippet|chapter|image|list)|
    (?:in|see)\ (?:section|chapter|figure|table|part|appendix)\ [\dA-Z]|(?:above|below)[:.]|this\ (?:section|chapter|article|guide|cheat\ sheet|page|document|post|tutorial|book|note)|
    these\ (?:sections|chapters)|earlier\ (?:in|section)|click\ here|siehe\ (?:oben|unten)|ver\ (?:arriba|abajo)|
    (?:code|example|snippet|command|diagram|screenshot|image|table|query)s?\ (?:above|below))\b
    |(?:如下|下面的|上面的|上述|以下の|上記の|次のよう|下記|아래|위의|위와|다음과\ 같)""",
    re.IGNORECASE | re.VERBOSE,
)
_DANGLING = frozenset(
    [
        "it",
        "its",
        "it's",
        "it’s",
        "this",
        "that",
        "that's",
        "that’s",
        "these",
        "those",
        "they",
        "they're",
        "they’re",
        "them",
        "their",
        "he",
        "she",
        "his",
        "her",
        "here",
        "there's",
        "so",
        "but",
        "however",
        "and",
        "or",
        "also",
        "then",
        "thus",
        "hence",
        "therefore",
        "otherwise",
        "moreover",
        "furthermore",
        "additionally",
        "instead",
        "besides",
        "similarly",
        "likewise",
        "consequently",
        "meanwhile",
        "nevertheless",
        "nonetheless",
        "still",
        "yet",
        "such",
        "both",
        "neither",
        "either",
        "another",
        "though",
        "although",
        "again",
        "finally",
        "lastly",
        "next",
        "afterwards",
        "afterward",
        "secondly",
        "thirdly",
        "second",
        "third",
        "conversely",
        "see",
        "note",
        "follow",
        "following",
        "as",
        "above",
        "below",
        "same",
        "because",
        "which",
        "who",
        "whose",
        "where",
        "for-example",
        "e.g",
        "i.e",
        "este",
        "esta",
        "esto",
        "estos",
        "estas",
        "eso",
        "esa",
        "ese",
        "pero",
        "sin",
        "embargo",
        "además",
        "así",
        "por",
        "isso",
        "isto",
        "esse",
        "essa",
        "este",
        "mas",
        "porém",
        "dies",
        "diese",
        "dieser",
        "dieses",
        "das",
        "aber",
        "jedoch",
        "deshalb",
        "daher",
        "außerdem",
        "dabei",
        "dann",
        "cela",
        "ce",
        "ceci",
        "cette",
        "ces",
        "mais",
        "donc",
        "ainsi",
        "это",
        "этот",
        "эта",
        "эти",
        "он",
        "она",
        "оно",
        "они",
        "но",
        "однако",
        "поэтому",
        "также",
        "затем",
        "такой",
    ]
)
_DANGLING_PHRASE = re.compile(
    r"""^(?:for\ (?:example|instance|this|that|these|those)|in\ (?:this|that|these|those|such|contrast|addition|other\ words|the\ (?:example|above|latter|former))|
    to\ (?:this|that|do\ this|do\ that|do\ so|achieve\ this|fix\ this|solve\ this|avoid\ this|address\ this|help\ with)|on\ the\ (?:other|one)\ hand|as\ (?:a\ result|such|well|an\ example|you\ can\ see|we)|
    by\ (?:doing|this|that|contrast)|with\ (?:this|that|these)|at\ this|after\ (?:this|that|all)|from\ (?:this|here|there)|of\ course|
    one\ of\ (?:them|these|those)|all\ of\ (?:this|these|that)|all\ (?:these|those)|some\ of\ (?:these|them)|each\ of\ (?:these|them|which)|most\ of\ (?:these|them)|the\ (?:latter|former|above|following|same|other|second|third|next|rest)|
    if\ (?:it|they|this|that|so|not|these|those)\b|when\ (?:it|they|this|that)\b|because\ of\ (?:this|that)|if\ you(?:'d|\ would|\ want|\ are\ interested)|
    let'?s|let\ us|now,?\ |first,|ok|yes[,.]|no[,.]|well,|sure|note\ that|keep\ in\ mind|please|por\ ejemplo|zum\ beispiel|par\ exemple|например)""",
    re.IGNORECASE | re.VERBOSE,
)
_DANGLING_WIDE = re.compile(
    r"^(?:这|那|它|他们|她|此|该|其中|因此|所以|但是|但|不过|然而|例如|比如|另外|此外|而且|同时|以上|如上|上面|下面|接下来|然后|"
    r"これ|それ|あれ|この|その|ここ|そこ|しかし|でも|だから|なので|また|例えば|たとえば|つまり|そして|さらに|ただし|次に|"
    r"이것|그것|이는|이를|이런|이러한|그런|그러나|하지만|그래서|따라서|또한|예를 들어|즉|그리고|위|아래|해당)"
)
_DEFINITION = re.compile(
    r"""^(?:(?:an?|the)\ )?(?:[^\s.,;:!?]+\ ){0,6}?(?:\([^)]*\)\ )?(?:is|are|was|were|refers?\ to|stands\ for|means|describes?|denotes?|defines?)\ (?:simply\ |basically\ |essentially\ |also\ |just\ )?
    (?:an?\ |the\ |one\ of\ |any\ |used\ |defined\ |known\ |called\ |auxiliary|\w+ing\ |to\ )""",
    re.IGNORECASE | re.VERBOSE,
)
_DEFINITION_WIDE = re.compile(
    r"^[^，。,]{1,24}(?:是一[种个款类门]|是指|指的是|とは、?|란[ ,]|은 .{2,40}이다|는 .{2,40}이다)"
)


def role_of(label: str) -> Role:
    """What a label says its text is: "The Real Problem" a trap, "Fix" a fix; "" if it says nothing we know."""
    words = [word.strip("*_:;,.!?()[]'\"“”").lower() for word in label.split()]
    if len(words) > 6:
        return ""
    known = [ROLES[word] for word in words if word in ROLES]
    if not known and len(label) <= 12 and label in ROLES:
        return ROLES[label]
    return known[-1] if known else ""


def names_trap(title: str) -> bool:
    """Does a title announce what goes wrong ("Production Anti-Patterns & Dangers")?"""
    return any(ROLES.get(word.strip(":,.!?()[]\"'").lower()) == "trap" for word in title.split())


def is_never_posted(title: str) -> bool:
    """Is this the heading of references, contents, installation and the like?"""
    return bool(_NEVER.match(title.strip(" :.!?*#")))


def is_generic(title: str) -> bool:
    """A heading that says nothing without its parent: "What It Is", "The Fix", "Pros"."""
    words = [word.strip("*_:;,.!?()[]'\"“”").lower() for word in title.split()]
    return all(not word or word in _FILLERS or word in _GENERIC or word in ROLES for word in words)


def dangles(sentence: str) -> bool:
    """Does it lean on what stands before it ("It ...", "However ...", "For example ...")?"""
    if not sentence:
        return True
    if not sentence[0].isascii() and _DANGLING_WIDE.match(sentence):
        return True
    first = sentence.split(maxsplit=1)[0].strip(",.;:!?\"'“”()").lower()
    return first in _DANGLING or bool(_DANGLING_PHRASE.match(sentence))


def is_definition(sentence: str) -> bool:
    """Only says what something is ("Redis is a ...")."""
    return bool(_DEFINITION.match(sentence) or _DEFINITION_WIDE.match(sentence))
