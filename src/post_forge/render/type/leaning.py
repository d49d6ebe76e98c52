"""The words that a line should not be broken beside: those that lean on a neighbour, units, names of numbered things.

Articles, prepositions, conjunctions and negations lean forward; postpositions, particles and bound nouns lean back.
"""

from __future__ import annotations

_FORWARD = {
    "en": (
        "a an the of to in on at by for from with without into onto over under and or nor but not no is are "
        "as if than that this its our your my per via vs"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen von "
        "vom zu zum zur im in am auf mit für bei nach aus ohne um über unter vor wie als dass wenn"
    ),
    "es": ("el la lo los las un una unos unas de del al a y e o u no en con sin por para que se su sus ni como entre"),
    "fr": (
        "le la les l un une des du de au aux et ou ne pas en dans avec sans pour par sur sous que qui à ce "
        "cette ses son sa chez ni"
    ),
    "it": (
        "il lo la gli le i un uno una di da in con su per tra fra a e o non che del della dei delle al alla "
        "nel nella sul si"
    ),
    "pt": (
        "o os a as um uma uns umas do da dos das no na nos nas de em por pelo pela para com sem e ou não que ao à se"
    ),
    "nl": "de het een en of van te in op met voor niet geen aan bij uit om over door als dat die naar",
    "pl": "w we z ze na do od o u i a ale lub albo oraz nie za po przy dla bez pod nad że to jest się czy",
    "ru": ("в во на с со к ко у о об от до из за по при про для без над под не ни и а но или что как если чтобы это"),
    "uk": "в у на з із зі до від про для за по при під над без не ні і й та але або чи що як якщо це",
    "tr": "ve veya ya bir bu şu her çok en daha ne hiç",
    "el": ("ο η το οι τα του της των τον την τους τις στο στη στον στην στα σε με για από και ή δεν μη να θα που ότι"),
    "ar": "في من إلى على عن مع بين أو ثم لا لم لن ما هل أن إن كل هذا هذه ذلك تلك قد عند بعد قبل",
    "he": "של את על עם לא או אל מן כי גם אם כל בין לפני אחרי ללא בלי זה זו יש אין",
    "fa": "از به در با بر برای تا و یا که این آن هر یک را نه بدون بین",
    "hi": "एक यह वह और या न नहीं इस उस हर कि",
    "bn": "একটি এই সেই ও এবং বা না যে",
    "ko": "안 못 이 그 저 및 더 가장 한 두 세 네 각 또는 그리고 매",
    "ur": "ایک یہ وہ اور یا نہ نہیں اس کہ",
}
_BACK = {
    "hi": "का के की को से में पर ने तक भी ही है हैं था थी थे तो",
    "bn": "থেকে জন্য দিয়ে করে হয় না",
    "ko": "수 것 때 등 중 뿐 만큼 때문 때문에 동안 위해 대한 있는 없는",
    "tr": "ile için gibi kadar de da mi mı mu mü ise",
    "ur": "کا کے کی کو سے میں پر نے تک بھی ہی ہے ہیں تھا تھی",
    "fa": "را است",
}
_UNITS = """
    % ‰ °c °f ns µs μs us ms s sec secs second seconds min mins minute minutes h hr hrs hour hours day days week
    weeks month months year years b kb mb gb tb pb kib mib gib tib bit bits byte bytes bps kbps mbps gbps px pt
    em rem hz khz mhz ghz w kw v mv m km cm mm g kg l ml rps qps tps iops req/s x × k thousand million billion
    trillion percent eur usd € $ £ ¥ cores vcpu fps dpi sekunde sekunden minuten stunde stunden tag tage tagen
    woche wochen monat monate monaten jahr jahre jahren mio mrd millionen milliarden prozent segundo segundos
    minuto minutos hora horas día días semana semanas mes meses año años millón millones mil seconde secondes
    heure heures jour jours semaine semaines mois an ans octets millions secondi secondo minuti ore ora giorni
    giorno settimane mesi anni milioni dia dias mês ano anos milhão milhões seconden uur uren dagen weken
    maanden jaar miljoen sekund sekundy minut minuty godzin godziny dni tygodni lat mln mld tys мс с сек секунд
    секунды секунду минут минуты минуту ч час часа часов день дня дней недель месяцев год года лет млн млрд тыс
    кб мб гб байт бит процентов хвилин секунда годин днів років saniye dakika saat gün hafta ay yıl milyon 초 분
    시간 일 주 개월 년 개 번 회 명 ثانية ثوان دقيقة دقائق ساعة ساعات يوم أيام مليون שניות דקות שעות ימים सेकंड मिनट घंटे
    दिन
"""
_LABELS = """
    step chapter section part figure fig table page version key port node phase level type case option line
    error code status item rule tip lesson number no nr № day week round layer tier stage class group v rfc http
    schritt kapitel abschnitt teil abbildung tabelle seite regel stufe zeile paso capítulo sección parte figura
    tabla página regla nivel étape chapitre partie règle niveau passo seção regra nível шаг глава часть рисунок
    таблица правило уровень krok rozdział część stap hoofdstuk deel adım bölüm 단계
"""
UNITS, LABELS = frozenset(_UNITS.split()), frozenset(_LABELS.split())
"""What a number belongs to, and what a number belongs after, in lower case."""

_FORWARDS = {language: frozenset(words.split()) for language, words in _FORWARD.items()}
_BACKS = {language: frozenset(words.split()) for language, words in _BACK.items()}
_ANY_FORWARD, _ANY_BACK = frozenset().union(*_FORWARDS.values()), frozenset().union(*_BACKS.values())


def leans_forward(word: str, language: str) -> bool:
    """Whether a word belongs to what follows; in any language where this one is unknown."""
    return word in _FORWARDS.get(language[:2], _ANY_FORWARD)


def leans_back(word: str, language: str) -> bool:
    """Whether a word belongs to what stands before it."""
    return word in _BACKS.get(language[:2], frozenset() if language[:2] in _FORWARDS else _ANY_BACK)
