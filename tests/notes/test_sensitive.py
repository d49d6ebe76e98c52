"""What must not be published is found, and what only stands for it is not.

The secrets are put together at run time, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.notes import sensitive

HEX = "0123456789abcdefghijABCDEFGHIJ012345"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Use " + "AKIA" + "IOSFODNN7EXAMPLE here", "cloud key", "AKIA" + "IOSFODNN7EXAMPLE"),
        (
            "aws_secret: wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzMPLEKEYa",
            "cloud key",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzMPLEKEYa",
        ),
        ("TOKEN=" + "ghp_" + HEX, "token", "ghp_" + HEX),
        ("glpat-" + "Zx81kQp0rT55vWq2LmNb", "token", "glpat-" + "Zx81kQp0rT55vWq2LmNb"),
        ("xoxb-" + "2417-9981-AbCdEfGhIjKl", "token", "xoxb-" + "2417-9981-AbCdEfGhIjKl"),
        ("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "token", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
        ("postgres://admin:hunter2@db.internal:5432/prod", "connection string", "postgres://admin:hunter2@db.internal"),
        ("password = 'Tr4ub4dor&3x!'", "password", "Tr4ub4dor&3x!"),
        ('{"api_key": "9fK2mQx7Lp0Zr5Tv8Wn3"}', "password", "9fK2mQx7Lp0Zr5Tv8Wn3"),
        ("write to anna.schmidt@firma.de now", "mail address", "anna.schmidt@firma.de"),
        ("call +1 202-555-0143.", "phone number", "+1 202-555-0143"),
        ("+4915112345678", "phone number", "+4915112345678"),
        ("(202) 555-0143", "phone number", "(202) 555-0143"),
        ("host 10.0.0.1 is up", "private address", "10.0.0.1"),
        ("192.168.31.187:2181", "private address", "192.168.31.187"),
        ("fd12:3456:789a::1", "private address", "fd12:3456:789a::1"),
        ("For internal use: x", "internal", "For internal use"),
        ("INTERNAL ONLY", "internal", "INTERNAL ONLY"),
        ("signed an NDA", "internal", "NDA"),
        ("Strictly confidential", "internal", "Strictly confidential"),
        ("TODO: write", "unfinished", "TODO"),
        ("(coming soon)", "unfinished", "coming soon"),
        ("Lorem ipsum dolor", "unfinished", "Lorem ipsum"),
    ],
)
def test_it_is_found(text: str, kind: str, found: str) -> None:
    assert [(finding.kind, text[finding.start : finding.end]) for finding in sensitive(text)] == [(kind, found)]


def test_a_private_key_is_found_with_its_body() -> None:
    body = "MIIEpAIBAAKCAQEA7bq3" * 4
    assert [f.kind for f in sensitive(f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{body}\n")] == ["private key"]
    assert not sensitive(f"A file begins with `-----BEGIN {'PRIVATE'} KEY-----`.")


@pytest.mark.parametrize(
    "text",
    [
        "TOKEN=$TOKEN", "token: <your-token>", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "password=your-password-1",
        "password = os.environ['DB_PASSWORD_1']", "token = generate_token_v2(user)",
        "secret_key: settings.SECRET_KEY2",
        "postgres://user:password@localhost/db", "mysql://user:password@db.firma.de/x",
        "amqp://guest:guest@rabbit:5672", "redis://:${REDIS_PASS}@cache:6379",
        "git clone git@github.com:org/repo.git", "a@example.com b@mail.example.org c@x.invalid d@y.test",
        "logo@2x.png",
        "127.0.0.1 0.0.0.0 ::1 192.0.2.10 198.51.100.7 203.0.113.9 8.8.8.8 169.254.169.254",
        "the ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16", "version 1.10.0.0.1", "172.32.0.1",
        "an internal service", "the confidential client of OAuth", "a todo list", "TODO list app", "no reply@",
        "0123456789abcdef0123456789abcdef01234567", "2024-05-01 12:30", "+1000000 requests", "a +49 % rise", "nda",
        "password: correct-horse-battery-staple-1",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w",
    ],
)  # fmt: skip
def test_what_only_stands_for_it_is_free(text: str) -> None:
    assert sensitive(text) == []


def test_findings_come_in_order_and_do_not_overlap() -> None:
    text = "TODO mail anna@firma.de, 10.1.2.3, postgres://root:Kx81qRw9@db.firma.de/x"
    found = sensitive(text)
    assert [f.kind for f in found] == ["unfinished", "mail address", "private address", "connection string"]
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text("aA1@.:/-_= +(){}<>$'\"\nghp", max_size=200))
def test_no_text_raises(text: str) -> None:
    for finding in sensitive(text):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["a", "1.", "+1 ", "a@", "://a:", "password=", "10.0.", "a.b@c.", "eyJ", "-----BEGIN "]
)
def test_long_lines_come_to_an_end(unit: str) -> None:
    """Work that grows with the square of the length would run into the time limit of the test run."""
    assert isinstance(sensitive(unit * (300_000 // len(unit))), list)
