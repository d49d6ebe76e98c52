"""While the author types: pictures change under their eyes, the page keeps its place, errors come and go."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.preview.browser.conftest import SOON, until

POST = "/posts/idempotency-keys/a-timeout-does-not-say-what-happened"
PICTURES = (
    "[...document.querySelectorAll('#network-linkedin .deck-slide img')].map(one => one.getAttribute('src')).join()"
)
OLD, NEW = "Marta bought a €49 course", "Marta bought a €59 course"


@pytest.fixture
def post(site, open_page):
    page = open_page(site.url + POST)
    page.locator("#tab-linkedin").click()
    page.evaluate("window.loadedOnce = true")
    return page


def test_a_saved_note_is_on_the_page_which_keeps_its_place(post, site):
    post.evaluate("scrollTo(0, 300)")
    post.locator("#network-linkedin .deck-after").click()
    until(post, "document.querySelector('#network-linkedin [data-at]').textContent === '2'")
    before, place = post.evaluate(PICTURES), post.evaluate("scrollY")
    site.change(OLD, NEW)
    until(post, "document.querySelector('#network-linkedin .words').textContent.includes('€59')")
    until(post, f"before => {PICTURES} !== before", before)
    until(post, "[...document.querySelectorAll('#network-linkedin .deck-slide img')][1].naturalWidth > 0")
    assert post.evaluate("scrollY") == place
    assert post.locator("#network-linkedin [data-at]").first.text_content() == "2"
    assert post.evaluate("window.loadedOnce"), "the page was not loaded anew"
    site.change(NEW, OLD)
    until(post, f"before => {PICTURES} === before", before)


def test_an_error_stands_beside_the_last_good_picture_and_goes(post, site):
    before = post.evaluate(PICTURES)
    layout = site.root / "templates" / "themes" / "ours" / "slides" / "cover.xml.jinja"
    layout.parent.mkdir(parents=True, exist_ok=True)
    layout.write_text('{% extends "base.xml.jinja" %}\n{% block body %}<txt>{{ slide.title }}</txt>{% endblock %}\n')
    trouble = post.locator("main .trouble").first
    trouble.wait_for()
    assert post.evaluate(PICTURES) == before
    assert post.locator("#network-linkedin .deck-slide img").first.evaluate("one => one.naturalWidth") > 0
    layout.unlink()
    trouble.wait_for(state="detached")


def test_a_broken_configuration_is_told_on_every_page_over_what_was_there(post, site):
    config = site.root / "post_forge.yaml"
    good = config.read_text()
    config.write_text(good.replace("theme: ours", "theem: ours"))
    post.locator(".stopped .trouble").wait_for()
    assert "theem" in post.locator(".stopped").inner_text()
    assert post.locator("#network-linkedin .words").is_visible()
    config.write_text(good)
    post.locator(".stopped").wait_for(state="detached")


def test_what_is_being_typed_is_not_taken_away(post, site):
    post.keyboard.press("e")
    field = post.locator("#network-linkedin textarea")
    field.fill("half a sent")
    site.change(OLD, NEW)
    until(post, "[...document.querySelectorAll('[data-words]')].some(one => one.textContent.includes('€59'))")
    assert field.input_value() == "half a sent"
    assert field.evaluate("one => one === document.activeElement")
    site.change(NEW, OLD)


HOLD = """
import pathlib, sys
from post_forge import forge
from post_forge.forge.workspace import lock
with lock(forge.open_workspace(pathlib.Path(sys.argv[1])), "build"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_the_bar_says_who_changes_the_workspace(post, site):
    command = [sys.executable, "-c", HOLD, str(site.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        until(post, "document.querySelector('#lock-words').textContent.includes('build')")
        holder.communicate("\n", timeout=SOON)
    until(post, "document.querySelector('#lock-words').textContent === 'Live'")


def test_a_new_note_comes_to_the_list_by_itself(site, open_page):
    page = open_page(site.url + "/posts")
    path = site.root / "content" / "small-things.md"
    path.write_text(
        "# Small things\n\n<!-- post: small -->\n## A retry without a limit took the shop down for 40 minutes\n\n"
        "Every client tried again at once, 300 times a second.\n\n"
        "1. Count the tries, and stop after three of them.\n2. Wait longer before each try, by a factor of two.\n"
        "3. Add a random part to every wait, so that clients do not come together.\n"
    )
    page.locator(".note", has_text="Small things").wait_for()
    path.unlink()
    page.locator(".note", has_text="Small things").wait_for(state="detached")
