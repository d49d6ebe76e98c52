"""The words by which a note shows its structure: labels, generic headings, headings that are never posted.

Recognising words only; nothing in here is ever printed. English first, the headings and labels of other languages as
far as they are safe to know.
"""

from __future__ import annotations

import re

from post_forge.compose.language.words import any_of, word_set
from post_forge.compose.values import Role

_FILLERS = word_set("a an the and or of to in on for with your our my it its is are was be s this that")
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
    "example": """example examples e.g instance sample demo ejemplo exemplo exemple beispiel пример 例 例子 示例 例えば
        예시 예""",
    "concept": """concept idea definition what meaning overview background context concepto definición idée konzept
        definition определение понятие 概念 定义 定義 개념 정의""",
    "answer": "answer respuesta resposta réponse antwort ответ 答案 回答 答え 답변 답",
    "lesson": """lesson lessons takeaway takeaways moral insight conclusion point win wins lección lição leçon fazit
        merke вывод 结论 教训 結論 결론""",
    "pro": """pro pros advantage advantages benefit benefits strength strengths ventajas vantagens avantages vorteile
        плюсы 优点 長所 장점""",
    "con": """con cons disadvantage disadvantages drawback drawbacks downside downsides weakness weaknesses desventajas
        desvantagens inconvénients nachteile минусы 缺点 短所 단점""",
    "claim": "myth misconception claim mito mythe mythos irrtum миф",
    "question": "question pregunta pergunta frage вопрос 问题是 質問 질문",
}
ROLES: dict[str, Role] = {word: role for role, words in _LABELS.items() for word in words.split()}
_CLAIM = re.compile(r"^[\"“«](?=.*[\s.!?。！？]|[^\x00-\x7f]{6})[^\"“”«»]+[\"”»]$")
"""A quotation that says something: of several words or with a full stop; "Lease" is a term and no claim."""
_FILING = frozenset({"", "example", "concept"})
_NOTES = word_set("note notes hinweis nota notas remarque note: примечание 注意 注 비고 주의")
_QUALITIES = word_set(
    """bad wrong good correct right better insecure unsafe secure safe vulnerable before after do don't avoid instead
    important note but example examples sample demo"""
)
_THINGS = word_set("example examples code way practice practices approach version idea usage case one news")
_LONGEST_LABEL = 4
CALLOUTS: dict[str, Role] = {
    "warning": "trap", "danger": "trap", "caution": "trap", "bug": "trap", "failure": "trap", "attention": "trap",
    "error": "trap", "tip": "fix", "success": "fix", "hint": "fix", "important": "limit", "note": "", "info": "",
    "example": "example", "question": "question", "quote": "", "abstract": "", "summary": "lesson", "tldr": "lesson",
}  # fmt: skip

_GENERIC = word_set(
    """what how why when where which who works work working use uses used using usage we you i not don't don’t
    introduction intro overview summary conclusion conclusions background motivation description details detail more
    general basics notes note notes: example examples pros cons advantages disadvantages benefits drawbacks purpose goal
    goals context history implementation implementations code demo sample samples output input setup features feature
    types type definition definitions terms term simple visual map approach approaches idea option options
    step steps key points point other others misc miscellaneous tips faq question questions answer answers key-points
    main section sections best practices practice recommendations recommendation guidance guidelines common additional
    alternatives alternative comparison dos do's don'ts donts requirements steps: tools tool resources considerations
    hood under
    limitations limitation before after bad good do dont first second third instead applicability
    简介 介绍 概述 总结 前言 背景 说明 示例 优点 缺点 特点 原理 概要 はじめに まとめ おわりに
    소개 개요 정리 요약 장점 단점 특징
    introducción resumen conclusión introdução resumo conclusão einleitung zusammenfassung fazit введение заключение"""
)
_NEVER = re.compile(
    any_of(
        r"references?|contents|table of contents|toc|learn (?:next|more)|further (?:reading|resources)|read more",
        r"additional (?:reading|resources|references)|related(?: .*)?|see also|links?|sources?|resources|useful links",
        r"install(?:ation|ing)?|exercises?|footnotes?|change\s?log|licen[cs]e|contributing|contributors|credits|authors?",
        r"(?:special )?thanks(?: to)?|chat with us|contact(?: us)?",
        r"acknowledge?ments?|prerequisites|bibliography|appendix|external (?:links|resources)|about(?: .*)?|support",
        r"recommended (?:reading|links)|next steps|what.?s next|try it(?: yourself)?|hands-?on|challenge|homework|quiz",
        r"getting started|quick ?start|translations?|help|index|todo|table des matières|références|referencias",
        r"referências|bibliografía|enlaces|quellen|literatur|verweise|xem thêm|tham khảo|источники|ссылки|литература",
        "содержание|danh sách đọc|các dự án liên quan",
        "参考|参考文献|参考资料|参考链接|目录|目次|関連|関連項目|関連記事|外部リンク|参照|リンク|相关链接",
        "延伸|延伸阅读|更多|관련|참고|참고자료|참고 자료|출처|목차|المراجع|संदर्भ",
        start="^",
        end="$",
    ),
    re.IGNORECASE,
)


def role_of(label: str) -> Role:
    """What a label says its text is: "The Real Problem" a trap, "Fix" a fix; "" if it says nothing we know."""
    if _CLAIM.match(label):
        return "claim"
    label = label.replace("’", "'")
    if label in ROLES:
        return ROLES[label]
    words = [word.strip("*_:;,.!?()[]'\"“”").lower() for word in label.split()]
    said = [word for word in words if word not in _FILLERS]
    if not said or len(words) > _LONGEST_LABEL:
        return ""
    if said[0] in _QUALITIES:  # "Bad", "Unsafe code", but not "Insecure network exposure"
        return ROLES[said[0]] if len(said) == 1 or said[1] in _THINGS else ""
    told = said if len(said) <= 2 else said[-1:]
    return next((ROLES[word] for word in reversed(told) if word in ROLES and word not in _QUALITIES), "")


def names_trap(title: str) -> bool:
    """Does a title announce what goes wrong ("Production Anti-Patterns & Dangers")?"""
    return any(ROLES.get(word.strip(":,.!?()[]\"'").lower()) == "trap" for word in title.split())


def is_never_posted(title: str) -> bool:
    """Is this the heading of references, contents, installation and the like?"""
    return bool(_NEVER.match(title.strip(" :.!?*#[]()（）【】")))


def is_filing(title: str) -> bool:
    """A heading or a label that only files what stands below it ("Example", "Note", "Overview", "Usage").

    "The Fix", "Pros" and "Trade-offs" are generic as well, but say what the text does.
    """
    return is_generic(title) and (role_of(title) in _FILING or _is_note(title))


def fits_anywhere(title: str) -> bool:
    """Could the title stand in any note ("Best practices", "Do's and Don'ts")?"""
    return is_generic(title) and role_of(title) not in {"trap", "fix", "lesson"}


def _is_note(title: str) -> bool:
    return title.strip(" *_:：.!").casefold() in _NOTES


def is_generic(title: str) -> bool:
    """A heading that says nothing without its parent: "What It Is", "The Fix", "Pros"."""
    words = [word.strip("*_:;,.!?()[]'\"“”").lower() for word in title.replace("’", "'").split()]
    return all(not word or word in _FILLERS or word in _GENERIC or word in ROLES for word in words)
