"""Text -> the places in it that must not be published: secrets, addresses of people and machines, what is unfinished.

Meant to be run on what a post would show, code too. Values that only stand for one (`<token>`, `$TOKEN`, `xxxx`,
example.com, loopback and documentation ranges, https://www.rfc-editor.org/rfc/rfc5737) are free.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from post_forge.notes.words import words

Kind = Literal[
    "cloud key", "token", "private key", "connection string", "password", "mail address", "phone number",
    "private address", "internal", "unfinished",
]  # fmt: skip


class Finding(NamedTuple):
    """`text[start:end]` is what was found."""

    kind: Kind
    start: int
    end: int


Judge = Callable[[re.Match[str]], bool]

_CLOUD_KEY = re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b")
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_TOKEN = re.compile(
    r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{22,}|\bgl(?:pat|dt|rt|cbt)-[\w-]{20,}|\bxox[abeoprs]-[\w-]{10,}"
    r"|\b[srp]k_(?:live|test)_[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z]{20,}|\bsk-(?:proj-|ant-|or-)?[A-Za-z0-9_-]{20,}"
    r"|\bnpm_[A-Za-z0-9]{36}|\bpypi-AgE[\w-]{40,}|\bSG\.[\w-]{20,}\.[\w-]{40,}|\bhf_[A-Za-z0-9]{30,}|\bdop_v1_[a-f0-9]{60,}"
    r"|\bya29\.[\w-]{30,}|\b\d{8,10}:AA[\w-]{33}\b|hooks\.slack\.com/services/T\w+/B\w+/\w{16,}"
    r"|discord(?:app)?\.com/api/webhooks/\d+/[\w-]{40,}"
)
_WEB_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.(eyJ[A-Za-z0-9_-]{8,})\.[A-Za-z0-9_-]{8,}")
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\\n]*[A-Za-z0-9+/=\s]{40,}")
_CONNECTION = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://([^\s:/@'\"]{0,60}):([^\s@/'\"]{1,100})@([\w.-]+)", re.IGNORECASE)
_PASSWORD = re.compile(
    r"(?:password|passwd|passphrase|pwd|secret|api[_-]?key|apikey|token|access[_-]?key|private[_-]?key|credential)s?"
    r"[\w-]{0,20}[\"'`]?\s{0,3}(?::=|=>|[:=])\s{0,3}[\"'`]?([^\s\"'`,;(){}\[\]<>|]{8,200})",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.+/@-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.)+([A-Za-z]{2,18}))(?![\w@])(?!:[\w~])"
)
_PHONE = re.compile(
    r"(?<![\w.+-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?![\d\w-])"
    r"|(?<![\w.+-])\+[1-9]\d{9,13}(?!\w)"
    r"|(?<![\w.-])\(\d{3}\) ?\d{3}-\d{4}(?!\w)|(?<![\w.-])[2-9]\d{2}-\d{3}-\d{4}(?![\w-])"
    r"|\b(?:tel|phone|call|mobile|whatsapp|telephone)\b[.:]?\s{0,2}\d[\d ().-]{6,16}\d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\w.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?!\.?\d)(?:/\d{1,2})?"
    r"|(?<![\w:])f[cd][0-9a-f]{2}:(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{1,4}\b"
)
_INTERNAL = re.compile(
    r"\b(?i:internal[ -](?:use[ -])?only)\b|\b(?i:for internal use)\b|\bNDA\b"
    r"|\b(?i:do not (?:share|distribute)(?: outside)?)\b"
    r"|\bCONFIDENTIAL\b"
    r"|\b(?i:(?:strictly|highly|company|proprietary and|business|commercially?)[ -](?:in )?confidential)\b"
    r"|\b(?i:confidential (?:and proprietary|to (?:our|the company)))\b|(?m:^\W*(?i:confidential)\W*$)"
)
_UNFINISHED = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC)\b(?![ -](?:list|app|item|comment|service|api|note|tree|s\b))|\b(?i:lorem ipsum)\b"
    r"|\b(?i:(?:coming|more) soon)\b|\b(?i:to be (?:determined|written|added|done later))\b"
    r"|待补充|待完善|敬请期待|執筆中|準備中|작성 ?예정"
)

_STANDS_FOR_ONE = re.compile(
    r"(?i:x{3,}|\*{3,}|\.{3}|…|•{2,}|your[_-]?|my[_-]?(?:super|secret|pass|token|api|key)|example|placeholder|changeme|change[_-]me|"
    r"dummy|sample|fake|insert|replace|redacted|hidden|secret[_-]?(?:key|token|here|value)?$|p[a@4]s+w[o0]r?d?|letmein|"
    r"correct.?horse|qwerty|12345|abcdef|foobar|foo|undefined|null|none|true|false|test|todo|super[_-]?secret|s3cr[e3]t)"
    r"|^[$%<{\[#]|[>}%]$|\$\{|\{\{|^[A-Z][A-Z0-9_]+$|^\w+\.\w+(?:\.\w+)*$|^(?:/|\./|~/|https?:)"
)
_COMMON = words("password pass passwd pwd secret user username root admin guest postgres mysql token rabbitmq")
_EXAMPLE_HOST = re.compile(
    r"(?:^|\.)(?:example(?:\.\w+)?|invalid|test|localhost|local)$|(?:^|\.)example\.(?:com|org|net|edu)\b", re.I
)
_LOOPBACK = re.compile(r"^(?:localhost|127\.|0\.0\.0\.0|::1)", re.IGNORECASE)
_SAMPLE_MAIL = re.compile(
    r"(?i:(?:no-?reply|git|user(?:name)?|you|your\S*|me|foo|bar|name|email|someone|somebody|alice|bob|test\S*|john(?:\.?doe)?|"
    r"jane(?:\.?doe)?|admin|hello|info|support|x|abc)@(?:(?:www\.)?(?:your\S*|email|mail|domain|company|site|website|test|foo|bar|"
    r"acme|corp|host|server|mysite|my\S*)\.\w+)|\S+@(?:email|domain|company|mycompany|yourcompany|mail|host|server)\.(?:com|org|net)|(?:git|hg|svn)@\S+|no-?reply@\S+|\S+@users\.noreply\.github\.com)"
)
_NOT_A_DOMAIN = words("""
    png jpg jpeg gif svg webp js ts jsx tsx py rb go rs java kt md mdx json yml yaml toml css scss html sh txt xml
    sql lock service socket timer target mount internal local lan route get post put task fixture property
""")
_WHOLE_RANGES = frozenset({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})


def sensitive(text: str) -> list[Finding]:
    """Everything found, in the order of the text; of findings that overlap the first of the list of rules is kept."""
    kept: list[Finding] = []
    for finding in _all(text):
        if not any(finding.start < other.end and other.start < finding.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _all(text: str) -> Iterator[Finding]:
    for kind, pattern, judge, group in _RULES:
        for match in pattern.finditer(text):
            if judge(match):
                yield Finding(kind, match.start(group), match.end(group))


def _any(match: re.Match[str]) -> bool:  # noqa: ARG001
    return True


def _entropy(value: str) -> float:
    """Bits a character."""
    counts = Counter(value)
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts.values())


def _is_aws_secret(match: re.Match[str]) -> bool:
    """Forty characters of base64 beside a word that says what they are; a commit id is hexadecimal."""
    value = match[0]
    if re.fullmatch(r"[0-9a-fA-F]+|[a-z/]+|[A-Z/]+", value) or not re.search(r"\d", value) or _entropy(value) < 4:
        return False
    near = match.string[max(0, match.start() - 80) : match.start()]
    return re.search(r"AKIA|ASIA|secret|aws|key", near, re.IGNORECASE) is not None


def _is_token(match: re.Match[str]) -> bool:
    value = match[0]
    return _entropy(value) > 3 and not re.search(r"x{4,}|X{4,}|\.{3}|your|example", value)


def _is_web_token(match: re.Match[str]) -> bool:
    """The sample of jwt.io teaches, and opens nothing."""
    payload = match[1]
    try:
        decoded = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (binascii.Error, ValueError):
        return True
    return b"1234567890" not in decoded and b"John Doe" not in decoded


def _is_connection(match: re.Match[str]) -> bool:
    user, password, host = match[1], match[2], match[3]
    if _STANDS_FOR_ONE.search(password) or password.lower() in _COMMON or password == user:
        return False
    return not (_EXAMPLE_HOST.search(host) or (_LOOPBACK.match(host) and len(password) < 12))


def _is_password(match: re.Match[str]) -> bool:
    """A value that a person or a machine made up to be hard to guess; names, paths and calls of a program are not."""
    value = match[1].rstrip(".:!?")
    if (
        len(value) < 8
        or _STANDS_FOR_ONE.search(value)
        or match.string[match.end(1) : match.end(1) + 1] in {"(", "[", "{"}
    ):
        return False
    classes = sum(bool(re.search(kind, value)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w]"))
    if not re.search(r"\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    return (classes >= 3 and _entropy(value) >= 2.75) or (len(value) >= 16 and _entropy(value) >= 3.3)


def _is_mail(match: re.Match[str]) -> bool:
    host, top = match[2], match[3].lower()
    if re.search(r"://[^\s@]{0,60}$", match.string[max(0, match.start() - 80) : match.start()]):
        return False  # user and host of a connection
    return not (top in _NOT_A_DOMAIN or _EXAMPLE_HOST.search(host) or _SAMPLE_MAIL.fullmatch(match[0]))


def _is_phone(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match[0])
    return 8 <= len(digits) <= 15 and len(set(digits)) > 2


def _is_address(match: re.Match[str]) -> bool:
    address = match[0].split("/")[0]
    if match[0] in _WHOLE_RANGES:  # the definition of a private range is no address
        return False
    return ":" in address or all(int(part) < 256 for part in address.split("."))


_RULES: tuple[tuple[Kind, re.Pattern[str], Judge, int], ...] = (
    ("private key", _PRIVATE_KEY, _any, 0),
    ("cloud key", _CLOUD_KEY, _any, 0),
    ("cloud key", _AWS_SECRET, _is_aws_secret, 0),
    ("token", _TOKEN, _is_token, 0),
    ("token", _WEB_TOKEN, _is_web_token, 0),
    ("connection string", _CONNECTION, _is_connection, 0),
    ("password", _PASSWORD, _is_password, 1),
    ("mail address", _MAIL, _is_mail, 0),
    ("phone number", _PHONE, _is_phone, 0),
    ("private address", _ADDRESS, _is_address, 0),
    ("internal", _INTERNAL, _any, 0),
    ("unfinished", _UNFINISHED, _any, 0),
)
