"""The link to the note: where it stands, and its parameters behind what the address holds already."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.texts.linking import Link, link_for, with_parameters

URL = "https://example.org/note"


def test_the_text_is_where_a_link_stands_unless_told():
    assert link_for(URL, "x", "n/p", {}, {}) == Link(text=URL)
    assert link_for(URL, "x", "n/p", {"x": "reply", "linkedin": "comment"}, {}) == Link(reply=URL)
    assert link_for(URL, "linkedin", "n/p", {"linkedin": "comment"}, {}) == Link(comment=URL)
    assert link_for(URL, "x", "n/p", {"x": "none"}, {}) == Link()
    assert link_for("", "x", "n/p", {"x": "reply"}, {"source": "x"}) == Link()


def test_parameters_name_the_network_and_the_post():
    utm = {"source": "{network}", "medium": "social", "campaign": "{note}/{post}", "term": ""}
    assert link_for(URL, "x", "n/p", {}, utm).text == f"{URL}?utm_source=x&utm_medium=social&utm_campaign=n%2Fp"


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://a.org/?b=1#c", "https://a.org/?b=1&utm_source=x#c"),
        ("https://a.org?utm_source=mine", "https://a.org?utm_source=mine"),
        ("https://a.org", "https://a.org?utm_source=x"),
        ("mailto:a@a.org", "mailto:a@a.org"),
    ],
)
def test_what_stands_there_stays(url, made):
    assert with_parameters(url, {"source": "x"}) == made


@given(st.dictionaries(st.sampled_from(["source", "medium", "campaign"]), st.text(min_size=1).filter(str.isprintable)))
def test_parameters_can_be_read_back(utm):
    query = parse_qsl(urlsplit(with_parameters(URL, utm)).query, keep_blank_values=True)
    assert query == [(f"utm_{key}", value) for key, value in utm.items()]
