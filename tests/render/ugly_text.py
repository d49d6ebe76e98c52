"""Ugly mistakes of words: widows, bad breaks, sizes, letters that meet, characters that no font has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from ugly_look import CAP, CAPTIONS, DESCENDER, HEADINGS, Letter, Line, Look

from post_forge.compose import shown
from post_forge.render import draw
from post_forge.render.looks import script_of
from post_forge.render.slides import book_of
from post_forge.render.values import Glyph, SetLine, SetText, Words

MOST_WORDS, MOST_CAPTIONS = 40, 0.25
MOST_SIZES, MOST_WEIGHTS = 5, 3
NEAR = (1.02, 1.14)
TEXT, CODE, CAPTION, CELL = 40, 28, 28, 32
"""The smallest sizes. A cell may be smaller than running text: one word of a table is read, not a line."""
PHONE = 400 / 1080
LEAST_ON_PHONE, LEAST_HAIR = 11, 0.7
CLEAR, CROSSING = 2, 8
DISPLAY = 150
TOUCHING = 0.006
TIMID, RATIO = 0.55, 1.6
MOST_TITLE = 10
LITTLE = "a an the of to in on at by for from with and or but nor not is are as than that into"
BAD_ENDS = frozenset(LITTLE.split())
UNITS = ("%", "ms", "s", "min", "h", "px", "kB", "MB", "GB", "TB", "days", "years")
QUOTATION = ("qa", "myth", "quote")


def headings(look: Look) -> Iterator[list[Line]]:
    """The texts of the content that are set large."""
    for group in look.groups:
        if group[0].style in HEADINGS:
            yield group


def spaced(look: Look, words: str) -> bool:
    """Whether the script puts spaces between words."""
    return script_of(words) != "cjk"


def widow(look: Look) -> Iterator[str]:
    """1: the last line is one word though the line above has several. Stretched lines fill the measure anyway."""
    for group in look.groups:
        if len(group) < 2 or group[0].frame.box.element.name == "banner" or not spaced(look, group[-1].text):
            continue
        before, last = group[-2].text.split(), group[-1].text.split()
        if len(last) == 1 and len(before) > 1:
            yield f"{group[-1].text!r} is alone under {group[-2].text!r}"


def timid_title(look: Look) -> Iterator[str]:
    """6: the widest line of the title fills little of the measure though a larger step has room."""
    for group in headings(look):
        frame = group[0].frame
        if frame.box.element.name == "banner" or group[0].style not in ("title", "cover", "statement", "question"):
            continue
        widest = max(line.right - line.left for line in group)
        steps = [size for size, _ in look.field.typography[group[0].style].ladder() if size > group[0].size + 1]
        room = max((end - start for start, end in look.holes(look.header_bottom, look.footer_top)), default=0) - 60
        if widest >= TIMID * frame.width or not steps:
            continue
        larger = min(steps) / group[0].size
        if widest * larger <= frame.width and (larger - 1) * group[0].size * len(group) * 1.1 <= room:
            yield f"{group[0].text!r} at {group[0].size:.0f} px fills {widest / frame.width:.0%} of the measure"


def too_small(look: Look) -> Iterator[str]:
    """10: smaller than the floors."""
    for line in look.lines:
        name = line.frame.box.element.name
        least = {"cell": CELL, **dict.fromkeys(("codeblock", "diagram", "graph", "sequence"), CODE)}.get(name, TEXT)
        if line.style in CAPTIONS:
            least = CAPTION
        elif line.style in ("pill", "tile", "mark", "monogram"):
            least = CAPTION  # a word on a button, a figure on a tile
        if line.size < least - 0.5:
            yield f"{line.text!r} is {line.size:.0f} px, at least {least} wanted"


def much_small_print(look: Look) -> Iterator[str]:
    """10b: a quarter of the content's words are captions (what stands above a title is not counted)."""
    lines = [line for line in look.text_lines if look.is_content(line) and line.style != "kicker"]
    words = [(line.style in CAPTIONS, len(line.text.split())) for line in lines]
    small, whole = sum(count for caption, count in words if caption), sum(count for _, count in words)
    if whole > 12 and small > MOST_CAPTIONS * whole:
        yield f"{small} of {whole} words are captions"


def sizes_of(look: Look) -> dict[float, str]:
    """The sizes of the content's words, each with some of them; captions, signs and stretched lines not counted."""
    found: dict[float, str] = {}
    for group in look.groups:
        numeral = group[0].text.isdigit() and len(group[0].text) < 3
        if group[0].style not in CAPTIONS and group[0].frame.box.element.name != "banner" and not numeral:
            found.setdefault(round(group[0].size, 1), group[0].text)
    return found


def near_sizes(look: Look) -> Iterator[str]:
    """11: two sizes that differ by too little to mean anything."""
    for small, large in pairwise(sorted(sizes_of(look))):
        if NEAR[0] < large / small < NEAR[1]:
            said = sizes_of(look)
            yield f"{small:.0f} px ({said[small][:24]!r}) beside {large:.0f} px ({said[large][:24]!r})"


def many_sizes(look: Look) -> Iterator[str]:
    """12: more than five sizes or three weights on one slide."""
    if len(sizes_of(look)) > MOST_SIZES:
        yield f"{len(sizes_of(look))} sizes: {sorted(sizes_of(look))}"
    weights = {group[0].weight for group in look.groups if group[0].style not in CAPTIONS}
    if len(weights) > MOST_WEIGHTS:
        yield f"{len(weights)} weights: {sorted(weights)}"


def crossing(look: Look) -> Iterator[str]:
    """15: a descender meets a tall letter of the line below it, or the rule it stands on."""
    for group in look.groups:
        for above, below in pairwise(group):
            for low in above.letters:
                if low.bottom < above.baseline + 0.1 * above.size:
                    continue
                met = [tall for tall in below.letters if tall.left < low.right + 2 and tall.right > low.left - 2]
                if any(tall.top - low.bottom < CLEAR for tall in met):
                    yield f"{above.text!r} hangs into {below.text!r}"
                    break
        last = group[-1]
        for op in look.hairlines:
            if op.x < last.right and op.x + op.width > last.left and -2 <= op.y - last.bottom < CROSSING:
                yield f"{last.text!r} stands {op.y - last.bottom:.0f} px above a rule"


def chip_meets_line(look: Look) -> Iterator[str]:
    """15b: code whose ground reaches the letters of the line above or below it."""
    for group in look.groups:
        for above, below in pairwise(group):
            if any(above.baseline + chip.bottom > below.baseline - CAP * below.size for chip in chips(above)):
                yield f"the ground of code in {above.text!r} meets the line below"
            if any(below.baseline + chip.top < above.baseline + 0.1 * above.size for chip in chips(below)):
                yield f"the ground of code in {below.text!r} meets the line above"


def chips(line: Line):
    return [chip for chip in line.set.chips if chip.kind == "chip"]


def touching_letters(look: Look) -> Iterator[str]:
    """16: large letters of one word whose inks meet."""
    for line in look.lines:
        if line.size < DISPLAY or not line.text.isascii():
            continue
        for one, other in pairwise(line.letters):
            near = one.right + TOUCHING * line.size > other.left
            if near and one.font == other.font and letters_meet(look, one, other, line.size):
                yield f"letters touch in {line.text!r} at {line.size:.0f} px"
                break


def letters_meet(look: Look, one: Letter, other: Letter, size: float) -> bool:
    """Whether two letters have a pixel in common once the second is moved left by what has to be between them."""
    from PIL import ImageChops

    shift = max(1.0, TOUCHING * size)
    pictures = [alone(look, letter, one, size, move) for letter, move in ((one, 0.0), (other, -shift))]
    both = ImageChops.darker(*pictures)
    return bool(both.getextrema()[1] > 128)


def alone(look: Look, letter: Letter, first: Letter, size: float, move: float):
    """One letter in white on black, at its place beside the other one."""
    book = book_of(look.theme)
    font, px = book.sized(letter.font)
    box = font.ink(letter.gid)
    assert box is not None
    x = letter.left - box[0] * px / font.scale - first.left + 8 + move
    glyph = Glyph(letter.font, letter.gid, x, 0.0, "#ffffff")
    line = SetLine("x", 0.0, size * 1.1, size, size, (glyph,))
    made = draw.paint([Words(0, 0, SetText((line,), size, size))], int(size * 3), int(size * 1.6), "#000000", book)
    return made.convert("L")


def bad_break(look: Look) -> Iterator[str]:
    """17: a line of a heading ends with a little word, with the first word of a sentence, or before a unit."""
    for group in headings(look):
        if group[0].style == "number":
            continue
        for above, below in pairwise(group):
            words, following = above.text.split(), below.text.split()
            if not words or not following:
                continue
            last = words[-1].strip("“”\"'(")
            if look.is_plain_english() and last.lower() in BAD_ENDS and len(words) > 1 and is_short(group):
                yield f"{above.text!r} ends with {last!r}"
            elif len(words) > 1 and words[-2][-1] in ".?!…" and last[:1].isupper():
                yield f"{above.text!r} ends with the first word of a sentence"
            elif last[-1:].isdigit() and following[0].strip(".,") in UNITS:
                yield f"{above.text!r} is cut off from its unit"
        widths = sorted(line.right - line.left for line in group)
        if len(group) == 2 and group[0].frame.box.element.name != "banner" and widths[1] > RATIO * widths[0]:
            yield f"two lines of {widths[0]:.0f} and {widths[1]:.0f} px: {group[0].text!r}"


def is_short(group: list[Line]) -> bool:
    """Whether a heading is a title; in whole sentences set large, lines may end as they do in running text."""
    return group[0].style not in ("scenario", "quote") and sum(len(line.text.split()) for line in group) <= MOST_TITLE


def lost_on_phone(look: Look) -> Iterator[str]:
    """26: on a phone (400 px wide) words of less than 11 px, or lines that are too fine to be seen."""
    for line in look.content:
        tall = (CAP + DESCENDER) * line.size * PHONE * 1080 / min(look.canvas.width, look.canvas.height)
        if tall < LEAST_ON_PHONE and line.style not in CAPTIONS and not line.text.isdigit():  # line numbers
            yield f"{line.text[:40]!r} is {tall:.1f} px high on a phone"
    for op in look.hairlines:
        if min(op.width, op.height) * PHONE < LEAST_HAIR - 0.001:
            yield f"a line of {min(op.width, op.height):.1f} px is lost on a phone"


def missing_glyph(look: Look) -> Iterator[str]:
    """27: a glyph 0 (the empty box), or a line that says letters and draws nothing."""
    for line in look.lines:
        if any(glyph.gid == 0 for glyph in line.set.glyphs):
            yield f"an empty box in {line.text!r}"
        elif not line.set.glyphs and any(unicodedata.category(sign)[0] in "LN" for sign in line.text):
            yield f"nothing is drawn of {line.text!r}"


_STRAIGHT = re.compile(r"(?<!\d)[\"']|[\"'](?=[A-Za-z])")
_RANGE = re.compile(r"(?<![\d-])\d{1,4}-\d{1,4}(?![\d-])")


def plain_marks(look: Look) -> Iterator[str]:
    """28: straight quotation marks, a hyphen between two numbers, double spaces; code not counted."""
    for frame in look.bare.walk():
        if frame.box.element.name not in ("text", "cell", "banner"):
            continue
        words = "".join("x" if "code" in word.marks else word.text for word in frame.box.words)
        if frame.box.own("style") is not None and frame.box.style.own["style"].name in CAPTIONS:
            continue
        if _STRAIGHT.search(words):
            yield f"a straight quotation mark in {words!r}"
        elif _RANGE.search(words):
            yield f"a hyphen for a range in {words!r}"
        elif "  " in " ".join(words.split("\n")).strip():
            yield f"two spaces in {words!r}"


def too_long(look: Look) -> Iterator[str]:
    """29: more than 40 words (50 with a quotation's or question's other half), or a line of code that had to break."""
    slide = look.slide
    if slide.code is None and slide.table is None:
        said = shown(slide).split()
        if len(said) > MOST_WORDS + (12 if slide.layout in QUOTATION else 0):
            yield f"{len(said)} words"
    for frame in look.bare.walk():
        if frame.box.element.name == "codeblock":
            lines = frame.content.text.lines
            broken = len(lines) - (lines[-1].source + 1 if lines else 0)
            if broken:
                yield f"{broken} lines of code had to be broken"
