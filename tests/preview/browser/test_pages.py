"""Every page: it opens, says what it is, fits a phone, hides nothing from a screen reader, and nothing goes wrong."""

from __future__ import annotations

import pytest

from tests.preview.browser.conftest import until

PAGES = {
    "today": ("/", None),
    "posts": ("/posts", "Posts"),
    "calendar": ("/calendar", None),
    "problems": ("/problems", "Problems"),
    "theme": ("/theme", None),
    "history": ("/history", "History"),
    "explain": ("/explain/idempotency-keys", None),
    "wrong": ("/nowhere", None),
}


def serious(page) -> list[str]:
    """What axe-core finds serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_has_its_heading(name, site, open_page):
    path, heading = PAGES[name]
    page = open_page(site.url + path, faults=name == "wrong")
    assert page.locator("h1").count() == 1
    if heading:
        assert page.locator("h1").inner_text() == heading
    assert page.title().endswith("Ship Daily")
    assert page.locator("[style]").count() == 0  # before any script: the policy would ignore it
    assert page.locator("script:not([src])").count() == 0


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(colours, site, open_page):
    page = open_page(site.url, colours=colours)
    for name, (path, _) in PAGES.items():
        if name == "wrong":
            continue
        page.goto(site.url + path)
        assert serious(page) == [], name
    page.goto(site.url)
    page.keyboard.press("0")
    assert serious(page) == [], "side by side"
    page.keyboard.press("?")
    assert serious(page) == [], "the sheet of shortcuts"


def test_no_page_is_wider_than_a_phone(site, open_page):
    page = open_page(site.url, wide=390, high=844)
    for name, (path, _) in PAGES.items():
        if name == "wrong":
            continue
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        box = page.locator(".nav").bounding_box()
        assert box["y"] > 700, f"{name}: the bar is at the bottom of a phone"


def test_the_bar_leads_to_every_page_by_keys_alone(site, open_page):
    page = open_page(site.url)
    for key, path in {
        "p": "/posts",
        "c": "/calendar",
        "r": "/problems",
        "l": "/theme",
        "h": "/history",
        "t": "/",
    }.items():
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(site.url + path)
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("/")
    page.wait_for_url(site.url + "/posts")
    until(page, "document.activeElement.id === 'q'")


def test_the_first_tab_leads_to_the_content_and_the_focus_is_seen(site, open_page):
    page = open_page(site.url)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_posts_are_found_filtered_and_lead_to_their_page(site, open_page):
    page = open_page(site.url + "/posts")
    every = page.locator(".cover").count()
    assert every > 5
    page.fill("#q", "Decide which answers")
    until(page, f"document.querySelectorAll('.cover').length < {every}")
    assert page.locator(".cover-title").first.inner_text() == "Decide which answers are final"
    assert "q=Decide" in page.url
    page.fill("#q", "")
    until(page, f"document.querySelectorAll('.cover').length === {every}")
    page.select_option("#filter-kind", index=1)
    until(page, f"document.querySelectorAll('.cover').length < {every}")
    title = page.locator(".cover-title").first.inner_text()
    page.locator(".cover").first.click()
    page.wait_for_selector("[data-post-view]")
    assert page.locator("h1").inner_text() == title


def test_the_list_tells_times_as_the_channels_clocks_show_them(site, open_page):
    page = open_page(site.url + "/posts")
    told = page.locator(".cover-state").all_inner_texts()
    assert [one for one in told if "09:00" in one]
    assert not [one for one in told if "07:00" in one or "08:00" in one], "Madrid's 09:00, not that of UTC"


def test_refused_units_say_why_and_explain_says_the_rest(site, open_page):
    page = open_page(site.url + "/posts")
    page.locator(".refused summary").first.click()
    assert "not strong enough" in page.locator(".refused li").first.inner_text()
    page.locator(".why").first.click()
    page.wait_for_selector(".unit")
    assert page.locator(".hooks .chosen").count() > 3
    assert page.locator(".unit-refused").count() >= 1


def test_a_problem_names_its_line_and_opens_the_editor_there(site, open_page):
    site.change("---\n", "---\nextra: [never closed\n", "deadlocks")
    page = open_page(site.url + "/problems")
    row = page.locator(".trouble", has_text="front matter").first
    row.wait_for()
    assert row.locator("a").first.get_attribute("href").startswith(f"vscode://file{site.root}/content/deadlocks.md:")
    assert "deadlocks.md" in row.locator("[data-copy]").get_attribute("data-copy")
    site.change("extra: [never closed\n", "", "deadlocks")
    row.wait_for(state="detached")


def test_the_theme_page_shows_every_layout_in_any_theme_and_format(site, open_page):
    page = open_page(site.url + "/theme")
    count = page.locator(".layouts figure").count()
    assert count >= 20
    page.get_by_role("link", name="paper").click()
    until(page, "document.querySelector('h1').textContent.trim().toLowerCase() === 'paper'")
    assert page.locator(".layouts figure").count() == count
    page.get_by_role("link", name="square").click()
    page.wait_for_url("**/theme?*square*")
    image = page.locator(".layouts img").first
    until(page, "document.querySelector('.layouts img').naturalWidth > 0")
    assert image.evaluate("one => one.naturalWidth === one.naturalHeight")
    assert page.locator(".contrast tbody tr").count() > 0
