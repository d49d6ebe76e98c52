"""The exported pages: opened from the disk they show the same, turn and unfold, and ask no server for anything."""

from __future__ import annotations

from tests.preview.browser.conftest import run, until


def test_a_reviewer_reads_them_without_a_server(built, tmp_path, open_page):
    folder = tmp_path / "review"
    run(built, "preview", "--export", str(folder))
    assert str(built) not in "".join(path.read_text() for path in folder.rglob("*.html")), "nothing of this machine"
    asked: list[str] = []
    page = open_page((folder / "index.html").as_uri())
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload()
    title = page.locator("h1").inner_text()
    assert title
    page.locator("#tab-linkedin").click()
    page.locator("#network-linkedin [data-strip]").focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('#network-linkedin [data-at]').textContent === '2'")
    page.locator("#tab-instagram").click()
    assert page.locator("#network-instagram").is_visible()
    assert page.locator("#network-instagram .deck-slide img").first.evaluate("one => one.naturalWidth") > 0
    assert page.locator("form[data-act], [data-edit], a[href^='vscode']").count() == 0
    for name in ("Posts", "Calendar", "Problems", "Theme", "History", "Today"):
        page.locator(".nav a", has_text=name).click()
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1
    page.locator(".nav a", has_text="Posts").click()
    page.locator(".cover").first.click()
    page.wait_for_selector("[data-post-view]")
    assert all(url.startswith("file://") for url in asked), [url for url in asked if not url.startswith("file://")]
