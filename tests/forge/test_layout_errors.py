"""Layouts of a workspace that cannot be used: all of them are told at once, as the person would write their paths."""

from __future__ import annotations

from post_forge import forge

NOTE = """\
# Every call needs a deadline

One slow dependency took down checkout on Black Friday: 4,000 threads waited for a service that never answered.

## Where the time went

The payment client had no timeout. Each request waited for as long as the kernel let it, which is two hours.

## What to do instead

Give every call a deadline of its own:

1. Measure the 99th percentile of the call.
2. Set the timeout to twice that.
3. Pass what is left of the deadline on to the next service.
"""


def test_the_mistakes_of_all_layouts_are_told_at_once_from_the_workspace(tmp_path, monkeypatch):
    root = tmp_path / "workspace"
    slides = root / "templates" / "themes" / "mine" / "slides"
    slides.mkdir(parents=True)
    (slides.parent / "theme.yaml").write_text("extends: night\n", "utf-8")
    (root / "post_forge.yaml").write_text("theme: mine\n", "utf-8")
    (root / "content").mkdir()
    (root / "content" / "a.md").write_text(NOTE, "utf-8")
    for name, wrong in (("cover", "<rwo/>"), ("end", "{{ slide.titel }}")):
        (slides / f"{name}.xml.jinja").write_text(f"<slide>\n  {wrong}\n</slide>", "utf-8")
    monkeypatch.chdir(tmp_path)
    workspace = forge.open_workspace(root)
    for problems in (forge.build(workspace).errors, forge.check(workspace).problems):
        assert {(str(one.source), one.hint) for one in problems if one.severity == "error"} == {
            ("templates/themes/mine/slides/cover.xml.jinja:2:3", "did you mean 'row'?"),
            ("templates/themes/mine/slides/end.xml.jinja:2:12", "did you mean 'title'?"),
        }
