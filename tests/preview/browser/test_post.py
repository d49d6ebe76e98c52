"""A post as its readers see it: turned by keys, touch, dots and arrows; copied, unfolded, edited, taken away."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.preview.browser.conftest import until

POST = "/posts/idempotency-keys/a-timeout-does-not-say-what-happened"
NETWORKS = ("linkedin", "x", "mastodon", "bluesky", "threads", "instagram")


@pytest.fixture
def post(site, open_page):
    page = open_page(site.url + POST)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    choose(page, "linkedin")
    return page


def choose(page, network) -> None:
    """By its key: the connected networks come first, so it depends on the channels which one that is."""
    order = page.locator("[data-tab]").evaluate_all("tabs => tabs.map(tab => tab.dataset.tab)")
    page.keyboard.press(str(order.index(network) + 1))
    page.locator(f"#network-{network}").wait_for()


def shown(page, network="linkedin") -> str:
    return page.locator(f"#network-{network} [data-at]").first.text_content()


def turned(page, number, network="linkedin") -> None:
    """The slide of that number is the one in sight, by what is painted and not by what the counter says."""
    until(
        page,
        """([network, number]) => {
            const deck = document.querySelector(`#network-${network} [data-deck]`);
            const left = element => element.getBoundingClientRect().left;
            const slide = deck.querySelectorAll(".deck-slide")[number - 1];
            return Math.abs(left(slide) - left(deck.querySelector("[data-strip]"))) < 2;
        }""",
        arg=[network, number],
    )
    assert shown(page, network) == str(number)


def test_every_network_has_its_frame_and_its_count(post):
    order = post.locator("[data-tab]").evaluate_all("tabs => tabs.map(tab => tab.dataset.tab)")
    assert set(order) == set(NETWORKS)
    for key, network in enumerate(order, 1):
        post.keyboard.press(str(key))
        assert post.locator(f"#network-{network}").is_visible()
        assert post.locator("[data-panel]:visible").count() == 1
        assert post.locator(f"#network-{network} .count b").first.inner_text().isdigit()
        assert post.locator(f"#network-{network} .words").first.inner_text()
    post.keyboard.press("0")
    assert post.locator("[data-panel]:visible").count() == len(NETWORKS)


def test_the_tabs_are_tabs_for_the_keyboard_too(post):
    post.locator("#tab-linkedin").focus()
    post.keyboard.press("ArrowRight")
    assert post.evaluate("document.activeElement.id") == "tab-x"
    assert post.locator("#tab-x").get_attribute("aria-selected") == "true"
    assert post.locator("#network-x").is_visible()
    post.keyboard.press("End")
    assert post.locator("#network-instagram").is_visible()


def test_arrow_keys_turn_the_slides(post):
    post.keyboard.press("ArrowRight")
    post.keyboard.press("ArrowRight")
    turned(post, 3)
    post.keyboard.press("ArrowLeft")
    turned(post, 2)
    post.locator("#network-linkedin [data-strip]").focus()
    post.keyboard.press("End")
    turned(post, post.locator("#network-linkedin .deck-slide").count())


def test_arrows_and_dots_turn_the_slides(post):
    post.locator("#network-linkedin .deck-after").click()
    turned(post, 2)
    assert post.locator("#network-linkedin .deck-bar").inner_text().split() == ["2", "/", "9"]
    choose(post, "instagram")
    post.locator("#network-instagram .dot").nth(3).click()
    turned(post, 4, "instagram")
    assert post.locator("#network-instagram .dot").nth(3).get_attribute("aria-current") == "true"


def test_a_finger_swipes_the_slides(site, open_page):
    page = open_page(site.url + POST, wide=390, high=844, has_touch=True, is_mobile=True)
    choose(page, "linkedin")
    strip = page.locator("#network-linkedin [data-strip]")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    x, y = box["x"] + box["width"] - 40, max(box["y"], 80) + 120
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 14):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x - step * 20, "y": y}]})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    turned(page, 2)


def test_the_fold_unfolds(post):
    words = post.locator("#network-linkedin .words").first
    folded = words.locator(".folded")
    assert not folded.is_visible()
    words.get_by_role("button").click()
    assert folded.is_visible()
    assert "#" in folded.inner_text()


def test_the_alternative_text_comes_on_demand_and_follows_the_slide(post):
    post.locator("#network-linkedin [data-alt]").click()
    text = post.locator("#network-linkedin [data-alt-text]")
    first = text.inner_text()
    assert first == post.locator("#network-linkedin .deck-slide img").first.get_attribute("alt")
    post.keyboard.press("ArrowRight")
    until(post, "first => document.querySelector('#network-linkedin [data-alt-text]').textContent !== first", arg=first)


def test_texts_and_alternative_texts_are_copied_as_they_are(post, site):
    post.keyboard.press("c")
    post.wait_for_selector(".toast")
    copied = post.evaluate("navigator.clipboard.readText()")
    assert copied == (site.root / "output" / POST.removeprefix("/posts/") / "linkedin.txt").read_text().rstrip("\n")
    post.keyboard.press("a")
    until(post, "async () => (await navigator.clipboard.readText()).startsWith('1. ')")
    assert len(post.evaluate("navigator.clipboard.readText()").splitlines()) >= 9


def test_frames_turn_dark_while_the_page_stays_light(post):
    ground = "getComputedStyle(document.querySelector('#network-linkedin .frame')).backgroundColor"
    before, page = post.evaluate(ground), post.evaluate("getComputedStyle(document.body).backgroundColor")
    post.keyboard.press("d")
    assert post.evaluate(ground) != before
    assert post.evaluate("getComputedStyle(document.body).backgroundColor") == page


def test_a_picture_opens_in_full_and_closes_where_it_was(post):
    choose(post, "x")
    cell = post.locator("#network-x [data-light]").first
    cell.focus()
    post.keyboard.press("Enter")
    first = post.locator("#lightbox-picture").get_attribute("src")
    post.keyboard.press("ArrowRight")
    assert post.locator("#lightbox-picture").get_attribute("src") != first
    post.keyboard.press("Escape")
    assert cell.evaluate("one => one === document.activeElement")


def test_links_open_the_networks_own_composers_with_the_text(post):
    for network, address in {
        "x": "https://x.com/intent/",
        "bluesky": "https://bsky.app/intent/",
        "mastodon": "https://social.example/share?text=",
    }.items():
        link = post.locator(f"#network-{network} [data-key-do='o']")
        assert link.get_attribute("href").startswith(address)
        assert "Marta" in link.get_attribute("href")
        assert "noopener" in link.get_attribute("rel")


def test_a_text_edited_in_place_stands_in_its_note(post, site):
    choose(post, "x")
    post.keyboard.press("e")
    field = post.locator("#network-x textarea")
    assert field.evaluate("one => one === document.activeElement")
    field.fill("Charged twice, because a timeout does not say what happened.")
    until(post, "document.querySelector('#network-x [data-editor-count]').textContent.startsWith('60 ')")
    field.press("Control+Enter")
    until(post, "document.querySelector('#network-x .words').textContent.startsWith('Charged twice')")
    note = site.note().read_text()
    assert "```post x\nCharged twice, because" in note
    assert post.locator("#network-x .tag").inner_text() == "your own text"


def test_an_edit_that_is_left_changes_nothing(post, site):
    before = site.note().read_text()
    post.keyboard.press("e")
    field = post.locator("#network-linkedin textarea")
    field.fill("never mind")
    field.press("Escape")
    assert not field.is_visible()
    assert post.locator("#network-linkedin .frame").is_visible()
    assert site.note().read_text() == before


def test_everything_can_be_taken_away_as_a_zip(post):
    with post.expect_download() as download:
        post.locator(".files a").first.click()
    names = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())).namelist()
    assert any(name.endswith("linkedin.txt") for name in names)
    assert any(name.endswith(".pdf") for name in names)
    assert sum(name.endswith(".png") for name in names) >= 9
