"""The calendar: carried by pointer and by keys, approved in one tab and seen in the other and in the terminal."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.preview.browser.conftest import far_day, until

DAY = far_day()
MONTH = f"/calendar?month={DAY:%Y-%m}"


def deliveries(site) -> dict[str, dict]:
    return {one["id"]: one for one in json.loads(site.run("queue", "list", "--all", "--json"))["deliveries"]}


def alone(site) -> dict:
    """The delivery that stands in a month of its own."""
    months = (f"{DAY:%Y-%m}",)
    return next(
        one for one in deliveries(site).values() if one["local"].startswith(months) and one["channel"] == "archive"
    )


def slot(page, day) -> str:
    return f".slot[data-slot='{day:%Y-%m-%d} 09:00'][data-channel='archive']"


@pytest.fixture
def month(site, open_page):
    return open_page(site.url + MONTH, high=1100)


def chip(page, name):
    return page.locator(f"[data-calendar] [data-entry='{name}']")


def test_a_delivery_is_dragged_to_another_slot(month, site):
    one = alone(site)
    target = DAY + timedelta(days=2)
    source = chip(month, one["id"])
    source.scroll_into_view_if_needed()
    box = source.bounding_box()
    month.mouse.move(box["x"] + 20, box["y"] + 10)
    month.mouse.down()
    month.mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    there = month.locator(slot(month, target)).bounding_box()
    month.mouse.move(there["x"] + 12, there["y"] + 8, steps=6)
    assert month.locator(slot(month, target)).get_attribute("data-js-over") is not None
    month.mouse.up()
    month.locator(f".day[data-date='{target}'] [data-entry='{one['id']}']").wait_for()
    assert alone(site)["local"].startswith(f"{target}T09:00")
    assert not month.locator("#entry").is_visible(), "a drag is no click"


def test_a_drag_that_is_let_go_elsewhere_changes_nothing(month, site):
    before = alone(site)
    box = chip(month, before["id"]).bounding_box()
    month.mouse.move(box["x"] + 20, box["y"] + 10)
    month.mouse.down()
    month.mouse.move(4, 4, steps=4)
    month.mouse.up()
    assert month.locator("[data-js-moving]").count() == 0
    assert alone(site)["local"] == before["local"]


def test_the_same_by_keys_alone(month, site):
    one = alone(site)
    chip(month, one["id"]).focus()
    month.keyboard.press("m")
    said = month.locator(".moving-help")
    first = said.inner_text()
    month.keyboard.press("ArrowRight")
    assert said.inner_text() != first
    where = month.locator("[data-js-over]").get_attribute("data-slot")
    month.keyboard.press("Enter")
    month.locator(f".day[data-date='{where[:10]}'] [data-entry='{one['id']}']").wait_for()
    assert alone(site)["local"].startswith(where.replace(" ", "T"))
    until(month, "name => document.activeElement.dataset.entry === name", arg=one["id"])


def test_escape_leaves_it_where_it_was(month, site):
    before = alone(site)
    chip(month, before["id"]).focus()
    month.keyboard.press("m")
    month.keyboard.press("ArrowRight")
    month.keyboard.press("Escape")
    assert month.locator("[data-js-moving]").count() == 0
    assert alone(site)["local"] == before["local"]


def test_approved_in_one_tab_is_seen_in_the_other_and_in_the_terminal(site, open_page):
    waiting = next(one for one in deliveries(site).values() if one["wants_approval"])
    path = f"/calendar?month={waiting['local'][:7]}"
    first, second = open_page(site.url + path), open_page(site.url + path)
    assert chip(second, waiting["id"]).get_attribute("data-state") == "planned"
    chip(first, waiting["id"]).click()
    first.locator("#entry").get_by_role("button", name="Approve").click()
    for page in (first, second):
        until(
            page,
            "name => document.querySelector(`[data-calendar] [data-entry='${name}']`).dataset.state === 'approved'",
            arg=waiting["id"],
        )
    assert deliveries(site)[waiting["id"]]["state"] == "approved"


def test_what_the_terminal_does_is_seen(month, site):
    one = alone(site)
    site.run("queue", "hold", one["id"])
    until(
        month,
        "name => document.querySelector(`[data-calendar] [data-entry='${name}']`).dataset.state === 'held'",
        arg=one["id"],
    )
    chip(month, one["id"]).focus()
    month.keyboard.press("h")
    until(
        month,
        "name => document.querySelector(`[data-calendar] [data-entry='${name}']`).dataset.state === 'planned'",
        arg=one["id"],
    )
    assert alone(site)["state"] == "planned"


def test_a_skipped_one_is_tried_again_from_its_posts_page(site, open_page):
    mine = [one for one in deliveries(site).values() if one["channel"] == "archive" and one["state"] == "planned"]
    last = next(one for one in mine if one["id"] != alone(site)["id"])
    page = open_page(f"{site.url}/posts/{last['post']}")
    line = page.locator(f".entry-line[data-key='{last['id']}']")
    line.get_by_role("button", name="Skip").click()
    line.locator(".s-skipped").wait_for()
    assert deliveries(site)[last["id"]]["state"] == "skipped"
    line.get_by_role("button", name="Send now").click()
    line.locator(".s-planned").wait_for()


def test_an_unsure_one_is_resolved_by_a_person(site, open_page):
    known = deliveries(site)
    one = next(item for item in known.values() if item["channel"] == "mastodon" and item["state"] == "planned")
    told = {"post": one["post"], "channel": "mastodon", "time": "2026-01-05T09:00:00Z", "state": "unsure"}
    with (site.root / "published.jsonl").open("a") as file:
        file.write(json.dumps(told) + "\n")
    page = open_page(site.url + "/calendar")
    waiting = page.locator(f".waiting [data-entry='{one['id']}']")
    waiting.wait_for()
    waiting.click()
    page.fill("#done-url", "https://social.example/@a/1134")
    page.locator("#entry").get_by_role("button", name="Say so").click()
    waiting.wait_for(state="detached")
    assert deliveries(site)[one["id"]]["state"] == "published"
    page.goto(site.url + "/history")
    row = page.locator(".sent", has=page.locator(".s-published")).first
    row.locator("summary").click()
    assert row.get_by_role("link", name="See it there").get_attribute("href") == "https://social.example/@a/1134"


def test_the_week_shows_free_slots_and_arrows_lead_through_the_days(site, open_page):
    year, week, _ = DAY.isocalendar()
    page = open_page(f"{site.url}/calendar?week={year}-W{week:02}", high=1000)
    assert page.locator(".day").count() == 7
    page = open_page(site.url + "/calendar")
    chips = page.locator("[data-calendar] [data-entry]")
    if chips.count() > 1:
        chips.first.focus()
        before = page.evaluate("document.activeElement.dataset.entry")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.dataset.entry") != before


def test_on_a_phone_it_is_a_list_of_days(site, open_page):
    page = open_page(site.url + MONTH, wide=390, high=844)
    assert page.locator(".day:visible .day-label").first.is_visible()
    assert page.locator(".cal-head").is_hidden()
    page.locator("[data-calendar] [data-entry]").first.click()
    assert page.locator("#move-slot").is_visible(), "no drag is needed"
