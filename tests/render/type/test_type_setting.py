import unicodedata
from itertools import pairwise
from math import inf

import pytest
from block_fonts import block_font
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import TemplateError
from post_forge.render.type import FamilyFiles, FontBook, default_book, set_text
from post_forge.render.type.clusters import graphemes, is_ignorable
from post_forge.render.type.families import SHIPPED
from post_forge.render.values import Face, Measure, Run

TEXT = "#ffffff"
BODY = Face("Inter", 40, 450, tracking=-0.012)
TITLE = Face("Inter", 112, 700, tracking=-0.032)
COVER = Face("Inter", 204, 740, tracking=-0.04)
CODE = Face("JetBrains Mono", 36, 500, features=("-calt", "-liga"))
BLOCK = Face("Blocks", 20)  # every letter is 10 px wide, its ink 8


def lines(book, text, measure, face=BODY):
    runs = [Run(text, face, TEXT)] if isinstance(text, str) else text
    return [line.text for line in set_text(runs, measure, book).lines]


def letters(book, text):
    """What the glyphs of a text set in blocks say, from left to right, line by line."""
    names = {
        gid: character
        for character in map(chr, book.open(0).unicodes)
        for gid in [book.open(0).font.get_nominal_glyph(ord(character))]
    }
    return ["".join(names[glyph.gid] for glyph in line.glyphs) for line in text.lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Retries without the storm", ["Retries", "without", "the storm"]),
        ("The gap between two reads", ["The gap", "between", "two reads"]),
    ],
)
def test_covers_break_as_a_designer_would(book, text, expected):
    assert lines(book, text, Measure(900, 192, balance=True, optical=True), COVER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A safe retry in four moves", ["A safe retry", "in four moves"]),
        ("What an idempotency key is not", ["What", "an idempotency", "key is not"]),
        ("Wait 30 ms before you retry", ["Wait 30 ms", "before you retry"]),
        ("It failed. Retry with the same key", ["It failed. Retry with", "the same key"]),
        ("Clock skew, TTLs and the 24-hour rule", ["Clock skew, TTLs", "and the 24-hour rule"]),
    ],
)
def test_titles_break_between_phrases(book, text, expected):
    assert lines(book, text, Measure(900, 110, balance=True), Face("Inter", 96, 700, tracking=-0.032)) == expected


def test_body_text_is_filled_without_a_lonely_last_word(book):
    text = "Wait longer after each failure, and add jitter so that clients do not come back together."
    assert lines(book, text, Measure(824, 52)) == [
        "Wait longer after each failure, and add jitter so",
        "that clients do not come back together.",
    ]
    text = "Give up after a budget, not after a count: three slow tries outlast callers."
    assert lines(book, text, Measure(824, 52))[-1].count(" ") >= 1


def test_an_accented_phrase_stays_on_one_line(book):
    runs = [Run("Retries ", TITLE, TEXT), Run("without the storm", TITLE, "#c4ff3d", keep=True)]
    assert lines(book, runs, Measure(1000, 110, balance=True)) == ["Retries", "without the storm"]
    assert lines(book, runs, Measure(600, 110, balance=True)) == ["Retries", "without", "the storm"]


def test_paths_and_compounds_break_only_when_they_must(book):
    assert lines(book, "We replace the old and/or tables with state-of-the-art care", Measure(824, 52)) == [
        "We replace the old and/or tables with",
        "state-of-the-art care",
    ]
    broken = lines(book, "See https://example.org/engineering/notes/retries-and-timeouts", Measure(430, 52))
    assert "".join(broken) == "Seehttps://example.org/engineering/notes/retries-and-timeouts" or "See" in broken[0]
    assert all(line.endswith(("/", "-")) for line in broken[1:-1])


def test_a_word_longer_than_the_line_is_cut_between_letters(blocks):
    text = set_text([Run("aaa bbbbbbbbbbbbbbbb c", BLOCK, TEXT)], Measure(70, 24), blocks)
    assert [line.text for line in text.lines] == ["aaa", "bbbbbbb", "bbbbbbb", "bb c"]


def test_names_in_camel_case_are_cut_at_a_hump(blocks):
    assert lines(blocks, "servicesTestPayload", Measure(140, 24), BLOCK) == ["servicesTest", "Payload"]


def test_chinese_and_japanese_break_by_their_own_rules(book):
    text = "再試行は、安全に「繰り返せる」操作だけにする。キャッシュ"
    for line in lines(book, text, Measure(330, 60)):
        assert line[0] not in "、。」っャュー"
        assert line[-1] != "「"


def test_korean_breaks_between_words(book):
    assert lines(book, "네트워크 장애가", Measure(150, 60)) == ["네트워크", "장애가"]


def test_thai_is_cut_before_a_leading_vowel_never_after(book):
    found = lines(book, "ระบบฐานข้อมูลแบบกระจายศูนย์ต้องรองรับความล้มเหลวของเครือข่ายได้เสมอ", Measure(500, 60))
    assert len(found) > 1
    assert all(line[-1] not in "เแโใไ" and line[0] not in "ะาำๆ" for line in found)


def test_line_feeds_break_and_are_counted_as_sources(book):
    text = set_text([Run("a\nb", BODY, TEXT), Run("c\n\nd", BODY, TEXT)], Measure(500, 50), book)
    assert [(line.text, line.source) for line in text.lines] == [("a", 0), ("bc", 1), ("", 2), ("d", 3)]
    assert text.height == 200


def test_baselines_are_where_css_puts_them(book):
    text = set_text([Run("Ag", COVER, TEXT)], Measure(900, 192), book)
    assert text.lines[0].baseline == pytest.approx((192 - 1.21 * 204) / 2 + 0.969 * 204, abs=0.2)
    two = set_text([Run("a\nb", BODY, TEXT)], Measure(900, 52), book)
    assert two.lines[1].baseline - two.lines[0].baseline == 52


def test_big_titles_begin_with_ink_at_the_edge(book):
    text = set_text([Run("Rest\nWork", COVER, TEXT)], Measure(900, 192, optical=True), book)
    for line in text.lines:
        assert line.x + line.ink[0] == pytest.approx(0, abs=0.01)
    plain = set_text([Run("Rest", COVER, TEXT)], Measure(900, 192), book)
    assert plain.lines[0].x == 0
    assert plain.lines[0].ink[0] > 8


def test_of_big_titles_only_the_ink_has_to_fit(blocks):
    runs = [Run("aaa bbb", BLOCK, TEXT)]  # 70 px wide, the ink 68
    assert len(set_text(runs, Measure(68, 24, optical=True), blocks).lines) == 1
    assert len(set_text(runs, Measure(67, 24, optical=True), blocks).lines) == 2
    assert len(set_text(runs, Measure(69, 24), blocks).lines) == 2
    assert set_text(runs, Measure(900, 24, optical=True), blocks).width == pytest.approx(68)


@pytest.mark.parametrize(("align", "x"), [("start", 0), ("center", 35), ("end", 70)])
def test_lines_are_aligned_in_the_measure(blocks, align, x):
    text = set_text([Run("abc", BLOCK, TEXT)], Measure(100, 24, align=align), blocks)
    assert text.lines[0].x == pytest.approx(x)


def test_without_measure_lines_are_aligned_to_the_widest(blocks):
    text = set_text([Run("abcde\nab", BLOCK, TEXT)], Measure(inf, 24, align="end"), blocks)
    assert [line.x for line in text.lines] == [0, 30]
    assert text.width == 50


def test_the_width_without_end_is_room_enough(book):
    runs = [
        Run("Use ", BODY, TEXT),
        Run("timeout(5)", CODE, TEXT, chip="#222222"),
        Run(" so and/or a slow-start 10 ms.", BODY, TEXT),
    ]
    endless = set_text(runs, Measure(inf, 52), book)
    assert len(set_text(runs, Measure(endless.width, 52), book).lines) == 1


def test_wrap_none_keeps_one_line(book):
    assert len(lines(book, "word " * 40, Measure(300, 50, wrap="none"))) == 1


def test_letter_spacing_is_not_added_at_the_end_of_a_line(blocks):
    spaced = Face("Blocks", 20, tracking=0.5)
    text = set_text([Run("abc def", spaced, TEXT)], Measure(60, 24), blocks)
    assert [line.width for line in text.lines] == [50, 50]


def test_right_to_left_text_runs_from_the_right(blocks):
    text = set_text([Run("שלום abc", BLOCK, TEXT)], Measure(200, 24), blocks)
    assert letters(blocks, text) == ["abc םולש"]
    assert text.lines[0].text == "שלום abc"
    assert text.lines[0].x == 120
    assert letters(blocks, set_text([Run("abc שלום", BLOCK, TEXT)], Measure(200, 24), blocks)) == ["abc םולש"]


def test_a_given_direction_wins_over_the_first_letter(blocks):
    runs = [Run("abc שלום!", BLOCK, TEXT)]
    assert letters(blocks, set_text(runs, Measure(200, 24), blocks)) == ["abc םולש!"]
    turned = set_text(runs, Measure(200, 24, direction="rtl"), blocks)
    assert letters(blocks, turned) == ["!םולש abc"]
    assert turned.lines[0].x == 110
    plain, mark = (
        set_text([Run(said, BODY, TEXT)], Measure(200, 24, direction="rtl"), blocks) for said in ("abc!", "!")
    )
    assert plain.lines[0].glyphs[0].gid == mark.lines[0].glyphs[0].gid
    left = set_text([Run("שלום abc", BLOCK, TEXT)], Measure(200, 24, direction="ltr"), blocks)
    assert letters(blocks, left) == ["םולש abc"]


def test_code_inside_right_to_left_text_is_not_turned_round(blocks):
    code = Run("f(1)", Face("JetBrains Mono", 20), TEXT, keep=True)
    text = set_text([Run("של ", BLOCK, TEXT), code, Run(" ום", BLOCK, TEXT)], Measure(400, 24), blocks)
    xs = [glyph.x for glyph in text.lines[0].glyphs]
    assert xs == sorted(xs)
    assert text.lines[0].x == pytest.approx(400 - text.lines[0].width)
    assert text.lines[0].words[0][0] > text.lines[0].words[1][0] > text.lines[0].words[-1][0]


def test_a_chip_has_room_of_its_own_and_goes_on_over_lines(blocks):
    chip = Run("bb bb", BLOCK, TEXT, chip="#222222")
    text = set_text([Run("aa ", BLOCK, TEXT), chip], Measure(400, 24), blocks)
    (box,) = text.lines[0].chips
    assert (box.x, box.width) == (pytest.approx(30), pytest.approx(50 + 2 * 4.8))
    assert box.top < -14 < 0 < box.bottom
    narrow = set_text([Run("aa ", BLOCK, TEXT), chip], Measure(62, 24), blocks)
    assert [line.text for line in narrow.lines] == ["aa bb", "bb"]
    for line in narrow.lines:
        assert line.chips[0].x + line.chips[0].width <= line.width + 0.01
        assert line.width <= 62


def test_lines_under_and_through_and_links_lie_where_their_words_lie(blocks):
    runs = [Run("aa ", BLOCK, TEXT), Run("bb", BLOCK, TEXT, strike=True, underline=True, href="https://example.org")]
    line = set_text(runs, Measure(400, 24), blocks).lines[0]
    assert {(mark.kind, mark.x, mark.width) for mark in line.chips} == {("underline", 30, 20), ("strike", 30, 20)}
    assert line.links == ((30, 20, "https://example.org"),)


def test_words_say_where_each_part_of_a_line_stands(blocks):
    line = set_text([Run("aa bb", BLOCK, TEXT)], Measure(400, 24), blocks).lines[0]
    assert line.words == ((0, 30, "aa "), (30, 20, "bb"))


def test_no_text_is_no_line(book):
    assert set_text([], Measure(100, 20), book).lines == ()
    assert set_text([Run("", BODY, TEXT)], Measure(100, 20), book).height == 0


def test_missing_clusters_are_named_once(book):
    assert set_text([Run("क and क", BODY, TEXT)], Measure(900, 50), book).missing == ("क",)


def test_an_unknown_family_is_an_error_of_the_theme(book):
    with pytest.raises(TemplateError):
        set_text([Run("a", Face("Nope", 20), TEXT)], Measure(100, 20), book)


SAMPLES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60),
    st.text(alphabet="ab /-.,\n\t שלום日本「」👩🏽‍💻🇪1️⃣\u00ad\u200bé\u0301ภาไ", max_size=60),
    st.lists(st.sampled_from(["retry ", "of ", "5 ", "https://example.org/x", "idempotency", "\n"])).map("".join),
)


@given(SAMPLES, st.integers(30, 900), st.booleans(), st.sampled_from(["words", "code", "none"]))
def test_any_text_fits_its_measure_and_keeps_every_character(text, width, balance, wrap):
    book = default_book()
    halves = [Run(text[: len(text) // 2], BODY, TEXT), Run(text[len(text) // 2 :], CODE, TEXT, chip="#222222")]
    found = set_text(halves, Measure(width, 50, balance=balance, wrap=wrap), book)
    kept = "".join(line.text for line in found.lines)
    drawn = [c for c in text if not c.isspace() and not is_ignorable(c) and not "\U0001d400" <= c <= "\U0001d7ff"]
    assert [c for c in kept if c in set(drawn)] == drawn
    for line in found.lines:
        assert line.width <= width + 0.02 or wrap == "none" or one_cluster(line)


def one_cluster(line):
    """Whether a line holds no more than cannot be parted: a letter and the marks on it."""
    visible = [c for c in line.text if not c.isspace() and not is_ignorable(c)]
    letters = [c for c in visible if not unicodedata.category(c).startswith("M")]
    return len(letters) <= 1 or len(graphemes(line.text.strip())) <= 1


@given(st.text(alphabet="abc XYZ.,/-!שלוםא\n", max_size=80), st.integers(25, 300), st.booleans())
def test_every_letter_is_drawn_once(text, width, balance):
    book = BLOCKS[0]
    found = set_text([Run(text, BLOCK, TEXT)], Measure(width, 24, balance=balance), book)
    drawn = "".join(letters(book, found))
    assert sorted(drawn.replace(" ", "")) == sorted(text.replace(" ", "").replace("\n", ""))


BLOCKS: list[FontBook] = []


@pytest.fixture(autouse=True, scope="module")
def one_book(block_files):
    BLOCKS.append(FontBook({"Blocks": block_files, **SHIPPED}))
    BLOCKS[0].chain(BLOCK)


def test_caches_do_not_grow_without_end():
    book = FontBook(SHIPPED)
    for number in range(9000):
        set_text([Run(f"w{number} x{number}", BODY, TEXT)], Measure(900, 50), book)
    assert len(book.shaped) <= 6000
    assert len(book.set) <= 200
    assert len(book.prepared) <= 200


def edges(text):
    """Where the ink of each line begins and ends, with and without the marks that hang."""
    return [(line.x + line.ink[0], line.x + line.ink[1]) for line in text.lines]


@pytest.mark.parametrize("mark", ["“", "„", "«", '"', "‘", "•"])
def test_the_mark_that_opens_a_headline_hangs_in_the_margin(book, mark):
    measure = Measure(900, 110, balance=True, optical=True)
    words = "Retry with care, never in a hurry"
    plain = set_text([Run(words, TITLE, TEXT)], measure, book)
    hung = set_text([Run(mark + words, TITLE, TEXT)], measure, book)
    assert edges(plain)[0][0] == pytest.approx(0, abs=0.01)
    assert edges(hung)[0][0] < -3
    letters = [glyph for glyph in hung.lines[0].glyphs if glyph.gid == plain.lines[0].glyphs[0].gid]
    assert hung.lines[0].x + letters[0].x == pytest.approx(plain.lines[0].x, abs=0.01), "the R stands where it stood"
    assert edges(hung)[1][0] == pytest.approx(0, abs=0.01)
    assert hung.width <= 900


def test_only_large_headlines_hang_their_marks(book):
    for measure in (Measure(900, 110, optical=True), Measure(900, 110, balance=True)):
        text = set_text([Run("“Retry” is no plan, and never was one", TITLE, TEXT)], measure, book)
        assert edges(text)[0][0] >= -0.01


def test_a_mark_hangs_no_further_than_the_margin_allows(book):
    huge = Face("Inter", 300, 700)
    text = set_text([Run("«R»", huge, TEXT)], Measure(900, 300, balance=True, optical=True), book)
    assert -72.1 <= edges(text)[0][0] < -40


def test_a_mark_that_stands_in_a_run_of_its_own_hangs_too(book):
    runs = [Run("“", TITLE, "#c4ff3d"), Run("Retry with care, never in a hurry", TITLE, TEXT)]
    text = set_text(runs, Measure(900, 110, balance=True, optical=True), book)
    assert edges(text)[0][0] < -3


def test_from_the_right_marks_hang_to_the_right(blocks):
    face = Face("Blocks", 100)
    measure = Measure(900, 110, balance=True, optical=True)
    text = set_text([Run('"שלום עולם', face, TEXT)], measure, blocks)
    assert text.lines[0].x + text.lines[0].ink[1] == pytest.approx(900 + 50, abs=0.6)
    assert set_text([Run('"', face, TEXT)], measure, blocks).lines[0].x == pytest.approx(-5, abs=0.6)


# A first letter, signs below or after it, vowels and tones, for each script that is written without spaces.
SYLLABLES = (
    (["ក", "ខ", "ត", "ស"], ["", "្ត", "្រ", "្ត្រ"], ["", "ា", "ី", "៉ា", "ើ", "ំ"]),
    (["ก", "ข", "เก", "แข", "โจ", "ไม"], [""], ["", "้", "ี่", "ะ", "า", "ำ", "้ำ"]),
    (["ກ", "ຂ", "ເກ", "ແຂ", "ໂຈ", "ໄມ"], [""], ["", "້", "ີ່", "ະ", "າ", "ຳ"]),
    (["က", "ခ", "မ", "ဆ"], ["", "္က", "ျ", "ြ", "ွ"], ["", "ာ", "ို", "့", "း", "န်"]),
)
SYLLABLE = st.one_of(*(st.tuples(*map(st.sampled_from, parts)).map("".join) for parts in SYLLABLES))


@pytest.fixture(scope="module")
def southern(tmp_path_factory):
    """A font with every letter and sign of the scripts that are written without spaces."""
    ranges = ((0x0E01, 0x0E5B), (0x0E81, 0x0EDF), (0x1000, 0x109F), (0x1780, 0x17F9))
    letters = "".join(chr(code) for start, end in ranges for code in range(start, end + 1))
    file = block_font(tmp_path_factory.mktemp("fonts") / "southern.ttf", letters + " ")
    return FontBook({**SHIPPED, "Southern": FamilyFiles((file,))})


@given(st.lists(SYLLABLE, min_size=2, max_size=14), st.floats(140, 300))
def test_scripts_without_spaces_are_never_cut_inside_a_cluster(southern, syllables, width):
    text = "".join(syllables)
    shown = [
        line.text for line in set_text([Run(text, Face("Southern", 40), TEXT)], Measure(width, 50), southern).lines
    ]
    assert "".join(shown) == text
    for above, below in pairwise(shown):
        assert unicodedata.category(below[0]) not in ("Mn", "Mc"), f"{below} begins with a sign of {above}"
        assert above[-1] not in "\u17d2\u1039", "what makes the next letter a foot stays with it"
        assert above[-1] not in "เแโใไເແໂໃໄ"
        assert below[0] not in "ะาำະາຳ"
        assert below[1:2] != "\u103a", "a final consonant stays with its syllable"
