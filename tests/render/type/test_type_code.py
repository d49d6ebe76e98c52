from post_forge.render.type import set_text
from post_forge.render.values import Face, Measure, Run

FACE = Face("JetBrains Mono", 30, features=("-calt", "-liga"))
CELL = 18  # px


def code(book, text, columns):
    runs = [Run(part, FACE, "#dde2ec") for part in text] if isinstance(text, list) else [Run(text, FACE, "#dde2ec")]
    return set_text(runs, Measure(columns * CELL + 0.1, 48, wrap="code"), book)


def test_short_lines_stay_as_they_are(book):
    text = code(book, "def f(x):\n    return  x\n\nf(1)  ", 20)
    assert [(line.text.rstrip(), line.source) for line in text.lines] == [
        ("def f(x):", 0),
        ("    return  x", 1),
        ("", 2),
        ("f(1)", 3),
    ]


def test_a_long_line_goes_on_under_itself_with_a_mark(book):
    text = code(book, "    result = compute(first, second, third)", 30)
    assert [(line.text, line.source) for line in text.lines] == [
        ("    result = compute(first,", 0),
        ("second, third)", 0),
    ]
    first, second = text.lines
    assert (first.x, round(second.x)) == (0, 8 * CELL)
    mark = second.glyphs[0]
    assert mark.color == "#dde2ec80"
    assert second.x + mark.x < second.x
    assert "".join(part for _, _, part in second.words) == "second, third)"


def test_a_line_without_separators_is_cut_where_it_must(book):
    lines = [line.text for line in code(book, "x" * 50, 20).lines]
    assert "".join(lines) == "x" * 50
    assert max(map(len, lines)) == 20


def test_deep_indents_leave_half_the_width(book):
    text = code(book, " " * 30 + "abc def ghi jkl mno pqr", 40)
    assert all(line.x <= 20 * CELL + 1 for line in text.lines)
    assert all(line.x + line.width <= 40 * CELL + 0.2 for line in text.lines)


def test_tabs_run_to_columns_of_four(book):
    assert code(book, "\tx\n a\tb", 30).lines[0].text == "    x"
    assert code(book, "\tx\n a\tb", 30).lines[1].text == " a  b"


def test_colours_change_inside_a_line_and_columns_do_not(book):
    line = code(book, ["if ", "x", " == 1:"], 30).lines[0]
    assert [round(glyph.x / CELL, 3) for glyph in line.glyphs] == list(range(len("if x == 1:")))


def test_wide_characters_take_two_columns(book):
    line = code(book, "😀 = 1", 30).lines[0]
    assert round(line.width / CELL, 3) == 6


def test_comments_from_right_to_left_are_turned_line_and_columns_are_not(blocks):
    face = Face("Blocks", 20)
    line = set_text(
        [Run("x = 1  # ", face, "#ffffff"), Run("של", face, "#ffffff")], Measure(900, 24, wrap="code"), blocks
    ).lines[0]
    assert line.x == 0
    assert [word[0] for word in line.words] == [0, 90]
    first, second = sorted(line.glyphs, key=lambda glyph: glyph.x)[-2:]
    shin, lamed = (blocks.open(blocks.chain(face).own).font.get_nominal_glyph(ord(letter)) for letter in "של")
    assert (first.gid, second.gid) == (lamed, shin)


def test_where_no_font_has_the_mark_none_is_drawn(block_files):
    from post_forge.render.type import FontBook

    alone = FontBook({"Blocks": block_files}, fallback=())
    text = set_text([Run("abc def ghi", Face("Blocks", 20), "#ffffff")], Measure(70, 24, wrap="code"), alone)
    assert len(text.lines) == 3
    assert all(glyph.gid for line in text.lines for glyph in line.glyphs)
    assert text.missing == ()
