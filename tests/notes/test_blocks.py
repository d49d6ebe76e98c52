"""Markdown of every dialect -> blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge.model import Callout, Code, Directive, Formula, Handwritten, Listing, Paragraph, Quote, Table
from tests.notes.making import marked, note_of, read_file


def lead(root: Path, text: str, place: str = "topic.md") -> tuple[object, ...]:
    return note_of(root, text, place).lead


def only(root: Path, text: str, place: str = "topic.md") -> object:
    blocks = lead(root, text, place)
    assert len(blocks) == 1, blocks
    return blocks[0]


def words(root: Path, text: str) -> str:
    block = only(root, text)
    assert isinstance(block, Paragraph)
    return marked(block.text)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a **b** *c* `d` ~~e~~ ==f==", "a <strong>b</strong> <emphasis>c</emphasis> <code>d</code> <strike>e</strike> <highlight>f</highlight>"),  # noqa: E501
        ("one\ntwo  \nthree\\\nfour", "one two\nthree\nfour"),
        ("中文\n文字\nLatin\n末尾", "中文文字 Latin 末尾"),
        ("한국어\n문장", "한국어 문장"),
        ("[a](https://a.example) [b](rel.md) [c](javascript:alert(1)) <https://d.example>", "a b c https://d.example"),
        ("[a][none] x[i][j] [ref]", "a x[i][j] [ref]"),
        ("[[Page]] [[dir/Page#Part|label]] [[#Here]] [[ $x ]]", "Page label Here [[ $x ]]"),
        ("note[^1] and ^[inline] here", "note and here"),
        ("a %%hidden%% b {: .cls } c {#id}", "a b c"),
        ("{{< ref x >}} a {% raw %} b {{ name }}", "a b"),
        ("ship it :rocket: at 10:30:45 :unknown:", "ship it 🚀 at 10:30:45 :unknown:"),
        ("&copy; &amp;copy; &lt;tag&gt; \\*plain\\*", "© &copy; <tag> *plain*"),
        ("**「引用」**です。これは**“强调”**的", "<strong>「引用」</strong>です。これは<strong>“强调”</strong>的"),
        ("** loose ** and 2**3 and 2*3*4", "<strong>loose</strong> and 2**3 and 2*3*4"),
        ("call __init__ and __main__, not __this__", "call __init__ and __main__, not <strong>this</strong>"),
        ("<b>a</b> <kbd>Ctrl</kbd> H<sub>2</sub>O 10<sup>6</sup> e<sup>xy</sup>", "<strong>a</strong> <code>Ctrl</code> H₂O 10⁶ e^(xy)"),  # noqa: E501
        ("a<br>b <span style='x'>c</span> <script>evil()</script>d", "a\nb c d"),
        ("a <!-- hidden --> b", "a b"),
        ("a == b and c == d", "a == b and c == d"),
        ("List<T> and <branch>, <Badge>new</Badge>, Map<K, V>", "List<T> and <branch>, new, Map<K, V>"),
        ("a&nbsp;b &nbsp;", "a\u00a0b"),
    ],
)  # fmt: skip
def test_a_line_becomes_text(tmp_path: Path, markdown: str, text: str) -> None:
    assert words(tmp_path, markdown + "\n") == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("$x^2$ and $O(n \\log n)$", "x² and O(n log n)"),
        ("$\\frac{a}{b}$", "<math>\\frac{a}{b}</math>"),
        ("\\( 10^6 \\) and \\(not\\)", "10⁶ and (not)"),
        ("from $5 to $10, $HOME/$PATH, US$5 and 6$", "from $5 to $10, $HOME/$PATH, US$5 and 6$"),
        ("$20k+ and $30k a year, $5-$10", "$20k+ and $30k a year, $5-$10"),
        ("式は$i^2=-1$です", "式はi²=-1です"),
        ("the price $$$ is high", "the price $$$ is high"),
    ],
)
def test_maths_is_told_from_money(tmp_path: Path, markdown: str, text: str) -> None:
    assert words(tmp_path, markdown + "\n") == text


def test_only_safe_links_keep_their_target(tmp_path: Path) -> None:
    block = only(tmp_path, "[a](https://a.example/x) [b](mailto:b@example.com) [c](file:///etc) [d](x.md)\n")
    assert isinstance(block, Paragraph)
    assert [s.href for s in block.text.spans if s.href] == ["https://a.example/x", "mailto:b@example.com"]


@pytest.mark.parametrize("formula", ["$$\nx = \\frac{a}{b}\n$$\n", "$$ x = \\frac{a}{b} $$\n", "\\[\nx = \\frac{a}{b}\n\\]\n", "```math\nx = \\frac{a}{b}\n```\n"])  # noqa: E501  # fmt: skip
def test_formulas_stand_alone(tmp_path: Path, formula: str) -> None:
    block = only(tmp_path, formula)
    assert isinstance(block, Formula)
    assert block.text == "x = \\frac{a}{b}"


def test_lists_nest_and_tasks_are_checked(tmp_path: Path) -> None:
    block = only(tmp_path, "1. one\n\n   ```sh\n   run\n   ```\n2. two\n   - deep\n\n     more\n3. \n")
    assert isinstance(block, Listing)
    assert block.ordered
    one, two = block.items
    assert isinstance(one.blocks[0], Code)
    assert one.blocks[0].text == "run"
    assert isinstance(two.blocks[0], Listing)
    assert str(two.blocks[0].items[0].text) == "deep"
    tasks = only(tmp_path, "- [x] done\n- [ ] open\n- none\n")
    assert isinstance(tasks, Listing)
    assert [item.checked for item in tasks.items] == [True, False, None]


def test_a_definition_list_leads_with_its_terms(tmp_path: Path) -> None:
    block = only(tmp_path, "Quorum\n: more than half\n\nLease\n: a lock that ends\n")
    assert isinstance(block, Listing)
    assert [marked(i.text) for i in block.items] == [
        "<strong>Quorum</strong>: more than half",
        "<strong>Lease</strong>: a lock that ends",
    ]
    assert [item.source.line for item in block.items] == [1, 4]


def test_code_is_dedented_and_its_info_understood(tmp_path: Path) -> None:
    block = only(tmp_path, '```Python title="pay.py" {2,4-5}\n\tif x:\n\t\ty\n\n```\n')
    assert block == Code("if x:\n    y", "python", block.source, "pay.py", (2, 4, 5))  # type: ignore[attr-defined]
    named = only(tmp_path, "```js:app.js\nx\n```\n")
    assert isinstance(named, Code)
    assert (named.lang, named.title) == ("js", "app.js")
    braces = only(tmp_path, '``` {.go hl_lines="1 3"}\nx\n```\n')
    assert isinstance(braces, Code)
    assert (braces.lang, braces.focus) == ("go", (1, 3))
    assert lead(tmp_path, "```\n\n```\n") == ()


def test_a_hand_written_text(tmp_path: Path) -> None:
    block = only(tmp_path, "```post LinkedIn\nMy own words.\n\n#tag\n```\n")
    assert isinstance(block, Handwritten)
    assert (block.platform, block.text) == ("linkedin", "My own words.\n\n#tag")


def test_tables_are_as_wide_as_their_head(tmp_path: Path) -> None:
    result = read_file(tmp_path, "| a | b |\n|:-|-:|\n| 1 |\n| 2 | 3 | 4 |\n| `x \\| y` | c<br>d |\n|  |  |\n")
    assert result.note is not None
    table = result.note.lead[0]
    assert isinstance(table, Table)
    assert table.align == ("left", "right")
    assert [[str(cell) for cell in row] for row in table.rows] == [["1", ""], ["2", "3"], ["x | y", "c\nd"]]
    assert [str(p.source) for p in result.problems] == ["topic.md:4"]


@pytest.mark.parametrize(
    ("text", "kind", "title", "inside"),
    [
        ("> [!WARNING]\n> Mind this.\n", "warning", "", "Mind this."),
        ("> [!tip]- Fold `it`\n> Mind this.\n", "tip", "Fold it", "Mind this."),
        ("::: danger Stop\nMind this.\n:::\n", "danger", "Stop", "Mind this."),
        (":::note[Title]\nMind this.\n:::\n", "note", "Title", "Mind this."),
        (":::message alert\nMind this.\n:::\n", "warning", "", "Mind this."),
        ('::: {.callout-note title="T"}\nMind this.\n:::\n', "note", "T", "Mind this."),
        ('!!! warning "Stop"\n    Mind this.\n', "warning", "Stop", "Mind this."),
        ("???+ note\n    Mind this.\n", "note", "", "Mind this."),
        ("/// tip | Do\nMind this.\n///\n", "tip", "Do", "Mind this."),
        ('{% hint style="info" %}\nMind this.\n{% endhint %}\n', "info", "", "Mind this."),
    ],
)
def test_admonitions_of_every_dialect(tmp_path: Path, text: str, kind: str, title: str, inside: str) -> None:
    block = only(tmp_path, text)
    assert isinstance(block, Callout)
    assert (block.kind, str(block.title)) == (kind, title)
    assert [str(inner.text) for inner in block.blocks if isinstance(inner, Paragraph)] == [inside]


def test_callouts_nest_and_an_open_one_ends_with_the_file(tmp_path: Path) -> None:
    block = only(tmp_path, ":::: note\na\n\n::: tip\nb\n:::\n\nc\n::::\n")
    assert isinstance(block, Callout)
    assert [type(inner).__name__ for inner in block.blocks] == ["Paragraph", "Callout", "Paragraph"]
    assert isinstance(only(tmp_path, "::: note\nnever closed\n"), Callout)
    assert [type(b).__name__ for b in lead(tmp_path, "a\n\n:::\n\nb\n")] == ["Paragraph", "Paragraph"]


@pytest.mark.parametrize(
    ("text", "said", "who"),
    [
        ("> Be kind.\n>\n> — M. Brooker\n", "Be kind.", "M. Brooker"),
        ("> Be kind.\n> -- M. Brooker\n", "Be kind.", "M. Brooker"),
        ("> 嫌な奴になるな。\n> — ウィル\n", "嫌な奴になるな。", "ウィル"),
        ("> Fast - or right - or cheap\n", "Fast - or right - or cheap", ""),
        ("<blockquote>Be <b>kind</b>.<p>— M. Brooker</p></blockquote>\n", "Be kind.", "M. Brooker"),
    ],
)
def test_an_attribution_is_taken_off_a_quote(tmp_path: Path, text: str, said: str, who: str) -> None:
    block = only(tmp_path, text)
    assert isinstance(block, Quote)
    assert (" ".join(str(b.text) for b in block.blocks if isinstance(b, Paragraph)), str(block.by)) == (said, who)


def test_html_keeps_its_text(tmp_path: Path) -> None:
    text = (
        "<h2>Part</h2>\n\n<details><summary>Q</summary>\n\nhidden **answer**\n\n</details>\n\n"
        "<p align='center'>one<br>two</p>\n<ul><li>a</li><li>b</li></ul>\n\n<style>x{}</style>\n\n"
        "<pre><code>if a &lt; b:\n  c</code></pre>\n"
    )
    section = note_of(tmp_path, "# T\n\n" + text).sections[0]
    assert str(section.title) == "Part"
    kinds = [type(block).__name__ for block in section.blocks]
    assert kinds == ["Paragraph", "Paragraph", "Paragraph", "Listing", "Code"]
    summary, answer, lines, items, code = section.blocks
    assert isinstance(summary, Paragraph)
    assert marked(summary.text) == "<strong>Q</strong>"
    assert isinstance(answer, Paragraph)
    assert str(answer.text) == "hidden answer"
    assert isinstance(lines, Paragraph)
    assert str(lines.text) == "one\ntwo"
    assert isinstance(items, Listing)
    assert [str(item.text) for item in items.items] == ["a", "b"]
    assert isinstance(code, Code)
    assert code.text == "if a < b:\n  c"


def test_an_html_table_is_left_out_with_a_warning(tmp_path: Path) -> None:
    result = read_file(
        tmp_path, "before\n\n<table>\n<tr><td>x</td></tr>\n\n<tr><td>\n\ny\n\n</td></tr></table>\n\nafter\n"
    )
    assert result.note is not None
    assert [str(b.text) for b in result.note.lead if isinstance(b, Paragraph)] == ["before", "after"]
    assert [(p.rule, str(p.source)) for p in result.problems] == [("note.html", "topic.md:3")]


def test_comments_steer(tmp_path: Path) -> None:
    text = "# T <!-- skip -->\n\n<!-- post: slug -->\na <!-- slide --> b\n\n<!-- layout: big -->\n\n"
    text += "<!-- TODO: password -->\n"
    steering = [b for b in lead(tmp_path, text) if isinstance(b, Directive)]
    assert [(d.name, d.value, d.source.line) for d in steering] == [
        ("skip", "", 1), ("post", "slug", 3), ("slide", "", 4), ("layout", "big", 6)
    ]  # fmt: skip


def test_a_comment_that_never_ends_costs_one_line(tmp_path: Path) -> None:
    result = read_file(tmp_path, "a\n\n<!-- open\n\nb\n")
    assert result.note is not None
    assert [str(b.text) for b in result.note.lead if isinstance(b, Paragraph)] == ["a", "b"]
    assert [(p.rule, str(p.source)) for p in result.problems] == [("note.comment", "topic.md:3")]


def test_mdx_is_markdown_without_its_program(tmp_path: Path) -> None:
    text = (
        "import {A} from './a'\nexport const x = {\n  y: 1,\n}\n\n# T\n\n<Tabs items={['a', 'b']}\n  open>\n\n"
        "    Inner **text** {/* gone */}.\n\n</Tabs>\n\n```js\nimport kept from 'x'\n```\n"
    )
    blocks = lead(tmp_path, text, "topic.mdx")
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Code"]
    assert isinstance(blocks[0], Paragraph)
    assert marked(blocks[0].text) == "Inner <strong>text</strong> ."
    assert blocks[0].source.line == 11
    assert isinstance(blocks[1], Code)
    assert blocks[1].text == "import kept from 'x'"


def test_what_no_slide_shows_is_dropped(tmp_path: Path) -> None:
    text = (
        "[TOC]\n\n[[toc]]\n\n#tag #other/tag\n\n{: .note }\n\n%%\nhidden\n\nlines\n%%\n\n@[card](https://x.example)\n\n"
        "[^1]: The footnote\n    goes on.\n\nkept ^anchor1\n\n{% comment %}\nno\n{% endcomment %}\n"
    )
    assert words(tmp_path, text) == "kept"


def test_highlighted_liquid_is_code(tmp_path: Path) -> None:
    block = only(tmp_path, "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n")
    assert isinstance(block, Code)
    assert (block.lang, block.text) == ("ruby", "puts 1")


def test_code_is_never_touched(tmp_path: Path) -> None:
    code = "{{ x }} %%a%% [[b]] <!-- c --> {% d %} :tada: ##e $x^2$"
    blocks = lead(tmp_path, f"```\n{code}\n```\n\n`{code}`\n")
    assert isinstance(blocks[0], Code)
    assert blocks[0].text == code
    assert isinstance(blocks[1], Paragraph)
    assert str(blocks[1].text) == code


def test_nesting_has_an_end_that_is_told(tmp_path: Path) -> None:
    deep = "".join("  " * level + f"- level {level}\n" for level in range(200))
    assert [p.rule for p in read_file(tmp_path, deep).problems] == ["note.nesting"]
    assert [p.rule for p in read_file(tmp_path, ">" * 300 + " deep\n").problems] == ["note.nesting"]
    assert not read_file(tmp_path, "- a\n  - b\n    - c\n      - d\n        - > e\n").problems
