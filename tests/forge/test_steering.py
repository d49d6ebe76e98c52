"""What the author writes wins: comments, front matter and hand-written texts, from the file to the output."""

from __future__ import annotations

import json

import pytest

NOTE = """\
---
title: Connection pools
hashtags: [PostgreSQL, Pools]
question: What is your pool size, and who chose it?
url: https://example.org/pools
---

<!-- post: sizing -->
## How large should a pool be?

A pool of 100 connections on a database with 8 cores made every query slower, by a factor of 3 at 500 requests a second.

**The trap:** More connections look like more throughput, and each of them takes memory and a place in the scheduler.

**The fix:** Start with twice the number of cores and measure.

- **Too small**: Requests wait for a connection while the database is idle.
- **Too large**: Queries wait for each other inside the database.
- **Just right**: The wait for a connection stays below a millisecond.

```post x
My own words: pool size = 2 × cores, then measure.
```

<!-- skip -->
## Internal remarks

Nobody outside should read that the pool broke on 3 of 5 days.

## Close what you open

<!-- layout: statement -->
A leaked connection is gone until the process ends, and 20 leaks emptied our pool in 2 hours.

1. Use a context manager for every connection.
2. Set a maximum age of 30 minutes.
3. Alert when the number of busy connections only grows.
"""


@pytest.fixture
def records(tmp_path, build):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "pools.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "post_forge.yaml").write_text('brand: { name: Ada }\ncredit: "Text: A. Lovelace, CC BY 4.0"\n')
    report = build(tmp_path)
    assert report.problems == ()
    return {post: json.loads((tmp_path / "output" / post / "post.json").read_bytes()) for post in report.posts}


def test_a_comment_above_a_heading_names_its_post(records):
    assert set(records) == {"pools/sizing", "pools/close-what-you-open"}


def test_a_hand_written_text_is_taken_as_it_is(records):
    assert records["pools/sizing"]["texts"]["x"]["parts"] == ["My own words: pool size = 2 × cores, then measure."]
    assert "My own words" not in str(records["pools/sizing"]["texts"]["linkedin"])


def test_a_skipped_section_is_nowhere(records):
    assert "3 of 5 days" not in json.dumps(records, ensure_ascii=False)


def test_a_layout_is_asked_for_by_a_comment(records):
    layouts = [slide["layout"] for slide in records["pools/close-what-you-open"]["slides"]]
    assert layouts[1] == "statement"


def test_front_matter_reaches_texts_and_slides(records):
    for record in records.values():
        texts = {name: "\n".join(text["parts"]) for name, text in record["texts"].items()}
        assert "https://example.org/pools" in texts["linkedin"]
        assert "https://example.org/pools" not in texts["instagram"]  # it makes no link there
        assert texts["linkedin"].endswith("#PostgreSQL #Pools")
        assert "Text: A. Lovelace, CC BY 4.0" in record["slides"][-1]["text"]
