"""A webhook: signed by the standard, the same key in every retry, so that its receiver has each post once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.publish import (
    Masker,
    MemoryVault,
    Request,
    Secret,
    Signer,
    Webhook,
    connect,
    dry_run,
    fetching,
    sending,
    webhook,
)
from tests.publish.fakes.base import served
from tests.publish.keeping import CRASHES, FAULTS, Clock, Keeper, Wired, work
from tests.publish_channels.posts import post
from tests.publish_channels.receiver import SECRET, Receiver

HOOK = "http://127.0.0.1:1/hook"


def publish(receiver, outgoing, clock, network=None, faults=(), crashes=()):
    network = network or Webhook(HOOK, "form", receiver.looks)
    wire = Wired(receiver, clock, faults)
    return work(network, outgoing, Keeper(clock, crashes), clock, fetching(wire, Signer(Secret(SECRET), clock))), wire


def test_the_signature_is_that_of_the_standard():
    """The example of the standard's own libraries."""
    asked = Request("POST", HOOK, {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek"}, b'{"test": 2432232314}')
    made = webhook.signed(asked, SECRET, 1614265330)
    assert made.headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["plain words", "whsec_not base64!"])
def test_any_secret_will_do(secret):
    asked = Request("POST", HOOK, {"webhook-id": "1"}, b"x")
    assert webhook.signed(asked, secret, 1).headers != webhook.signed(asked, secret + "x", 1).headers


def test_what_a_receiver_gets():
    receiver, clock = Receiver(), Clock()
    texts = {"linkedin": ("Long.",)}
    verdict, _ = publish(receiver, post("One.", "Two.", pictures=2, texts=texts, link="https://example.org/n"), clock)
    assert (verdict.event, verdict.url[:20]) == ("publish", "https://example.org/")
    ((told, files),) = receiver.kept.values()
    assert told["type"] == "post.due"
    data = told["data"]
    assert (data["post"], data["channel"], data["parts"]) == ("retry/keys", "archive", ["One.", "Two."])
    assert data["texts"] == {"linkedin": ["Long."]}
    assert [picture["alt"] for picture in data["pictures"]] == ["A slide 1", "A slide 2"]
    assert set(files) == {"payload", "01.png", "02.png", "carousel.pdf"}
    assert files["02.png"] == ("02.png", post(pictures=2).parts[0].pictures[1].data)


@pytest.mark.parametrize("again", [200, 409])
@pytest.mark.parametrize("looks", [False, True])
@given(faults=st.lists(st.sampled_from(FAULTS), max_size=8), crashes=st.lists(st.sampled_from(("pass", *CRASHES))))
def test_whatever_goes_wrong_its_receiver_has_it_once(again, looks, faults, crashes):
    clock = Clock()
    receiver = Receiver(clock, again, looks)
    verdict, wire = publish(receiver, post(pictures=1), clock, faults=faults, crashes=crashes)
    for _, held in wire.late:
        receiver.answer(held)
    assert (verdict.event, receiver.published) == ("publish", ["retry/keys"])


def test_every_try_has_the_same_key_and_a_signature_of_its_own():
    receiver, clock = Receiver(), Clock()
    publish(receiver, post(), clock, faults=["503 before", "lose reply", "late"])
    sent = [asked.headers for asked in receiver.asked if asked.method == "POST"]
    assert len({headers["webhook-id"] for headers in sent}) == 1
    assert {headers["idempotency-key"] for headers in sent} == {headers["webhook-id"] for headers in sent}


def test_what_cannot_be_looked_up_after_a_day_is_a_persons():
    receiver, clock = Receiver(looks=False), Clock()
    network, keeper, outgoing = Webhook(HOOK), Keeper(clock), post()
    keeper.intent = network.intent(outgoing, clock())
    keeper.ask(network.steps(outgoing)[0])
    clock.sleep(25 * 3600)
    verdict = work(network, outgoing, keeper, clock, fetching(Wired(receiver, clock), Signer(Secret(SECRET), clock)))
    assert verdict.event == "doubt"
    assert receiver.published == []


@pytest.mark.parametrize(("secret", "event"), [("wrong", "fail"), (SECRET, "publish")])
def test_over_the_wire_to_a_server(secret, event):
    with served(Receiver()) as url:
        options = {"url": f"{url}/hook?x=1", "secret": "$S", "look": True}
        made = connect("hook", "webhook", options, {"secret": Secret(secret)}, MemoryVault(), clock := Clock())
        with sending(made) as send:
            fetch = fetching(send, made.authority)
            verdict = work(made.network, post(pictures=3), Keeper(clock), clock, fetch)
    assert verdict.event == event
    if event == "fail":
        assert verdict.failure == "auth"
        assert "secret" in verdict.hint


@pytest.mark.parametrize(("pictures", "event"), [("links", "fail"), ("none", "publish")])
def test_pictures_as_links_need_a_place_in_public(pictures, event):
    receiver, clock = Receiver(), Clock()
    assert publish(receiver, post(pictures=1), clock, Webhook(HOOK, pictures))[0].event == event


def test_gone_is_for_good():
    receiver, clock = Receiver(), Clock()
    receiver.handle = lambda asked: (410, {}, b"")
    verdict, _ = publish(receiver, post(), clock)
    assert verdict.event == "fail"
    assert "wants no more" in verdict.reason


def test_a_dry_run_shows_the_words_and_no_secret():
    clock = Clock()
    network = Webhook(HOOK)
    ((_, told),) = dry_run(network, post(pictures=1), network.intent(post(), clock()), Masker([SECRET]))
    assert "One key for one order." in told
    assert "104 bytes" in told
    assert SECRET not in told
