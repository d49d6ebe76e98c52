"""Single rules on single cases: what they find, and above all what they leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from post_forge import forge, notes, platforms
from post_forge.check import Calendar, Collection, PostView, SlideView, Tools, Wish, run
from post_forge.check.hooks import weakness
from post_forge.check.texts import words_of
from post_forge.compose import likeness
from post_forge.errors import Source
from post_forge.forge.checking.views import twins_of
from tests.check.planted import NOTE, note

TOOLS = Tools(notes.sensitive, platforms.problems, twins_of, likeness)
HERE = Source(NOTE, 3)


def post(text: str = "", *, name: str = "a", claim: str = "", lang: str = "en", **more) -> PostView:
    texts = {"x": (text or f"Retries took checkout {name} down on Friday.",)}
    return PostView(f"{name}/x", name, f"content/{name}.md", HERE, texts, lang=lang, claims=((claim, HERE),), **more)


def found(*posts: PostView, **more) -> list[str]:
    return [problem.rule for problem in run((), Collection(posts, **more), TOOLS)]


def of_note(tmp_path, body: str, front: str = "") -> list[str]:
    (tmp_path / "content").mkdir(exist_ok=True)
    (tmp_path / NOTE).write_text(note(body, front), encoding="utf-8")
    return [problem.rule for problem in forge.check(forge.open_workspace(tmp_path, remember=False)).problems]


@pytest.mark.parametrize(
    "line",
    [
        "You added the index. The query is still slow.",
        "Why is your index not used?",
        "It's 3 a.m. and the pager rings.",
        "There is no index that serves both queries.",
        "Redis is fast until it swaps.",
        "10,000 users, one row.",
        "When the work is outside your database: a charge is not rolled back.",
        "People are part of the system.",
        "“The kernel is the operating system.”",
        "Thoughtful naming saves an hour a week.",
        "Two workers sold the last seat of a theatre in the same second, and both customers came.",
    ],
)
def test_a_line_that_can_open_a_post_is_left_alone(line):
    assert weakness(line, "linkedin") == ""


@pytest.mark.parametrize(
    "line",
    [
        "This is why it fails.",
        "Here are five reasons:",
        "2. Architecture internals",
        "Part 3 of the series",
        "Redis is an in-memory data structure store, which is a kind of database.",
        "Introduction",
        "Thoughts?",
        "🔥 Here is what nobody tells you:",
        "In today's fast-paced world, pools matter.",
        "#redis #caching",
        "Unpopular opinion: " + "caches are hard. " * 9,
    ],
)
def test_a_line_that_nobody_stops_for_is_weak(line):
    assert weakness(line, "linkedin") != ""


@pytest.mark.parametrize(
    ("claim", "is_told"),
    [
        ("The new pool is 3x faster.", True),
        ("Caching cut latency by 40%.", True),
        ("After the change the queue dropped to 40.", True),
        ("With 20 workers the new pool is 3x faster than the old one.", False),
        ("Latency fell from 900 ms to 40 ms.", False),
        ("Caching cut the p99 of the product page by 40% during the sale.", False),
        ("The job took 40 seconds.", False),
        ("HTTP 404 is not an error of the network.", False),
        ("Version 3 came in 2019.", False),
    ],
)
def test_a_figure_needs_its_scene(claim, is_told):
    assert ("figure.context" in found(post(claim=claim))) is is_told


def test_figures_are_judged_in_english_only():
    assert "figure.context" not in found(post(claim="Die Seite ist 3x faster.", lang="de"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Use **backoff**.", True),
        ("See [the docs](https://example.org).", True),
        ("A tag <br> is left.", True),
        ("Ten &nbsp; items.", True),
        ("The sum \\frac{1}{2} is left.", True),
        ("{{< note >}} hides here.", True),
        ("2 ** 3 and 4 ** 5 are powers.", False),
        ("a < b and c > d", False),
        ("Array[int](x) is a call.", False),
        ("Pass __init__ and __name__ on.", False),
        ("#Redis and # of items", False),
        ("Write List<String> and Map<K, V>.", False),
        ("It costs $5, then $10.", False),
        ("x_1 and y_2 stay", False),
    ],
)
def test_what_a_reader_would_see_as_markup(text, is_told):
    code = frozenset({"__init__", "__name__"})
    assert ("text.markup" in found(post(text, code=code))) is is_told


def test_markup_that_the_note_shows_as_code_is_meant():
    assert "text.markup" not in found(post("Write <br> for a break.", code=frozenset({"<br>"})))
    slides = (SlideView("code", HERE, "**kwargs, **more", 0, "x"),)
    assert "text.markup" not in found(post(slides=slides))


@pytest.mark.parametrize(
    ("body", "rule", "is_told"),
    [
        ("See http://localhost:8080/x and http://10.0.0.1/y.", "link.http", False),
        ("See `http://redis.io/x`.", "link.http", False),
        ("```sh\ncurl http://redis.io\n```", "link.http", False),
        ("See http://example.org/x.", "link.http", False),
        ("[old](https://web.archive.org/web/2016/http://hood.ie/blog/)", "link.http", False),
        ("<http://redis.io/docs>", "link.http", True),
        ("See [a](http://redis.io) and [b](http://redis.io).", "link.http", True),
        ("A Persian word: می\u200cخواهم", "note.invisible", False),
        ("A family: 👨\u200d👩\u200d👧", "note.invisible", False),
        ("Khmer breaks: ភាសា\u200bខ្មែរ", "note.invisible", False),
        ("A title\n---\n\nWords.", "note.rule-line", False),
        ("- an item that ends here, and so it does.\n---\n", "note.rule-line", False),
        ("[Technical debt](#TODO) is a law.", "note.unfinished", False),
        ("<!-- TODO: say more, ask maria@bigcorp.io -->", "note.unfinished", False),
        ("<!-- TODO: say more, ask maria@bigcorp.io -->", "note.private", False),
        ("```\nconnect(password='changeme')\n```", "secret.note", False),
        ("Write to alice@example.org.", "note.private", False),
    ],
)
def test_what_a_note_may_hold(tmp_path, body, rule, is_told):
    assert (rule in of_note(tmp_path, body + "\n")) is is_told


def test_one_address_is_told_once(tmp_path):
    assert of_note(tmp_path, "See [a](http://redis.io) and [b](http://redis.io).\n").count("link.http") == 1


@pytest.mark.parametrize(
    ("front", "rule"),
    [("layout: page\ndate: 2024-01-01\nauthor: Me", "front.key"), ("status: published", "front.status")],
)
def test_front_matter_of_other_programs_is_left_alone(tmp_path, front, rule):
    assert rule not in of_note(tmp_path, "", front)


def test_words_of_chinese_and_korean_count_as_they_are_read():
    assert words_of("缓存击穿") == 2
    assert words_of("캐시 스탬피드") == 2
    assert words_of("one two three") == 3


def test_a_worn_beginning_is_told_once():
    posts = [post(f"What is the use of number {number}?", name=f"p{number}") for number in range(8)]
    assert found(*posts).count("hook.repeated") == 1


def test_a_translation_says_the_same_on_purpose():
    same = "Retries took checkout down on Friday, and three layers sent 27 requests for one click each time."
    assert "post.twin" in found(post(same, name="a"), post(same, name="b"))
    assert "post.twin" not in found(post(same, name="a"), post(same, name="b", lang="de"))


def test_a_published_twin_stands_first():
    same = "Retries took checkout down on Friday, and three layers sent 27 requests for one click each time."
    new, old = post(same, name="new", score=9.0), post(same, name="old", published="2026-01-02")
    (twin,) = [one for one in run((), Collection((new, old)), TOOLS) if one.rule == "post.twin"]
    assert twin.message.startswith("'new' says what 'old' says")
    assert "published on 2026-01-02" in twin.message


def test_days_are_looked_up_on_the_channels_of_the_note():
    weekdays = Calendar("a", "mastodon", {0: 1}, lambda day: day == date(2026, 12, 25))
    every = Calendar("b", "folder", dict.fromkeys(range(7), 1), lambda day: False)
    sunday, christmas = date(2026, 11, 22), date(2026, 12, 25)

    def told(day: date, *channels: str) -> list[str]:
        wish = Wish(HERE, day.isoformat(), day, False, channels)
        return found(wishes=(wish,), calendars=(weekdays, every))

    assert told(sunday) == []
    assert told(sunday, "mastodon") == ["calendar.day"]
    assert told(christmas) == []
    assert told(christmas, "a") == ["calendar.blackout"]


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("```yaml\npool:\n\tsize: 4\n```", True),
        ("```yaml\npool:\n    size: 4  # a\ttab\n```", False),
        ("- an item\n\n    ```yaml\n    pool:\n      size: 4\n    ```", False),
    ],
)
def test_a_tab_that_indents_yaml(tmp_path, body, is_told):
    assert ("code.yaml" in of_note(tmp_path, body + "\n")) is is_told


def test_tags_that_say_nothing_are_told_together():
    told = [
        one
        for one in run((), Collection((post("Go.\n\n#coding #Redis #tech"),)), TOOLS)
        if one.rule == "hashtag.generic"
    ]
    assert [one.message for one in told] == ["#coding, #tech are so common that nobody follows them"]
