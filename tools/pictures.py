"""Make the pictures of the documentation: `make pictures`.

docs/pictures/carousel.png          one post of the sample content, for the readme
docs/pictures/layouts-<theme>.png   every layout of every theme, from the gallery
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from post_forge import forge
from post_forge.model import FORMATS
from post_forge.render import Theme, draw_slide, lay_out, layouts, load_theme, markup
from post_forge.render.gallery import gallery
from post_forge.shipped import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SHOWN = {"carousel.png": "retries-with-backoff"}  # picture: the note whose best post is shown
ACROSS, WIDTH, GAP = 6, 240, 16
COLORS = 128
LARGEST = 400_000  # bytes: these files are kept in git


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    posts()
    for folder in sorted(TEMPLATES.glob("themes/*/theme.yaml")):
        name = folder.parent.name
        data = encoded(grid(load_theme(name)))
        assert len(data) <= LARGEST, f"{name}: {len(data):,} bytes"
        (PICTURES / f"layouts-{name}.png").write_bytes(data)
        print(f"docs/pictures/layouts-{name}.png: {len(data):,} bytes")
    return 0


def posts() -> None:
    """One carousel of the sample content at a glance."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        shutil.copytree(ROOT / "content", workspace / "content")
        shutil.copy(ROOT / "post_forge.yaml", workspace)
        for name, note in SHOWN.items():
            wishes = forge.Wishes(workspace / "content" / f"{note}.md")
            report = forge.build(forge.open_workspace(workspace), wishes)
            best = max(report.posts, key=lambda post: len(list((workspace / "output" / post).rglob("*.png"))))
            shutil.copy(workspace / "output" / best / "contact-sheet.png", PICTURES / name)
            print(f"docs/pictures/{name}: {best}")


def grid(theme: Theme) -> Image.Image:
    """One slide of each layout, typical content, in rows."""
    canvas = FORMATS["portrait"]
    known = set(layouts(theme))
    shown = [sample for sample in gallery() if sample.size == "typical" and sample.layout in known]
    height = WIDTH * canvas.height // canvas.width
    down = -(-len(shown) // ACROSS)
    size = (ACROSS * (WIDTH + GAP) + GAP, down * (height + GAP) + GAP)
    picture = Image.new("RGB", size, "#8c8c8c")
    for at, sample in enumerate(shown):
        frame = lay_out(markup(sample.slide, sample.deck, theme, canvas), theme, canvas)
        with Image.open(io.BytesIO(draw_slide(frame, theme, canvas).png)) as slide:
            small = slide.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        picture.paste(small, (GAP + at % ACROSS * (WIDTH + GAP), GAP + at // ACROSS * (height + GAP)))
    return picture


def encoded(picture: Image.Image) -> bytes:
    """A small PNG: few colours, as flat slides have."""
    out = io.BytesIO()
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
