"""What README and _collection.yaml say about the notes of a collection."""

from __future__ import annotations

from pathlib import Path

from post_forge import notes
from post_forge.notes import Index
from tests.notes.making import write


def index_of(root: Path) -> Index:
    return notes.read_index(notes.find(root, root))


def test_a_table_gives_titles_icons_summaries_and_an_order(tmp_path: Path) -> None:
    for place in ("b.md", "a b.md", "sub/c.md"):
        write(tmp_path, place, "text\n")
    write(
        tmp_path,
        "README.md",
        "# 📚 My notes\n\n| # | Topic | About |\n|---|---|---|\n"
        "| 1 | 🧭 [**DNS**](./b.md) | Names into numbers, and what is cached |\n"
        "| 2 | [here](a%20b.md) | Queues |\n| 3 | [`c.md`](sub/c.md#top) | The `third` topic of all \\| more |\n",
    )
    index = index_of(tmp_path)
    assert index.title == "My notes"
    assert index.order == ("b.md", "a b.md", "sub/c.md")
    dns = index.entries["b.md"]
    assert (dns.title, dns.icon, dns.summary) == ("DNS", "🧭", "Names into numbers, and what is cached")
    assert index.entries["a b.md"].title == "Queues"
    assert index.entries["sub/c.md"].summary == "The third topic of all | more"


def test_a_list_does_too(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "text\n")
    write(tmp_path, "b/README.md", "# B\n\ntext\n")
    write(
        tmp_path,
        "README.md",
        "- 🔥 [Cache](a.md): keep it **small**.\n- [Queues](b/) - see [more](https://x.example)\n",
    )
    index = index_of(tmp_path)
    cache = index.entries["a.md"]
    assert (cache.title, cache.icon, cache.summary) == ("Cache", "🔥", "keep it small.")
    assert index.entries["b/README.md"].title == "Queues"


def test_a_note_takes_what_it_does_not_say_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "text only\n")
    write(tmp_path, "b.md", "---\nsummary: Own.\n---\n# 🚀 Own title\n")
    write(tmp_path, "README.md", "- 🔥 [Cache](a.md) — keep it small\n- 🧭 [Other](b.md) — other\n")
    found = notes.find(tmp_path, tmp_path)
    index = notes.read_index(found)
    a, b = (notes.read(note, index=index, root=tmp_path).note for note in found.notes)
    assert a is not None
    assert b is not None
    assert (str(a.title), a.icon, a.summary) == ("Cache", "🔥", "keep it small")
    assert (str(b.title), b.icon, b.summary) == ("Own title", "🚀", "Own.")


def test_a_collection_file(tmp_path: Path) -> None:
    for place in ("a.md", "b.md", "c.md"):
        write(tmp_path, place, "text\n")
    text = "title: Notes\ncredit: A. Person\nlicense: CC-BY-4.0\nurl: https://x.example\n"
    text += "order: [c, a.md, bb.md]\ncolour: x\n"
    write(tmp_path, "_collection.yaml", text)
    index = index_of(tmp_path)
    assert (index.title, index.credit, index.licence, index.url) == (
        "Notes",
        "A. Person",
        "CC-BY-4.0",
        "https://x.example",
    )
    assert index.order == ("c.md", "a.md")
    assert {(str(p.source), p.severity, p.hint) for p in index.problems} == {
        ("_collection.yaml:6:1", "warning", "known: credit, licence, license, order, title, url"),
        ("_collection.yaml:5:18", "warning", "did you mean 'b.md'?"),
    }


def test_a_broken_collection_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "text\n")
    for text in ("- a\n", "title: [a\n", "order: x\n", "title: {a: b}\n", ""):
        write(tmp_path, "_collection.yaml", text)
        assert bool(index_of(tmp_path).problems) == bool(text)


def test_links_that_lead_elsewhere_say_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "text\n")
    write(
        tmp_path,
        "README.md",
        "[A](a.md) [x](https://x.example/a.md) [y](#a.md) [z](../a.md) ![p](a.md)\n\n```\n[A](a.md)\n```\n",
    )
    assert list(index_of(tmp_path).entries) == ["a.md"]
