"""An approval is for certain words, slides and a theme: an edit takes it away, drawing anew warns, no more counts."""

from __future__ import annotations

import json
import shutil

import pytest
from PIL import Image

from post_forge import forge
from post_forge.forge.queueing.known import opened, refresh
from tests.queue_commands.conftest import now


@pytest.fixture
def approved(planned):
    """A workspace in which one post is approved on the channel that asks for it."""
    name = next(item for item in planned.ids("toots") if item.startswith("retry/"))
    answer = planned("queue", "approve", name)
    assert "planned > approved" in answer.out
    planned.name = name
    return planned


def edit(desk, old: str, new: str) -> None:
    note = desk.root / "content/retry.md"
    assert old in note.read_text()
    note.write_text(note.read_text().replace(old, new))
    assert not desk.build().errors


def state(desk) -> str:
    """The state as the list tells it."""
    return next(item for item in desk("queue", "--json").json["deliveries"] if item["id"] == desk.name)["state"]


def test_what_waits_for_approval_is_listed_and_comes_off_the_list(approved):
    waits = [item["id"] for item in approved("queue", "--to-approve", "--json").json["deliveries"]]
    assert waits == [name for name in approved.ids("toots") if name != approved.name]
    shown = approved("queue", "show", approved.name)
    assert "approved  " in shown.out
    assert "waits for approval" not in shown.out
    assert approved("queue", "unapprove", approved.name).code == 0
    assert approved.delivery(approved.name).state == "planned"


def test_approval_where_none_is_asked_for_is_told(planned):
    name = planned.ids("archive")[0]
    answer = planned("queue", "approve", name)
    assert answer.code == 0
    assert f"{name}: it goes out without approval; `approval: required`" in answer.err
    assert planned.delivery(name).state == "planned"
    approved = planned("queue", "approve", name.partition("@")[0], "--json").json["changed"]
    assert [item["id"] for item in approved] == [name.replace("archive", "toots")]


def test_an_edit_takes_it_away_and_taking_the_edit_back_brings_it_back(approved):
    edit(approved, "Three layers that try", "Four layers that try")
    assert state(approved) == "planned"
    assert approved.delivery(approved.name).state == "approved", "looking changes nothing"
    other = next(name for name in approved.ids("toots") if name != approved.name)
    approved("queue", "hold", other)  # whatever changes the queue first brings it up to date
    assert approved.delivery(approved.name).state == "planned"
    entry = json.loads(approved("history", approved.name, "--json").out)["journal"][-1]
    assert (entry["event"], entry["before"], entry["after"]) == ("unapprove", "approved", "planned")
    assert "have changed" in entry["reason"]
    edit(approved, "Four layers that try", "Three layers that try")
    approved("schedule", "--take")
    assert approved.delivery(approved.name).state == "approved"


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ("Sending the same request again", "Sending the request again", False),  # text and slides
        ("answers.store(key, bank.charge(amount))", "answers.store(key, bank.debit(amount))", False),  # slides only
        ("A payment service lost its database", "<!-- a remark -->\n\nOne payment service lost its database", True),
    ],
)
def test_what_counts_as_an_edit(planned, old, new, stays):
    planned.name = next(item for item in planned.ids("toots") if "a-key" in item)
    planned("queue", "approve", planned.name)
    edit(planned, old, new)
    assert state(planned) == ("approved" if stays else "planned")


def test_another_theme_or_accent_takes_it_away(approved):
    approved.configure("formats:", "theme: paper\nformats:")
    assert not approved.build().errors
    assert state(approved) == "planned"
    approved.configure("theme: paper\n", "")
    approved.build()
    assert state(approved) == "approved"
    approved.configure("formats:", 'brand: { accent: "#ffd166" }\nformats:')
    approved.build()
    assert state(approved) == "planned"


def test_an_edit_of_a_theme_of_ones_own_takes_it_away(planned):
    folder = planned.root / "templates/themes/brand"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text('extends: night\ncolor: { accent: "#c4ff3d" }\n')
    planned.configure("formats:", "theme: brand\nformats:")
    planned.build()
    planned.name = planned.ids("toots")[0]
    planned("queue", "approve", planned.name)
    assert state(planned) == "approved"
    (folder / "theme.yaml").write_text('extends: night\ncolor: { accent: "#ffd166" }\n')
    planned.build()
    assert state(planned) == "planned"


def test_other_times_leave_it_and_compose_nothing_again(approved):
    build = approved.root / ".post_forge/build.json"
    approved.build()
    before = json.loads(build.read_bytes())["inputs"]
    approved.configure('mon-sat: ["09:00"]', 'mon-sat: ["07:00"]')
    approved.configure("timezone: Europe/Berlin", "timezone: Europe/Madrid\ndatabase: sqlite")
    report = approved.build()
    assert not report.made
    assert json.loads(build.read_bytes())["inputs"] == before
    approved("schedule", "--take")
    assert approved.delivery(approved.name).state == "approved"


def test_pictures_that_are_drawn_otherwise_warn_and_stay_approved(approved):
    file = approved.root / "output" / approved.name.partition("@")[0] / "slides/square/02.png"
    with Image.open(file) as picture:
        picture.save(file, compress_level=1)  # other bytes, the same pixels, as another machine makes them
    assert "differently" not in approved("queue").err
    with Image.open(file) as picture:
        picture.putpixel((3, 3), (1, 2, 3))
        picture.save(file)
    listed = approved("queue")
    assert "drawn a little differently than those that were approved" in listed.err
    assert state(approved) == "approved"
    assert "contact-sheet.png" in approved("queue", "show", approved.name).err
    approved("queue", "approve", approved.name)
    assert "differently" not in approved("queue").err
    file.unlink()
    assert approved("queue").code == 0
    assert approved("queue", "approve", approved.name).code == 1


def test_what_nobody_can_see_is_not_approved(planned):
    name = planned.ids("toots")[0]
    shutil.rmtree(planned.root / "output" / name.partition("@")[0])
    answer = planned("queue", "approve", name)
    assert answer.code == 1
    assert "`post-forge build`, look at it, then approve it" in answer.err
    assert "it is not in output/" in planned("queue", "show", name).err
    assert planned.delivery(name).state == "planned"


def test_what_is_held_comes_back_without_approval_if_it_was_edited_meanwhile(approved):
    approved("queue", "hold", approved.name)
    edit(approved, "Three layers that try", "Four layers that try")
    approved("queue", "release", approved.name)
    assert state(approved) == "planned"
    workspace = forge.open_workspace(approved.root)
    with opened(workspace, now()) as (store, _):
        assert refresh(workspace, store, now()) == (approved.name,)
        assert refresh(workspace, store, now()) == ()
    assert approved.delivery(approved.name).state == "planned"


def test_an_edit_while_a_worker_has_it_waits_for_the_worker(approved):
    with approved.open() as store:
        at = store.delivery(approved.name).at
        store.claim(at, "worker-1", 60, only=[approved.name])
    edit(approved, "Three layers that try", "Four layers that try")
    workspace = forge.open_workspace(approved.root)
    with opened(workspace, at) as (store, _):
        assert approved.name not in refresh(workspace, store, at)
    assert approved.delivery(approved.name).state == "approved"
