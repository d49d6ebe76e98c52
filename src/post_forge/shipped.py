"""Where the files that come with the program lie: templates/ with the fonts, and the sample content.

In an installed wheel they are inside the package; in a source checkout they are the top-level folders.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
ROOT = _PACKAGE / "_shipped" if (_PACKAGE / "_shipped").is_dir() else _PACKAGE.parent.parent
TEMPLATES = ROOT / "templates"
FONTS = TEMPLATES / "fonts"
CONTENT = ROOT / "content"
