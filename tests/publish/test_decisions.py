"""The pure decisions: what a failure is, when to try again, whether a channel is tried, what an address may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.publish import Allowed, Lost, Masker, Request, Response, budget_of, failure_of, retry, shown
from post_forge.publish.classify import message_of, midnight, retry_at
from post_forge.publish.guard import is_public
from post_forge.publish.tid import following, tid
from post_forge.publish.x import _pattern

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHANCE = st.floats(0, 1, exclude_max=True)


# ---- failures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "visible", "kind"),
    [
        (Response(201), True, None),
        (Lost(False, "refused"), True, "unsent"),
        (Lost(True, "timed out"), True, "unknown"),
        (Lost(True, "timed out"), False, "unsent"),
        (Lost(False, "a private address", refused=True), True, "refused"),
        (Response(500), True, "unknown"),
        (Response(503), False, "unsent"),
        (Response(303), True, "unknown"),
        (Response(301, {"location": "https://elsewhere.example/?token=1"}), True, "refused"),
        (Response(409), True, "unknown"),
        (Response(401), True, "auth"),
        (Response(403), True, "refused"),
        (Response(422), True, "refused"),
        (Response(429), True, "later"),
    ],
)
def test_what_a_reply_is(reply, visible, kind):
    failure = failure_of(reply, NOON, visible=visible)
    assert (failure and failure.kind) == kind
    assert "token=1" not in str(failure)


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"retry-after": "90"}, NOON + timedelta(seconds=90)),
        ({"retry-after": "Fri, 20 Nov 2026 12:05:00 GMT"}, NOON + timedelta(minutes=5)),
        ({"x-rate-limit-reset": str(int(NOON.timestamp()) + 60)}, NOON + timedelta(minutes=1)),
        ({"ratelimit-reset": str(int(NOON.timestamp()) + 300)}, NOON + timedelta(minutes=5)),
        ({"x-ratelimit-reset": "2026-11-20T12:05:00.123456Z"}, NOON + timedelta(minutes=5, microseconds=123456)),
        ({"retry-after": "10", "x-rate-limit-reset": "9999999999"}, NOON + timedelta(seconds=10)),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"x-rate-limit-reset": "1"}, NOON + timedelta(seconds=1)),
        ({"retry-after": "99999999"}, NOON + timedelta(days=2)),
        ({}, None),
    ],
)
def test_when_a_network_allows_another_try(headers, wanted):
    assert retry_at(Response(429, headers), NOON) == wanted


@given(value=st.text(max_size=40), name=st.sampled_from(["retry-after", "x-ratelimit-reset"]))
def test_no_header_can_stop_or_hurry_a_channel(value, name):
    found = retry_at(Response(429, {name: value}), NOON)
    assert found is None or NOON < found <= NOON + timedelta(days=2)


def test_linkedin_counts_until_midnight():
    failure = failure_of(Response(429), NOON, visible=True, reset="midnight")
    assert failure.until == midnight(NOON) == datetime(2026, 11, 21, tzinfo=UTC)


def test_what_is_left_of_a_budget():
    headers = {"ratelimit-remaining": "12", "ratelimit-reset": str(int(NOON.timestamp()) + 60)}
    assert budget_of(Response(200, headers), NOON) == (12, NOON + timedelta(minutes=1))
    assert budget_of(Response(200), NOON) == (None, None)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error":"Validation failed"}', "Validation failed"),
        (b'{"error":"InvalidRequest","message":"text is too long"}', "InvalidRequest: text is too long"),
        (b'{"title":"Forbidden","detail":"not allowed"}', "Forbidden: not allowed"),
        (b'{"error":{"message":"m","error_user_title":"t","error_user_msg":"u"}}', "t: u: m"),
        (b'{"errors":[{"message":"a"},{"message":"b"}]}', "a; b"),
        (b"plain\nwords", "plain words"),
        (b"", "no reason given"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_the_networks_own_words(body, words):
    assert message_of(Response(400, {}, body)) == words


@given(body=st.binary(max_size=200))
def test_no_answer_breaks_the_message(body):
    assert 0 < len(message_of(Response(400, {}, body))) <= 300


# ---- trying again ---------------------------------------------------------------------------------------------------


@given(tries=st.integers(1, 10_000), chance=CHANCE)
def test_pauses_grow_to_three_hours_and_never_vanish(tries, chance):
    assert timedelta(seconds=15) <= retry.pause(tries, chance) <= timedelta(hours=3)
    assert retry.pause(tries, chance) <= retry.pause(tries + 1, chance)


def test_a_circuit_opens_after_failures_and_closes_after_one_success():
    circuit = retry.Circuit()
    for _ in range(retry.OPENS_AT):
        assert retry.may_try(circuit, NOON)[0]
        circuit = retry.after_failure(circuit, NOON, "503", 0.5)
    assert circuit.state == "open"
    assert not retry.may_try(circuit, NOON)[0]
    allowed, half = retry.may_try(circuit, circuit.until)
    assert (allowed, half.state) == (True, "half-open")
    assert not retry.may_try(half, circuit.until)[0], "one delivery, to see"
    assert retry.after_failure(half, half.until, "503", 0.5).state == "open"
    assert retry.after_success(half) == retry.Circuit()


# ---- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://api.example.org/x", True),
        ("https://up.example.org/x", True),
        ("https://deep.cdn.example.net/x", True),
        ("http://up.example.org/x", False),
        ("https://up.example.org:8443/x", False),
        ("https://ana:word@up.example.org/x", False),
        ("https://up.example.org.evil.net/x", False),
        ("https://evilcdn.example.net/x", False),
        ("https://evil.net/?https://api.example.org", False),
        ("https://evil.net\\@api.example.org/", False),
        ("https://127.0.0.1/x", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_requests_go_to_the_channels_servers_only(url, good):
    allowed = Allowed("https://api.example.org", ("up.example.org", ".cdn.example.net"))
    assert (allowed.refusal(url) == "") is good


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0", "fc00::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "100.64.0.1", "224.0.0.1", "nonsense"],
)  # fmt: skip
def test_private_addresses_are_no_place_to_send_to(address):
    assert not is_public(address)


def test_public_addresses_are():
    assert is_public("9.9.9.9")
    assert is_public("2620:fe::fe")


# ---- masking --------------------------------------------------------------------------------------------------------


@given(secret=st.text("abcXYZ019+/=&%-_. ", min_size=4, max_size=40).map(str.strip).filter(lambda text: len(text) > 3))
def test_a_secret_shows_nowhere_however_it_is_written(secret):
    from base64 import b64encode
    from urllib.parse import quote, quote_plus

    forms = [secret, quote(secret, safe=""), quote_plus(secret), b64encode(secret.encode()).decode()]
    mask = Masker([secret])
    request = Request("POST", f"https://example.org/?a={forms[1]}", {"X-Any": secret}, f"<{forms[3]}>{secret}".encode())
    told = shown(request, mask) + mask(" | ".join(forms))
    assert all(form not in told for form in forms)


def test_a_request_is_shown_with_its_key_and_without_its_token():
    request = Request(
        "POST", "https://example.org", {"Authorization": "Bearer abc", "Idempotency-Key": "k1"}, b"\xff\xd8"
    )
    told = shown(request, Masker())
    assert "abc" not in told
    assert "Idempotency-Key: k1" in told
    assert "<2 bytes>" in told


# ---- record keys, and X's words -------------------------------------------------------------------------------------


@given(seconds=st.integers(0, 4_000_000_000), key=st.text(max_size=20), steps=st.integers(0, 50))
def test_record_keys_sort_by_time_and_are_the_same_twice(seconds, key, steps):
    moment = datetime.fromtimestamp(seconds, UTC)
    first = tid(moment, key)
    assert first == tid(moment, key) == following(first, 0)
    assert len(first) == 13
    assert first[0] in "234567abcdefghij"
    assert following(first, steps + 1) > following(first, steps)


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c", True),
        ("see https://t.co/abc and", "see https://example.org/x?y and", True),
        ("pictures https://t.co/abc", "pictures", True),
        ("ends with a link https://t.co/abc https://t.co/pic", "ends with a link https://example.org", True),
        ("ends with a link https://t.co/abc", "ends with a link example.org", True),
        ("two\nlines", "two\nlines", True),
        ("one", "one two", False),
        ("one https://t.co/abc", "one and two and three", False),
        ("", "words", False),
        ("https://t.co/pic", "", True),
        ("a.c", "abc", False),
    ],
)
def test_what_x_shows_is_known_as_what_was_sent(theirs, ours, same):
    assert bool(_pattern(theirs).fullmatch(" ".join(ours.split()))) is same
