"""What looks like a secret is masked; what does not is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.queue import masked


@pytest.mark.parametrize(
    "text",
    [
        "GET https://graph.example.org/me?fields=id&access_token=SECRET99",
        "Authorization: Bearer SECRET99.abc-def",
        "postgresql://ana:SECRET99@host/queue",
        '{"refresh_token": "SECRET99", "expires_in": 5}',
        "client_secret=SECRET99&x=1",
        "eyJhbGciOiJIUzI1NiJ9.SECRET99.SECRET99",
    ],
)
def test_a_secret_goes(text):
    assert "SECRET99" not in masked(text)
    assert "***" in masked(text)


@pytest.mark.parametrize(
    "text",
    ["https://example.org/@ana/1?page=2", "429 Too Many Requests: try again in 30 s", "Größe: 5 — ünïcode 🎉\nline 2"],
)
def test_other_words_stay(text):
    assert masked(text) == text


@given(st.text(st.characters()))
def test_the_rest_can_be_stored_by_any_database(text):
    kept = masked(text)
    assert "\0" not in kept
    assert masked(kept) == kept
    kept.encode()
