"""The gallery in one theme and format -> a digest of every picture, what differs from the accepted ones, sheets to see.

`pixels.txt` holds what was accepted: one line a slide, `theme/format/layout/size` and the SHA-256 of its pixels, or the
rule by which it was refused. A contact sheet shows the slides of a theme in the order of these lines: every portrait,
and of the other formats the three sizes that every layout has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from post_forge.errors import ForgeError, LayoutError
from post_forge.model import FORMATS, Drawn
from post_forge.render import Theme, draw_slide, lay_out, layouts, load_theme, markup
from post_forge.render.draw import contact_sheet, pixel_hash, small
from post_forge.render.gallery import SIZES, Sample, gallery
from post_forge.shipped import TEMPLATES

HERE = Path(__file__).parent
PIXELS = HERE / "pixels.txt"
SHEETS = HERE / "sheets"
THEMES = tuple(sorted(file.parent.name for file in TEMPLATES.glob("themes/*/theme.yaml")))
GROUPS = tuple((theme, format_name) for theme in THEMES for format_name in FORMATS)

COLUMNS, GAP, GROUND = 12, 8, "#808080"
WIDTHS = {"portrait": 200, "square": 110, "story": 100, "landscape": 160}
"""px of a slide on its sheet: enough to see what moved, little enough for git."""

COLORS, APART = 28, 30
"""The most colours of a sheet, and how far apart in RGB they are at least."""

PINNED = ("pillow", "uharfbuzz", "pygments", "python-bidi", "unicode-segmentation-rs")
"""What decides where a pixel falls, besides this project's own code and fonts."""


@dataclass(frozen=True, slots=True)
class Made:
    """One slide of the gallery as it is drawn now: its picture, or why there is none."""

    name: str
    digest: str
    drawn: Drawn | None = None
    error: str = ""


@cache
def theme_named(name: str) -> Theme:
    return load_theme(name)


def samples_of(theme: Theme) -> list[Sample]:
    """The samples of the layouts that a theme has, as they are sorted in the file."""
    has = set(layouts(theme))
    return sorted((sample for sample in gallery() if sample.layout in has), key=lambda sample: sample.name)


def make(sample: Sample, theme: Theme, format_name: str) -> Made:
    """Draw one sample as a build would. What does not fit is refused with a rule; a broken layout is an error."""
    canvas = FORMATS[format_name]
    name = f"{theme.name}/{format_name}/{sample.name}"
    try:
        frame = lay_out(markup(sample.slide, sample.deck, theme, canvas), theme, canvas)
        drawn = draw_slide(frame, theme, canvas)
    except LayoutError as error:
        return Made(name, f"refused:{error.problems[0].rule}", error=str(error))
    except ForgeError as error:
        return Made(name, "", error=str(error))
    with Image.open(BytesIO(drawn.png)) as picture:
        return Made(name, pixel_hash(picture), drawn)


def make_all(theme_name: str, format_name: str) -> list[Made]:
    theme = theme_named(theme_name)
    return [make(sample, theme, format_name) for sample in samples_of(theme)]


# ---- what was accepted -----------------------------------------------------------------------------------------------


def libraries() -> str:
    """The line that says what the accepted pictures were drawn with."""
    return "# " + ", ".join(f"{name} {version(name)}" for name in PINNED)


def accepted(group: str = "", file: Path = PIXELS) -> dict[str, str]:
    """The accepted digests by name; only those of `theme/format` where that is given."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: digest for name, digest in pairs if not group or name.startswith(f"{group}/")}


def accepted_libraries(file: Path = PIXELS) -> str:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return next((line for line in lines if line.startswith("#")), "")


def written(digests: Mapping[str, str]) -> str:
    """The file that accepts these digests."""
    lines = [f"{name} {digest}" for name, digest in sorted(digests.items())]
    return "\n".join([libraries(), *lines, ""])


# ---- what differs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A slide that is not what was accepted: `changed`, `new`, `gone` or `broken`."""

    kind: str
    name: str
    made: Made | None = None

    def __str__(self) -> str:
        why = f": {self.made.error}" if self.made and self.made.error else ""
        return f"{self.kind:<8} {self.name}{why}"


def changes(made: Iterable[Made], known: Mapping[str, str]) -> list[Change]:
    """Everything that differs, in the order of the names."""
    now = {one.name: one for one in made}
    found = [Change("gone", name) for name in known if name not in now]
    for name, one in now.items():
        if not one.digest:
            found.append(Change("broken", name, one))
        elif one.digest != known.get(name):
            found.append(Change("changed" if name in known else "new", name, one))
    return sorted(found, key=lambda change: change.name)


def report(found: Sequence[Change], group: str, folder: Path) -> str:
    """What a person reads when pictures changed: which, where to look at them, how to accept them."""
    lines = [f"{len(found)} slides of {group} are not what was accepted:", *(f"  {change}" for change in found[:40])]
    if len(found) > 40:
        lines.append(f"  and {len(found) - 40} more")
    lines += [
        f"the new pictures, and old | new | difference beside them where there was an old one: {folder}",
        "if this is how they should look: make golden, then look at tests/render/golden/sheets and commit",
    ]
    if accepted_libraries() != libraries():
        lines += [f"accepted with {accepted_libraries()[2:]}", f"drawn with    {libraries()[2:]}"]
    return "\n".join(lines)


def save(found: Sequence[Change], group: str, folder: Path, sheet: Path | None = None) -> None:
    """Write the new pictures, and for each that had an old one a strip: old, new, what differs (brightened)."""
    old = old_pictures(group, sheet)
    for change in found:
        if change.made is None or change.made.drawn is None:
            continue
        stem = change.name.replace("/", "-")
        file = folder / f"{stem}.png"
        file.write_bytes(change.made.drawn.png)
        if change.name in old:
            with Image.open(file) as image:
                strip(old[change.name], image).save(folder / f"{stem}-compared.png")


def strip(old: Image.Image, new: Image.Image) -> Image.Image:
    """Old, new and their difference side by side, as wide as the old one is on its sheet."""
    now = small(new.convert("RGB"), old.width)
    difference = ImageChops.difference(old, now.resize(old.size)).point(brighter)
    return contact_sheet([old, now, difference], 3, old.width, GAP, GROUND)


def brighter(tone: int) -> int:
    """A difference so that it is seen; what the few colours of a sheet make different is left out."""
    return min(255, tone * 3) if tone > APART else 0


# ---- sheets ----------------------------------------------------------------------------------------------------------


def sheet_file(group: str) -> Path:
    return SHEETS / f"{group.replace('/', '-')}.png"


def is_shown(name: str, digest: str) -> bool:
    """Whether a slide stands on its sheet."""
    _, format_name, _, size = name.split("/")
    return not digest.startswith("refused") and (format_name == "portrait" or size in SIZES)


def sheet_of(made: Sequence[Made], format_name: str) -> Image.Image:
    """The slides of one theme and format, small, in few colours."""
    pictures = []
    for one in made:
        if one.drawn is not None and is_shown(one.name, one.digest):
            with Image.open(BytesIO(one.drawn.png)) as image:
                pictures.append(small(image, WIDTHS[format_name]))
    return slim(contact_sheet(pictures, COLUMNS, WIDTHS[format_name], GAP, GROUND))


def slim(sheet: Image.Image) -> Image.Image:
    """A picture in the colours that are most of it: grounds and accents stay exactly what they are."""
    counted = sorted(sheet.getcolors(sheet.width * sheet.height) or [], key=lambda pair: (-pair[0], pair[1]))
    picked: list[tuple[int, int, int]] = []
    for _, color in counted[:5000]:
        least = APART if len(picked) > COLORS // 3 else APART // 8
        if all(sum((a - b) ** 2 for a, b in zip(color, other, strict=True)) >= least**2 for other in picked):
            picked.append(color)
        if len(picked) == COLORS:
            break
    palette = Image.new("P", (1, 1))
    palette.putpalette([tone for color in picked for tone in color] + list(picked[0]) * (256 - len(picked)))
    return sheet.quantize(palette=palette, dither=Image.Dither.NONE)


def old_pictures(group: str, sheet: Path | None = None) -> dict[str, Image.Image]:
    """The accepted pictures, small, cut out of their sheet: by name, none where the sheet does not match the file."""
    file = sheet or sheet_file(group)
    names = [name for name, digest in sorted(accepted(group).items()) if is_shown(name, digest)]
    if not file.is_file() or not names:
        return {}
    canvas = FORMATS[group.split("/")[1]]
    width = WIDTHS[canvas.name]
    height = round(canvas.height * width / canvas.width)
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    columns = min(COLUMNS, len(names))
    rows = -(-len(names) // columns)
    if picture.size != (GAP + columns * (width + GAP), GAP + rows * (height + GAP)):
        return {}
    cut = {}
    for at, name in enumerate(names):
        left, top = GAP + at % columns * (width + GAP), GAP + at // columns * (height + GAP)
        cut[name] = picture.crop((left, top, left + width, top + height))
    return cut
