"""From a slide to a picture: what does not fit, what has no glyph, what is drawn."""

from __future__ import annotations

import pytest
from PIL import Image
from scene import NIGHT, NOTE, PORTRAIT, slide, text, workspace

from post_forge.errors import LayoutError, TemplateError
from post_forge.model import FORMATS, Code, Format, Grid, Point
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup, measure_slide
from post_forge.render.paint import display_list
from post_forge.render.values import Fill, Gradient, Words
from post_forge.shipped import FONTS

VIEW = DeckView(number=2, total=5, handle="@shipdaily", monogram="sd")
STATEMENT = slide("statement", title=text("A retry is more load"), lead=text("Load grows 2× a try."), kicker="Why")
LONG = slide("recap", title=text("Too much"), points=tuple(Point(text("many words " * 20)) for _ in range(6)))


def drawn(made, canvas=PORTRAIT, theme=NIGHT, view=VIEW, **options):
    return draw_slide(lay_out(markup(made, view, theme, canvas), theme, canvas), theme, canvas, **options)


def test_a_drawn_slide_is_a_picture_with_its_lines_in_reading_order():
    made = drawn(STATEMENT)
    assert (made.width, made.height) == (1080, 1350)
    assert made.lines[0].text == "why"
    assert " ".join(line.text for line in made.lines).startswith("why A retry is more load Load grows 2× a try.")
    assert made.lines[-1].text == "02/05"


def test_ornaments_are_drawn_but_say_nothing():
    frame = lay_out(markup(STATEMENT, VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
    made = display_list(frame, NIGHT)
    drawn_words = [line.text for op in made.ops if isinstance(op, Words) for line in op.text.lines]
    said = [line.text for line in made.lines()]
    assert "2×" in drawn_words
    assert "2×" not in said
    assert "sd" not in said


def test_the_same_slide_is_the_same_picture():
    assert drawn(STATEMENT).png == drawn(STATEMENT).png
    assert drawn(STATEMENT).png == drawn(STATEMENT).png


def test_debug_outlines_every_box():
    frame = lay_out(markup(STATEMENT, VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
    boxes = sum(1 for _ in frame.walk())
    outlines = [op for op in display_list(frame, NIGHT, debug=True).ops if isinstance(op, Fill) and not op.color]
    assert len(outlines) >= boxes
    assert drawn(STATEMENT, debug=True).png != drawn(STATEMENT).png


def test_what_does_not_fit_is_told_at_the_line_of_the_note():
    with pytest.raises(LayoutError) as caught:
        drawn(LONG)
    problem = caught.value.problems[0]
    assert problem.source == NOTE
    assert problem.rule == "slide.overflow"
    assert "px over the limit of 1350 px" in problem.message
    assert "'many words many words many words many w…'" in problem.message
    assert "templates/themes/night/slides/" in problem.hint


def test_measuring_tells_the_same_without_drawing():
    fit = measure_slide(LONG, VIEW, NIGHT, PORTRAIT)
    assert not fit.ok
    assert fit.excess_px > 100
    assert fit.problems[0].source == NOTE
    assert measure_slide(STATEMENT, VIEW, NIGHT, PORTRAIT).ok


def test_a_character_without_a_glyph_is_named_with_its_code_point():
    with pytest.raises(LayoutError) as caught:
        drawn(slide("statement", title=text("Look at \U0001317f and \u16a0")))
    problem = caught.value.problems[0]
    assert problem.rule == "slide.glyph"
    assert problem.source == NOTE
    assert "(U+1317F)" in problem.message
    assert "(U+16A0)" in problem.message


def test_a_script_without_a_font_names_what_to_install():
    with pytest.raises(LayoutError) as caught:
        drawn(slide("statement", title=text("ᚠᚢ स्वागत")))
    assert "fontpkg-noto-sans-devanagari" in caught.value.problems[0].hint


def test_the_key_follows_content_theme_format_and_pictures(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "me.png")
    view = DeckView(number=2, total=5, avatar="me.png", root=str(tmp_path))
    first = markup(STATEMENT, view, NIGHT, PORTRAIT).key
    assert markup(STATEMENT, view, NIGHT, PORTRAIT).key == first
    assert markup(STATEMENT, view, NIGHT, FORMATS["square"]).key != first
    assert markup(STATEMENT, view, load_theme("night", overrides={"accent": "#ff8800"}), PORTRAIT).key != first
    assert markup(STATEMENT, VIEW, NIGHT, PORTRAIT).key != first
    Image.new("RGB", (9, 9)).save(tmp_path / "me.png")
    assert markup(STATEMENT, view, NIGHT, PORTRAIT).key != first


def test_an_avatar_is_drawn_from_the_workspace_and_from_nowhere_else(tmp_path):
    Image.new("RGB", (60, 60), "#ff0000").save(tmp_path / "me.png")
    root = tmp_path / "inside"
    root.mkdir()
    assert drawn(STATEMENT, view=DeckView(avatar="me.png", root=str(tmp_path))).png != drawn(STATEMENT).png
    with pytest.raises(TemplateError, match="no picture"):
        drawn(STATEMENT, view=DeckView(avatar="../me.png", root=str(root)))


def test_a_picture_that_is_none_is_told(tmp_path):
    (tmp_path / "me.png").write_bytes(b"not a picture")
    with pytest.raises(TemplateError, match=r"parts\.xml\.jinja.*cannot read the picture.*me\.png"):
        drawn(STATEMENT, view=DeckView(avatar="me.png", root=str(tmp_path)))


@pytest.mark.parametrize("width", [540, 1620])
def test_another_size_is_the_same_slide_scaled(width):
    canvas = Format("other", width, width * 5 // 4)
    small = lay_out(markup(STATEMENT, VIEW, NIGHT, canvas), NIGHT, canvas)
    large = lay_out(markup(STATEMENT, VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
    factor = width / 1080
    for one, other in zip(small.walk(), large.walk(), strict=True):
        assert one.width == pytest.approx(other.width * factor, abs=4)
        assert one.y == pytest.approx(other.y * factor, abs=4)


def test_opacity_and_shadow_reach_the_display_list(tmp_path):
    theme = load_theme(
        "mine",
        [workspace(tmp_path, theme='extends: night\nshadow: { soft: { color: "#000000", blur: 20, y: 8 } }\n',
                   cover='<slide><column opacity="50%" height="80" background="accent" shadow="soft">'
                         '<text style="body">x</text></column></slide>')],
    )  # fmt: skip
    frame = lay_out(markup(slide("cover"), VIEW, theme, PORTRAIT), theme, PORTRAIT)
    ops = display_list(frame, theme).ops
    fills = [op for op in ops if isinstance(op, Fill)]
    assert fills[-1].color == "#c4ff3d80"
    assert len(fills) > 5
    assert {glyph.color[7:] for op in ops if isinstance(op, Words) for glyph in op.text.lines[0].glyphs} == {"80"}


def test_marks_on_the_accent_stay_readable():
    made = Grid((text("a"), text("b")), ((text("x", "strong"), text("y", "code")),), ("left", "left"), focus=0)
    frame = lay_out(markup(slide("table", table=made), VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
    lines = [op.text.lines[0] for op in display_list(frame, NIGHT).ops if isinstance(op, Words) and op.text.lines]
    for line in (line for line in lines if line.text in ("x", "y")):
        assert {glyph.color for glyph in line.glyphs} == {NIGHT.color["on-accent"]}
        assert not line.chips


def test_code_keeps_its_numbers_and_focus():
    source = "\n".join(f"line_{number} = {number}" for number in range(1, 11))
    made = slide("code", title=text("Ten"), code=Code(source, "python", NOTE, "ten.py", (3, 4)))
    frame = lay_out(markup(made, VIEW, NIGHT, PORTRAIT), NIGHT, PORTRAIT)
    ops = display_list(frame, NIGHT).ops
    said = [op.text.lines[0].text for op in ops if isinstance(op, Words)]
    assert [str(number) for number in range(1, 11)] == [words for words in said if words.isdigit()]
    band = [op for op in ops if isinstance(op, Fill) and op.color == NIGHT.code["focus"].color]
    code = next(one for one in frame.walk() if one.box.element.name == "codeblock")
    assert [op.height for op in band] == [pytest.approx(2 * code.content.pitch)]


def test_a_theme_brings_its_own_fonts(tmp_path):
    root = workspace(tmp_path, theme="extends: night\nfont: { sans: Brand Sans }\n")
    home = root / "themes/mine/fonts/Brand Sans"
    home.mkdir(parents=True)
    (home / "Brand.ttf").write_bytes((FONTS / "jetbrains-mono/JetBrainsMono.ttf").read_bytes())
    (home / "Brand-Italic.ttf").write_bytes((FONTS / "jetbrains-mono/JetBrainsMono-Italic.ttf").read_bytes())
    theme = load_theme("mine", [root])
    assert drawn(STATEMENT, theme=theme).png != drawn(STATEMENT).png


def test_a_font_that_nobody_has_is_a_mistake_of_the_theme(tmp_path):
    theme = load_theme("mine", [workspace(tmp_path, theme="extends: night\nfont: { sans: Comic }\n")])
    with pytest.raises(TemplateError, match="no font family 'Comic'"):
        drawn(STATEMENT, theme=theme)


def test_a_gradient_fills_a_box(tmp_path):
    source = 'extends: night\ngradient: { dusk: { angle: 90, stops: ["0 accent", "100 background"] } }\n'
    layout = '<slide background="background"><column grow="1" background="dusk"/></slide>'
    theme = load_theme("mine", [workspace(tmp_path, theme=source, cover=layout)])
    frame = lay_out(markup(slide("cover"), VIEW, theme, PORTRAIT), theme, PORTRAIT)
    assert display_list(frame, theme).ops[-1] == Gradient(0, 0, 1080, 1350, ((0.0, "#c4ff3d"), (1.0, "#0a0c11")), 90.0)
