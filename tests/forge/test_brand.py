"""The brand in post_forge.yaml: fonts, logo, footer, handle; what cannot be read or found is told at its line, once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from post_forge import forge
from post_forge.errors import ConfigError, Problem
from post_forge.forge.making import brand
from post_forge.shipped import FONTS
from tests.forge.conftest import write_notes
from tests.render.type.block_fonts import HEBREW, block_font


def workspace(root: Path, text: str, note: str = "retry.md") -> forge.Workspace:
    if not (root / "content").is_dir():
        write_notes(root)
    for other in (root / "content").iterdir():
        if other.name != note:
            other.unlink()
    (root / "post_forge.yaml").write_text(text, encoding="utf-8")
    return forge.open_workspace(root)


def build(root: Path, text: str) -> forge.Report:
    return forge.build(workspace(root, text), forge.Wishes(jobs=1))


def told(root: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        build(root, text)
    assert {problem.severity for problem in caught.value.problems} == {"error"}
    checked = forge.check(workspace(root, text))
    assert set(caught.value.problems) <= set(checked.problems), "check says what build says"
    return caught.value.problems


def pictures(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("output/*/*/slides/*/*.png")}


def test_an_accent_that_cannot_be_read_is_told_at_its_line_with_one_that_can(tmp_path):
    (problem,) = told(tmp_path, 'theme: night\nbrand:\n  name: Test\n  accent: "#1b2a6b"\n')
    assert (problem.rule, str(problem.source)) == ("brand.contrast", "post_forge.yaml:4:3")
    assert "brand.accent #1b2a6b cannot be read in the theme 'night'" in problem.message
    assert "where 4.5 is the least" in problem.message
    better = problem.hint.rpartition(" ")[2]
    assert not pictures(tmp_path), "nothing is drawn in it"
    assert not build(tmp_path, f'theme: night\nbrand:\n  name: Test\n  accent: "{better}"\n').errors
    assert pictures(tmp_path)


def test_a_good_accent_is_looked_at_once(tmp_path, monkeypatch):
    text = 'brand: { name: Test, accent: "#ffd166" }\n'
    assert not build(tmp_path, text).errors
    monkeypatch.setattr(brand, "brand_problems", lambda *_: pytest.fail("it was found good before"))
    (tmp_path / "content/retry.md").write_text("# Other\n\nToo little.\n", encoding="utf-8")
    assert not build(tmp_path, text).errors


def test_a_theme_of_ones_own_is_told_at_the_line_of_its_colour(tmp_path):
    folder = tmp_path / "templates/themes/dim"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text('extends: night\ncolor:\n  muted: "#4a4f5a"\n', encoding="utf-8")
    problems = told(tmp_path, "theme: dim\nbrand: { name: Test }\n")
    assert {problem.rule for problem in problems} == {"theme.contrast"}
    assert {(problem.source.path, problem.source.line) for problem in problems if problem.source} == {
        ("templates/themes/dim/theme.yaml", 3)
    }
    assert "color.muted #4a4f5a cannot be read" in problems[0].message
    (folder / "theme.yaml").write_text('extends: night\ncolor:\n  accent: "#c2185b"\n', encoding="utf-8")
    (problem,) = told(tmp_path, "theme: dim\nbrand: { name: Test }\n")
    assert (problem.source.line if problem.source else 0) == 3
    assert "color.accent #c2185b cannot be read" in problem.message
    assert "the nearest accent that can be read is #" in problem.hint


def test_a_font_of_the_workspace_is_used_by_name_or_by_file(tmp_path):
    write_notes(tmp_path)
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(FONTS / "newsreader/Newsreader.ttf", fonts / "BrandSerif-Variable.ttf")
    plain = build(tmp_path, "brand: { name: Test }\n")
    before = pictures(tmp_path)
    assert build(tmp_path, "brand: { name: Test, fonts: { sans: Brand Serif } }\n").made
    by_name = pictures(tmp_path)
    assert not plain.errors
    assert by_name.keys() == before.keys()
    assert all(by_name[name] != before[name] for name in before)
    build(tmp_path, "brand: { name: Test, fonts: { sans: BrandSerif-Variable.ttf } }\n")
    assert pictures(tmp_path) == by_name
    shutil.copy(FONTS / "archivo/Archivo.ttf", fonts / "BrandSerif-Variable.ttf")
    report = build(tmp_path, "brand: { name: Test, fonts: { sans: BrandSerif-Variable.ttf } }\n")
    assert report.drawn, "a font file that was replaced is noticed"


def test_a_font_file_of_the_workspace_draws_what_no_other_font_has(tmp_path):
    note = "# Hebrew\n\nA scene with a service that was down for 40 seconds. שלום לכולם.\n"
    write_notes(tmp_path)
    text = (tmp_path / "content/retry.md").read_text(encoding="utf-8").replace("# Retries", "# שלום")
    (tmp_path / "content/retry.md").write_text(text.replace("Retry at one", "שלום Retry at one"), encoding="utf-8")
    report = build(tmp_path, "brand: { name: Test }\n")
    assert any(problem.rule == "font.missing" for problem in report.problems), note
    (tmp_path / "fonts").mkdir()
    block_font(tmp_path / "fonts/Hebrew.ttf", HEBREW)
    report = build(tmp_path, "brand: { name: Test }\n")
    assert not [problem for problem in report.problems if problem.rule == "font.missing"]
    assert pictures(tmp_path)


@pytest.mark.parametrize(
    ("fonts", "line", "message", "hint"),
    [
        ("{ sans: Intre }", 1, "there is no font family 'Intre'", "did you mean 'Inter'?"),
        ("{ mono: Nothing.woff2 }", 1, "there is no font family 'Nothing.woff2'", ".ttf or .otf"),
    ],
)
def test_a_font_that_is_not_there_is_told_at_its_line(tmp_path, fonts, line, message, hint):
    (problem,) = told(tmp_path, f"brand: {{ name: Test, fonts: {fonts} }}\n")
    assert problem.source is not None
    assert (problem.source.path, problem.source.line) == ("post_forge.yaml", line)
    assert message in problem.message
    assert hint in problem.hint


def test_an_unknown_role_and_a_drawing_are_refused_when_the_file_is_read(tmp_path):
    with pytest.raises(ConfigError) as caught:
        workspace(tmp_path, "brand:\n  name: Test\n  fonts: { titles: Inter }\n  logo: mark.svg\n")
    found = {problem.source.line: f"{problem.message} {problem.hint}" for problem in caught.value.problems}
    assert "sans, serif" in found[3] or "known:" in found[3]
    assert "an SVG drawing cannot be shown" in found[4]
    assert "PNG" in found[4]


def test_a_logo_stands_in_the_footer_of_every_slide_and_a_new_one_is_noticed(tmp_path):
    write_notes(tmp_path)
    Image.new("RGBA", (300, 100), (228, 87, 46, 255)).save(tmp_path / "logo.png")
    text = "theme: {}\nbrand: {{ name: Test, logo: logo.png, footer: example.org }}\n"
    for theme in ("night", "paper", "signal"):
        report = build(tmp_path, text.format(theme))
        assert not report.errors
        for path in (tmp_path / "output" / report.posts[0] / "slides/portrait").glob("*.png"):
            with Image.open(path) as slide:
                colours = slide.convert("RGB").crop((80, 1190, 420, 1290)).getcolors(100_000) or []
            assert sum(count for count, colour in colours if colour == (228, 87, 46)) > 5_000, path
    Image.new("RGBA", (100, 100), (20, 200, 60, 255)).save(tmp_path / "logo.png")
    assert build(tmp_path, text.format("signal")).drawn


def test_a_logo_must_lie_in_the_workspace(tmp_path):
    with pytest.raises(ConfigError, match=r"brand\.logo: there is no file"):
        workspace(tmp_path, "brand: { name: Test, logo: ../logo.png }\n")


def test_a_note_may_carry_another_handle(tmp_path):
    write_notes(tmp_path)
    build(tmp_path, 'brand: { name: Test, handle: "@test" }\n')
    before = pictures(tmp_path)
    note = tmp_path / "content/retry.md"
    text = note.read_text(encoding="utf-8").replace("---\n", '---\nhandle: "@guest"\n', 1)
    note.write_text(text, encoding="utf-8")
    build(tmp_path, 'brand: { name: Test, handle: "@test" }\n')
    after = pictures(tmp_path)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in before)
