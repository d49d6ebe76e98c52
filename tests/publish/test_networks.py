"""What each network is sent, what its own answers mean, and what can be done with a post that is out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from post_forge.publish import (
    Bearer,
    Card,
    Document,
    Facet,
    LinkedIn,
    Masker,
    Mastodon,
    Outgoing,
    Part,
    Response,
    Secret,
    Threads,
    amend,
    deliver,
    dry_run,
    fetching,
    limits_of,
    spread,
    withdraw,
)
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.keeping import Clock, Keeper, Wired, picture, thread, tools, work
from tests.publish.networks import NETWORKS, SERVER, bluesky, in_public, instagram, linkedin, mastodon, threads, x


def publish(case, post, clock, faults=(), **more):
    keeper = Keeper(clock)
    fetch = fetching(Wired(case.fake, clock, faults), case.authority)
    return work(case.network, post, keeper, clock, fetch, **more)


def once(case, post, clock, **more):
    """One try only."""
    fetch = fetching(Wired(case.fake, clock), case.authority)
    intent = case.network.intent(post, clock())
    return deliver(case.network, post, intent, (), tools(Keeper(clock), clock, fetch, **more))


@pytest.mark.parametrize("make", NETWORKS)
@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_every_number_of_pictures(make, count):
    case = make(clock := Clock())
    post = case.post(("some words",), count)
    verdict = publish(case, post, clock)
    assert verdict.event == "publish", verdict
    assert case.fake.published == [post.parts[0].text]
    assert verdict.url.startswith("https://")


@pytest.mark.parametrize("make", NETWORKS)
def test_a_dry_run_shows_every_request_and_no_secret(make):
    case = make(clock := Clock())
    post = case.post(("some words", "and more"), 2)
    told = dry_run(case.network, post, case.network.intent(post, clock()), Masker([case.fake.token]))
    text = "\n\n".join(f"{name}\n{request}" for name, request in told)
    assert "some words" in text
    assert "Authorization: ***" in text
    assert case.fake.token not in text
    assert not case.fake.asked
    visible = [step for step in case.network.steps(post) if step.visible]
    assert sum(name.startswith("post") for name, _ in told) == len(visible)


@pytest.mark.parametrize("make", [mastodon, x, threads])
def test_a_token_that_is_revoked_in_the_middle_of_a_thread_waits_for_a_person(make):
    case = make(clock := Clock())
    post = case.post(("one", "two"), 0)
    keeper = Keeper(clock)
    wire = Wired(case.fake, clock)

    def send(request):
        if case.fake.published:
            case.fake.token = "another"
        return wire(request)

    intent = case.network.intent(post, clock())
    first = deliver(case.network, post, intent, (), tools(keeper, clock, fetching(send, case.authority)))
    assert (first.event, first.failure) == ("pause", "auth")
    assert len(first.posts) == 1
    fetch = fetching(wire, Bearer(Secret("another")))
    clock.sleep(3600)
    again = deliver(case.network, post, intent, keeper.receipts, tools(keeper, clock, fetch), 2)
    assert again.event == "publish"
    assert Counter(case.fake.published) == Counter(part.text for part in post.parts)


def test_what_is_refused_in_the_middle_of_a_thread_says_what_is_out():
    case = mastodon(clock := Clock())
    verdict = publish(case, thread("one", "x" * 501), clock)
    assert (verdict.event, verdict.failure) == ("doubt", "refused")
    assert verdict.reason.startswith("1 of 2 parts are out")
    assert case.fake.published == ["one"]


def test_a_text_that_is_too_long_is_refused_at_once():
    for make in (mastodon, bluesky):
        case = make(clock := Clock())
        verdict = publish(case, thread("x" * 501), clock)
        assert (verdict.event, verdict.failure) == ("fail", "refused")
        assert not case.fake.published


def test_a_network_that_is_gone_for_long_ends_with_a_person():
    case = mastodon(clock := Clock())
    post = thread("one")
    fetch = fetching(Wired(case.fake, clock, ["refuse"] * 1000), case.authority)
    intent = case.network.intent(post, clock())
    verdicts = [deliver(case.network, post, intent, (), tools(Keeper(clock), clock, fetch), n) for n in range(1, 11)]
    assert [verdict.event for verdict in verdicts] == ["postpone"] * 9 + ["fail"]
    assert "tried 10 times" in verdicts[-1].reason


def test_when_looking_is_not_possible_for_long_nobody_knows():
    case = mastodon(clock := Clock())
    post = thread("one")
    keeper = Keeper(clock)
    fetch = fetching(Wired(case.fake, clock, ["lose reply"] + ["503 before"] * 1000), case.authority)
    intent = case.network.intent(post, clock())
    for tries in range(1, 11):
        verdict = deliver(case.network, post, intent, keeper.receipts, tools(keeper, clock, fetch), tries)
    assert verdict.event == "doubt"
    assert case.fake.published == ["one"]


def test_a_budget_that_is_used_up_postpones_before_anything_is_asked():
    case = mastodon(clock := Clock())
    until = clock() + timedelta(minutes=20)
    verdict = once(case, thread("one"), clock, spend=lambda _: until)
    assert (verdict.event, verdict.until) == ("postpone", until)
    assert not case.fake.asked


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        (b'{"configuration":{"statuses":{"max_characters":1000,"x":1},"media_attachments":{"image_size_limit":5}}}',
         {"max_characters": 1000, "image_size_limit": 5}),
        (b'{"configuration":{"statuses":{"max_characters":true,"max_media_attachments":-1}}}', {}),
        (b'{"configuration":[]}', {}),
        (b"<html>", {}),
    ],
)  # fmt: skip
def test_an_instances_own_limits(body, limits):
    assert limits_of(Response(200, {}, body)) == limits


# ---- Mastodon -------------------------------------------------------------------------------------------------------


def test_mastodon_gets_the_warning_the_language_and_the_alternative_texts():
    case = mastodon(clock := Clock())
    post = thread("one", pictures=2, warning="spoilers", lang="pt-BR")
    assert publish(case, post, clock).event == "publish"
    (status,) = case.fake.statuses
    assert (status["spoiler_text"], status["language"], status["visibility"]) == ("spoilers", "pt", "public")
    assert [case.fake.media[number]["alt"] for number in status["media"]] == ["A slide 0", "A slide 1"]
    keys = [asked.headers["idempotency-key"] for asked in case.fake.asked if asked.path == "/api/v1/statuses"]
    assert len(set(keys)) == 1


def test_uploads_that_a_server_has_lost_are_made_again():
    case = mastodon(clock := Clock())
    post = thread("one", pictures=1)
    keeper = Keeper(clock)
    wire = Wired(case.fake, clock, ["pass", "pass", "pass", "refuse", "refuse", "refuse"])
    fetch = fetching(wire, case.authority)
    intent = case.network.intent(post, clock())
    first = deliver(case.network, post, intent, (), tools(keeper, clock, fetch))
    assert first.event == "postpone"
    case.fake.media.clear()
    clock.sleep(60)
    again = deliver(case.network, post, intent, keeper.receipts, tools(keeper, clock, fetch), 2)
    assert again.event == "publish", again
    assert case.fake.published == ["one"]


def test_a_post_that_only_some_may_see_cannot_be_looked_for():
    fake = FakeMastodon(clock := Clock(), keeps_keys=False)
    network = Mastodon(SERVER, "direct")
    fetch = fetching(Wired(fake, clock, ["lose reply"]), Bearer(Secret(fake.token)))
    verdict = work(network, thread("one"), Keeper(clock), clock, fetch)
    assert verdict.event == "doubt"
    assert fake.published == ["one"]


def test_the_same_words_from_long_ago_are_not_taken_for_this_post():
    case = NETWORKS[1](clock := Clock())
    publish(case, thread("evergreen"), clock)
    clock.sleep(86_400)
    verdict = publish(case, thread("evergreen"), clock, ["drop request"])
    assert verdict.event == "publish"
    assert case.fake.published == ["evergreen", "evergreen"]


# ---- Bluesky --------------------------------------------------------------------------------------------------------


def test_bluesky_records_have_facets_embeds_and_replies():
    case = bluesky(clock := Clock())
    text = "Café by @bob.test and @nobody.test #python"
    data = text.encode()

    def span(words, kind, value):
        start = data.index(words.encode())
        return Facet(start, start + len(words.encode()), kind, value)

    facets = (span("@bob.test", "mention", "bob.test"), span("@nobody.test", "mention", "nobody.test"),
              span("#python", "tag", "python"), Facet(0, 900, "tag", "beyond"))  # fmt: skip
    post = Outgoing("a@b", (Part(text, (picture(1), picture(2)), facets), Part("two")))
    assert publish(case, post, clock).event == "publish"
    one, two = case.fake.records.values()
    assert [facet["features"][0] for facet in one["facets"]] == [
        {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:bob"},
        {"$type": "app.bsky.richtext.facet#tag", "tag": "python"},
    ]
    assert [image["alt"] for image in one["embed"]["images"]] == ["A slide 1", "A slide 2"]
    assert two["reply"]["root"] == two["reply"]["parent"]
    assert one["createdAt"] == "2026-11-20T12:00:00.000Z"


def test_bluesky_shows_a_card_where_there_is_no_picture():
    case = bluesky(clock := Clock())
    publish(case, thread("one", "two", card=Card("https://example.org", "Title")), clock)
    one, two = case.fake.records.values()
    assert one["embed"]["external"] == {"uri": "https://example.org", "title": "Title", "description": ""}
    assert "embed" not in two


def test_a_gallery_only_where_the_channel_says_so():
    case = bluesky(clock := Clock())
    case.network.gallery = True
    publish(case, thread("one", pictures=6), clock)
    (record,) = case.fake.records.values()
    assert record["embed"]["$type"] == "app.bsky.embed.gallery"
    assert len(record["embed"]["items"]) == 6


# ---- LinkedIn -------------------------------------------------------------------------------------------------------


def test_linkedin_gets_a_document_and_the_escaped_words():
    case = linkedin(clock := Clock())
    post = Outgoing("a@l", (Part("a (b)", markup=r"a \(b\)"),), document=Document(b"%PDF-1.7 ...", "Keys"))
    verdict = publish(case, post, clock)
    (body,) = case.fake.posts.values()
    assert body["commentary"] == r"a \(b\)"
    assert body["content"]["media"]["title"] == "Keys"
    assert case.fake.files[body["content"]["media"]["id"]]["data"] == b"%PDF-1.7 ..."
    assert verdict.url == f"https://www.linkedin.com/feed/update/{verdict.posts[0].remote}"


def test_linkedin_one_picture_is_no_multi_image_and_more_are():
    for count, kind in ((1, "media"), (3, "multiImage")):
        case = linkedin(clock := Clock())
        publish(case, thread("words", pictures=count), clock)
        (body,) = case.fake.posts.values()
        assert list(body["content"]) == [kind]


def test_the_same_words_on_linkedin_are_a_success_only_after_a_doubt():
    case = linkedin(clock := Clock())
    assert publish(case, thread("words"), clock, ["lose reply"]).event == "publish"
    (urn,) = case.fake.posts
    verdict = publish(case, thread("words"), clock)
    assert (verdict.event, verdict.failure) == ("fail", "refused")
    assert urn in verdict.reason


def test_linkedin_does_not_try_again_after_it_may_have_forgotten():
    fake = FakeLinkedIn(clock := Clock())
    network, post = LinkedIn(fake.author, server=SERVER), thread("words")
    keeper, intent = Keeper(clock), network.intent(post, clock())
    fetch = fetching(Wired(fake, clock, ["lose reply"]), Bearer(Secret(fake.token)))
    assert deliver(network, post, intent, (), tools(keeper, clock, fetch, patience=1)).event == "pause"
    clock.sleep(2 * 86_400)
    verdict = deliver(network, post, intent, keeper.receipts, tools(keeper, clock, fetch), 2)
    assert verdict.event == "doubt"
    assert len(fake.posts) == 1


# ---- X, Threads, Instagram ------------------------------------------------------------------------------------------


def test_x_gets_uploads_with_alternative_texts_and_replies():
    case = x(clock := Clock())
    publish(case, thread("one https://example.org", "two", pictures=4), clock)
    one, two = case.fake.posts
    assert [case.fake.media[number]["alt"] for number in one["media"]] == [f"A slide {number}" for number in range(4)]
    assert two["before"] == one["id"]


def test_x_that_refuses_a_repeat_of_somebody_elses_words_is_final():
    case = x(clock := Clock())
    publish(case, thread("words"), clock)
    clock.sleep(86_400)
    verdict = publish(case, thread("words"), clock)
    assert (verdict.event, verdict.failure) == ("fail", "duplicate")


@pytest.mark.parametrize("make", [threads, instagram])
def test_meta_carousels_have_their_pictures_and_a_permalink(make):
    case = make(clock := Clock())
    post = case.post(("words",), 3)
    verdict = publish(case, post, clock)
    assert verdict.url == f"https://example.net/p/{verdict.posts[0].remote}"
    carousel = next(item for item in case.fake.containers.values() if item["fields"].get("media_type") == "CAROUSEL")
    children = [case.fake.containers[number] for number in carousel["fields"]["children"].split(",")]
    assert [child["fields"]["alt_text"] for child in children] == [item.alt for item in post.parts[0].pictures]


def test_meta_waits_when_the_day_is_full():
    case = threads(clock := Clock())
    case.fake.quota = 0
    verdict = once(case, thread("words"), clock)
    assert (verdict.event, verdict.failure) == ("postpone", "later")
    assert not case.fake.containers


def test_pictures_that_are_not_in_public_are_refused_before_anything_is_sent():
    case = threads(clock := Clock())
    case.network.server = "https://graph.threads.net/v1.0"
    verdict = publish(case, thread("words", pictures=2), clock)
    assert (verdict.event, verdict.failure) == ("fail", "refused")
    assert not case.fake.asked


def test_instagram_takes_jpeg_and_one_part_and_a_picture():
    case = instagram(clock := Clock())
    public = in_public(picture(1))
    for post in (
        thread("no picture"),
        Outgoing("a@i", (Part("one", (public,)), Part("two"))),
        Outgoing("a@i", (Part("a png", (replace(public, kind="image/png"),)),)),
        Outgoing("a@i", (Part("too many", (public,) * 11),)),
    ):
        assert publish(case, post, clock).event == "fail"
    assert not case.fake.asked


# ---- afterwards -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [mastodon, bluesky, linkedin, x, threads])
def test_what_is_out_can_be_taken_down_twice(make):
    case = make(clock := Clock())
    post = case.post(("one", "two"), 0)
    verdict = publish(case, post, clock)
    fetch = fetching(Wired(case.fake, clock, ["lose reply"]), case.authority)
    assert withdraw(case.network, verdict.posts, fetch, clock()).problems == ()
    assert case.fake.published == []


def test_instagram_cannot_take_down_and_says_where_the_post_is():
    case = instagram(clock := Clock())
    verdict = publish(case, case.post(("one",), 1), clock)
    done = withdraw(case.network, verdict.posts, fetching(Wired(case.fake, clock), case.authority), clock())
    assert not done.done
    assert verdict.url in done.problems[0]


@pytest.mark.parametrize("make", [mastodon, linkedin])
def test_words_can_be_changed_where_the_network_can(make):
    case = make(clock := Clock())
    verdict = publish(case, case.post(("with a typo",), 1), clock)
    fetch = fetching(Wired(case.fake, clock), case.authority)
    assert amend(case.network, verdict.posts, case.post(("without",), 1), fetch, clock()).problems == ()
    assert case.fake.published == ["without"]


@pytest.mark.parametrize("make", [bluesky, x, threads, instagram])
def test_words_that_cannot_be_changed_are_told(make):
    case = make(clock := Clock())
    post = case.post(("with a typo",), 1)
    verdict = publish(case, post, clock)
    done = amend(case.network, verdict.posts, post, fetching(Wired(case.fake, clock), case.authority), clock())
    assert not done.done
    assert "withdraw" in done.problems[0]


@pytest.mark.parametrize("make", [mastodon, bluesky, x])
def test_more_pictures_than_a_post_can_have_go_over_a_thread(make):
    case = make(clock := Clock())
    shown = [picture(number) for number in range(10)]
    parts = spread((Part("one 1/2"), Part("two 2/2")), shown, 4)
    assert [len(part.pictures) for part in parts] == [4, 4, 2]
    assert [item for part in parts for item in part.pictures] == shown
    assert publish(case, Outgoing("a@t", parts), clock).event == "publish"
    assert case.fake.published == ["one 1/2", "two 2/2", "3/3"]


def test_parts_that_only_carry_pictures_say_whose_they_are():
    """X refuses the same words twice: "2/2" of today would be "2/2" of yesterday."""
    case = x(clock := Clock())
    for title in ("Retries multiply the load", "Keys expire " * 30):
        parts = spread((Part(title),), [picture(number) for number in range(5)], 4, title)
        assert publish(case, Outgoing(title, parts), clock).event == "publish"
        assert len(parts[1].text) < 110
    assert case.fake.published[1] == "Retries multiply the load 2/2"
    assert case.fake.published[3].endswith("Keys expire … 2/2")


def test_threads_names_its_account():
    assert Threads(server=SERVER).account == "me"
