"""A person hears of what needs them, once, by webhook and by mail; and of the day's post in the morning."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from post_forge import forge
from post_forge.errors import Problem
from post_forge.forge.running.alerts import wanting
from post_forge.forge.running.morning import morning_due, send_morning
from post_forge.queue import Circuit, Delivery
from tests.forge_publish.conftest import NOWHERE
from tests.forge_publish.letters import mail, webhook

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def told_by(desk, words):
    desk.configure(mastodon=NOWHERE)
    file = desk.root / "post_forge.yaml"
    file.write_text(file.read_text() + words)


def test_what_needs_a_person_is_told_once(desk):
    with webhook() as hook:
        told_by(desk, f'alerts: {{ webhook: "{hook.url}" }}\n')
        assert forge.send_alerts(desk.workspace) == ()
        assert hook.got == []
        first = desk.first("toots")
        desk.publish(first.at + timedelta(hours=5))
        assert forge.send_alerts(desk.workspace) == ()
        assert forge.send_alerts(desk.workspace) == ()
        (body,) = hook.got
        assert f"{first.id} is missed" in body["text"]
        assert "post-forge queue retry" in body["content"]
        assert len(body["alerts"]) == 2


def test_a_message_that_cannot_be_sent_is_tried_again(desk):
    with webhook(status=500) as hook:
        told_by(desk, f'alerts: {{ webhook: "{hook.url}" }}\n')
        desk.publish(desk.first("toots").at + timedelta(hours=5))
        (problem,) = forge.send_alerts(desk.workspace)
        assert "answered 500" in problem.message
        hook.status = 200
        assert forge.send_alerts(desk.workspace) == ()
        assert len(hook.got) == 2


def test_the_address_of_a_webhook_is_a_secret_that_no_message_shows(desk, monkeypatch):
    monkeypatch.setenv("HOOK", "http://127.0.0.1:9/services/T0/B0/very-secret")
    told_by(desk, "alerts: { webhook: $HOOK }\n")
    desk.publish(desk.first("toots").at + timedelta(hours=5))
    (problem,) = forge.send_alerts(desk.workspace)
    assert "very-secret" not in str(problem)
    monkeypatch.delenv("HOOK")
    (problem,) = forge.send_alerts(desk.workspace)
    assert "HOOK is not set" in problem.message


def test_mail(desk):
    with mail() as server:
        told_by(desk, f'alerts: {{ mail: {{ to: ana@example.org, server: "{server.place}", security: none }} }}\n')
        desk.publish(desk.first("toots").at + timedelta(hours=5))
        assert forge.send_alerts(desk.workspace) == ()
        (letter,) = server.got
        assert letter["subject"] == "Post Forge, brand: 2 things need you"
        assert "is missed" in letter.get_content()
        assert (letter["from"], letter["to"]) == ("ana@example.org", "ana@example.org")


def test_mail_that_nobody_takes_is_told_without_the_password(desk, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2-hunter2")
    told_by(
        desk,
        "alerts: { mail: { to: ana@example.org, server: '127.0.0.1:9', user: ana, password: $MAIL_PASSWORD,"
        " security: none } }\n",
    )
    desk.publish(desk.first("toots").at + timedelta(hours=5))
    (problem,) = forge.send_alerts(desk.workspace)
    assert "mail by 127.0.0.1" in problem.message
    assert "hunter2" not in str(problem)


def test_what_is_a_matter_for_a_person():
    deliveries = [
        Delivery("a/b", "x", NOON, state, changed=NOON)
        for state in ("failed", "unsure", "missed", "planned", "published")
    ]
    circuits = [Circuit("x", "open", 5, NOON, "no answer"), Circuit("y")]
    stuck = [Delivery("c/d", "x", NOON, worker="w")]
    found = wanting(deliveries, circuits, stuck, [Problem("token.expires", "x: ends in 9 days", None, "login x")])
    assert [alert.key.split()[0] for alert in found] == [
        "failed",
        "unsure",
        "missed",
        "circuit",
        "stuck",
        "token.expires",
    ]
    again = wanting([], [], [], [Problem("token.expires", "x: ends in 8 days", None, "login x")])
    assert again[0].key == found[-1].key, "a token that ends is told once"


def test_the_morning_message_has_the_text_and_the_pictures(desk):
    zone = ZoneInfo("Europe/Berlin")
    with webhook() as hook, mail() as server:
        words = (
            f'alerts: {{ webhook: "{hook.url}", mail: {{ to: a@b.c, server: "{server.place}", security: none }} }}\n'
        )
        told_by(desk, words + 'morning: { at: "07:30", network: mastodon }\n')
        first = desk.first("toots")
        day = first.at.astimezone(zone).replace(hour=7, minute=29)
        assert not morning_due(desk.workspace, day)
        day += timedelta(minutes=2)
        assert morning_due(desk.workspace, day)
        assert send_morning(desk.workspace, day) == (True, ())
        assert not morning_due(desk.workspace, day)
        assert morning_due(desk.workspace, day + timedelta(days=1))
        (body,), (letter,) = hook.got, server.got
        slides = sorted((desk.root / "output" / first.post / "slides" / "square").glob("*.png"))
        assert len(body["pictures"]) >= len(slides)
        assert base64.b64decode(body["pictures"][0]["data"]) == slides[0].read_bytes()
        assert body["pictures"][0]["alt"]
        attached = [part.get_content() for part in letter.iter_attachments()]
        assert attached[0] == slides[0].read_bytes()
        assert (desk.root / "output" / first.post / "mastodon.txt").read_text().split("\n")[0] in body["text"]


def test_mistakes_in_the_configuration_have_their_line(desk):
    told_by(desk, "alerts: { webhook: 'http://example.org/x', mail: { to: me, server: a b, password: hello } }\n")
    answer = desk("queue")
    assert answer.code == 1
    for words in ("no https:// address", "'me' is no mail address", "no mail server", "must not stand here"):
        assert words in answer.err
    assert "post_forge.yaml:8:" in answer.err
    assert "hello" not in answer.err
