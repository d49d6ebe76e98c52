"""Files of what was posted before: read whole, or refused with every place that is wrong."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.queue import StoreError, read_history

MADRID = ZoneInfo("Europe/Madrid")


def read(text, name="old.csv"):
    return read_history(text.encode() if isinstance(text, str) else text, name, MADRID)


def problems(text, name="old.csv"):
    with pytest.raises(StoreError) as caught:
        read(text, name)
    return [f"{problem.source}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_as_spreadsheets_write_it(delimiter):
    text = "\ufeffPost,Channel,Time,URL,Round\r\na/one,x,2025-05-01 09:00,,2\r\n,,,,\r\n"
    (found,) = read(text.replace(",", delimiter))
    assert (found.post, found.time.isoformat(), found.url, found.round) == ("a/one", "2025-05-01T07:00:00+00:00", "", 2)


A = '{"post": "a", "channel": "x", "time": "2025-05-01T09:00:00Z"}'
B = '{"post": "b", "channel": "x", "time": "2025-05-02"}'


@pytest.mark.parametrize("text", [f"[{A},\n {B}]", f"{A}\n{B}\n"])
def test_json_as_a_list_or_one_a_line(text):
    assert [(item.post, item.time.hour) for item in read(text, "old.json")] == [("a", 9), ("b", 22)]


def test_every_line_that_is_wrong_is_told_at_once():
    text = 'post,channel,time,url\na,x,yesterday,\n"b\nb",x,2025-05-01,\n,x,2025-05-01,\nc,x,2025-05-01,u,extra\n'
    assert problems(text) == [
        "old.csv:2: `time` must be a moment with its time zone",
        "old.csv:5: there is no `post`",
        "old.csv:6: unknown key 'column 5'",
    ]


def test_what_cannot_be_a_post_or_its_address_is_told_at_its_line():
    rows = [
        "../../x,x,2025-05-01,",
        "a,x,2025-05-01,javascript:alert(5)",
        ",,,",
        "/a,x,2025-05-01,",
        "a,x,2025-05-01,u",
    ]
    assert problems("post,channel,time,url\n" + "\n".join(rows) + "\n") == [
        "old.csv:2: '../../x' is not the name of a post",
        "old.csv:3: 'javascript:alert(5)' is not the address of a post",
        "old.csv:4: nothing is in this row",
        "old.csv:5: '/a' is not the name of a post",
        "old.csv:6: 'u' is not the address of a post",
    ]
    assert problems("[{}]", "old.json") == ["old.json:1: nothing is in this row"]


@pytest.mark.parametrize("url", ["https://a.example/1", "http://a.example/1", "at://did:plc:a/b/c", "file:///srv/a"])
def test_the_addresses_that_networks_give_are_taken(url):
    assert read(f"post,channel,time,url\na,x,2025-05-01,{url}\n")[0].url == url


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("poste,channel,time\n", "a.csv", ["a.csv:1: unknown heading 'poste'", "a.csv:1: there is no heading 'post'"]),
        ("post,post,channel,time\n", "a.csv", ["a.csv:1: two columns have one heading"]),
        ("", "a.csv", ["a.csv: nothing is in this file"]),
        ("post,channel,time\n", "a.csv", ["a.csv: nothing is in this file"]),
        ('post,channel,time\n"a,x\n', "a.csv", ["a.csv:2: this is no CSV: unexpected end of data"]),
        ("[]", "a.json", ["a.json: nothing is in this file"]),
        ('[{"post": "a",\n}]', "a.json", None),
        ("[\n1]", "a.json", ["a.json:2: unknown key ''"]),
        ("[", "a.json", ["a.json:1: this list has no end"]),
        ("[]\n{}", "a.json", ["a.json:2: something stands after the list"]),
        ("[" * 100_000, "a.json", None),
        (b"post\n\xff", "a.csv", ["a.csv:2: this file is not UTF-8"]),
    ],
)
def test_a_file_that_cannot_be_used_says_where(text, name, told):
    found = problems(text, name)
    assert found == told or told is None
    assert found[0].startswith(name)


@given(st.text(), st.sampled_from(["a.csv", "a.json"]))
def test_no_text_breaks_it(text, name):
    with suppress(StoreError):
        read_history(text.encode("utf-8", "surrogatepass"), name, MADRID)
