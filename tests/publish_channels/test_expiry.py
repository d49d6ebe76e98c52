"""Tokens that end: known, told days ahead, renewed in time, and never kept where they came from."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from post_forge.errors import Problem, WorkspaceError
from post_forge.publish import (
    FileVault,
    LongLived,
    MemoryVault,
    Request,
    Response,
    Secret,
    connect,
    expiry_of,
    fetching,
    token_problem,
)
from tests.publish.keeping import NOON, Clock

FIRST, SECOND = "first-token-of-sixty-days", "second-token-of-sixty-days"
ASK = Request("GET", "https://graph.threads.net/v1.0/me")


def ago(**age):
    return (NOON - timedelta(**age)).isoformat()


@pytest.mark.parametrize(
    ("platform", "tokens", "rule"),
    [
        ("linkedin", {"issued": ago(days=10)}, None),
        ("linkedin", {"issued": ago(days=51)}, "token.expires"),
        ("linkedin", {"issued": ago(days=61)}, "token.expired"),
        ("linkedin", {"issued": ago(days=61), "guess": "yes"}, "token.expires"),
        ("linkedin", {"until": (NOON + timedelta(days=9)).isoformat(), "issued": ago(days=1)}, "token.expires"),
        ("threads", {"issued": ago(days=55)}, "token.expires"),
        ("instagram", {}, None),
        ("mastodon", {"issued": ago(days=900)}, None),
        ("bluesky", {"issued": ago(days=900)}, None),
        ("x", {"until": ago(hours=1), "refresh": "r"}, None),
        ("x", {"until": ago(hours=1)}, "token.expired"),
        ("linkedin", {"issued": "rubbish", "until": "never"}, None),
    ],
)
def test_what_a_person_is_told_and_when(platform, tokens, rule):
    problem = token_problem("li", platform, tokens, NOON)
    assert (problem and problem.rule) == rule
    if problem:
        assert "post-forge login li" in problem.hint
        assert problem.severity == ("error" if rule == "token.expired" else "warning")


def test_the_words():
    problem = token_problem("li", "linkedin", {"issued": ago(days=55)}, NOON)
    assert problem.message == "li: the token of linkedin ends in 5 days, on 2026-11-25"
    assert str(expiry_of("linkedin", {"issued": ago(days=55), "guess": "yes"})) == "until 2026-11-25 at the latest"
    assert str(expiry_of("threads", {"issued": ago(days=55)})) == "until 2026-11-25, renewed before"
    assert str(expiry_of("bluesky", {})) == "renewed as needed"
    assert str(expiry_of("mastodon", {})) == "no end known"


class Network:
    """Answers with the token it was asked with; gives a new one, or not."""

    def __init__(self, gives=True):
        self.gives, self.asked = gives, []

    def __call__(self, request):
        token = request.headers["Authorization"].removeprefix("Bearer ")
        renewing = "refresh_access_token" in request.url
        self.asked.append(("renew " if renewing else "") + token)
        if renewing:
            body = b'{"access_token":"%s","expires_in":5184000}' % SECOND.encode()
            return Response(200 if self.gives else 400, {}, body if self.gives else b"{}")
        return Response(200, {}, b"{}")


def threads(vault, clock, token=FIRST):
    secrets = {"token": Secret(token)} if token else {}
    options = {"token": "$T"} if token else {}
    return connect("th", "threads", options, secrets, vault, clock)


def ask(connection, network):
    return fetching(network, connection.authority)(ASK)


def test_a_token_of_the_configuration_is_renewed_two_days_after_it_was_first_seen():
    clock, vault, network = Clock(), MemoryVault(), Network()
    ask(threads(vault, clock), network)
    assert vault.tokens["issued"].startswith("2026-11-20T12:00")
    assert FIRST not in str(vault.tokens)
    clock.sleep(2 * 86_400)
    again = threads(vault, clock)
    ask(again, network)
    ask(threads(vault, clock), network)
    assert network.asked == [FIRST, f"renew {FIRST}", SECOND, SECOND]
    assert expiry_of("threads", vault.tokens).until == clock() + timedelta(days=60)
    assert again.mask(f"{FIRST} {SECOND}") == "*** ***"


def test_a_token_that_a_person_put_in_its_place_wins():
    clock, vault, network = Clock(), MemoryVault(), Network()
    ask(threads(vault, clock), network)
    clock.sleep(40 * 86_400)
    ask(threads(vault, clock), network)
    ask(threads(vault, clock, "third-token"), network)
    assert network.asked[-1] == "third-token"
    assert "access" not in vault.tokens


def test_a_token_of_a_login_is_renewed_after_a_month():
    clock = Clock()
    vault, network = MemoryVault({"access": FIRST, "issued": ago(days=29)}), Network()
    ask(threads(vault, clock, None), network)
    clock.sleep(86_400)
    ask(threads(vault, clock, None), network)
    assert network.asked == [FIRST, f"renew {FIRST}", SECOND]


def test_a_token_that_cannot_be_renewed_is_used_as_long_as_it_lasts():
    vault, network = MemoryVault({"access": FIRST, "issued": ago(days=40)}), Network(gives=False)
    connection = threads(vault, Clock(), None)
    for _ in range(2):
        assert ask(connection, network).ok
    assert network.asked == [f"renew {FIRST}", FIRST, FIRST]


def test_a_vault_that_cannot_be_written_stops_nothing():
    class Closed(MemoryVault):
        def save(self, tokens):
            raise WorkspaceError(Problem("secret.vault", "read-only"))

    made = LongLived(Secret(FIRST), Closed(), lambda _: None, Clock(), "")
    assert fetching(Network(), made)(ASK).ok


def test_a_refused_token_says_what_to_do():
    vault = MemoryVault({"access": FIRST, "issued": ago(days=1)})
    made = connect("li", "linkedin", {"author": "urn:li:person:1"}, {}, vault, Clock())
    failure = fetching(lambda _: Response(401), made.authority)(ASK)
    assert failure.kind == "auth"
    assert "post-forge login li" in failure.hint


# ---- X: two hours, and a refresh token that works once -------------------------------------------------------------


class OneUse:
    """Gives a new pair for each refresh token, once; knows the newest access token only."""

    def __init__(self, clock):
        self.clock, self.number, self.refresh, self.refused = clock, 1, "refresh-1", 0

    def __call__(self, request):
        if not request.url.endswith("/2/oauth2/token"):
            good = request.headers["Authorization"] == f"Bearer access-{self.number}"
            return Response(200 if good else 401, {}, b"{}")
        fields = dict(pair.split("=") for pair in request.body.decode().split("&"))
        assert fields["client_id"] == "app"
        if fields["refresh_token"] != self.refresh:
            self.refused += 1
            return Response(400, {}, b'{"error":"invalid_grant"}')
        self.number += 1
        self.refresh = f"refresh-{self.number}"
        body = f'{{"access_token":"access-{self.number}","refresh_token":"{self.refresh}","expires_in":7200}}'
        return Response(200, {}, body.encode())


def x(vault, clock):
    return connect("x", "x", {"client_id": "app"}, {}, vault, clock)


def test_a_login_of_x_is_renewed_before_it_ends_and_kept(tmp_path):
    clock, vault = Clock(), FileVault(tmp_path, "x")
    network = OneUse(clock)
    until = (NOON + timedelta(hours=2)).isoformat()
    vault.save({"access": "access-1", "refresh": "refresh-1", "until": until, "name": "ana"})
    fetch = fetching(network, x(vault, clock).authority)
    assert fetch(ASK).ok
    for turn in range(2, 5):
        clock.sleep(7200)
        assert fetch(ASK).ok
        assert vault.load()["refresh"] == f"refresh-{turn}"
    assert (network.refused, vault.load()["name"]) == (0, "ana")


def test_two_programs_share_one_login(tmp_path):
    """The refresh token of one is used up by the other."""
    clock = Clock()
    network = OneUse(clock)
    FileVault(tmp_path, "x").save({"access": "access-1", "refresh": "refresh-1", "until": ago(hours=1)})
    programs = [fetching(network, x(FileVault(tmp_path, "x"), clock).authority) for _ in range(3)]
    for _ in range(3):
        assert all(program(ASK).ok for program in programs)
        clock.sleep(7200)
    assert network.refused == 0


def test_programs_that_renew_at_the_same_moment_wait_for_each_other(tmp_path):
    clock = Clock()
    network, mutex = OneUse(clock), threading.Lock()
    FileVault(tmp_path, "x").save({"access": "access-1", "refresh": "refresh-1", "until": ago(hours=1)})
    answers = []

    def slowly(request):
        if request.url.endswith("/token"):
            time.sleep(0.05)
        with mutex:
            return network(request)

    def program():
        answers.append(fetching(slowly, x(FileVault(tmp_path, "x"), clock).authority)(ASK))

    racing = [threading.Thread(target=program) for _ in range(5)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert all(answer.ok for answer in answers)
    assert network.refused == 0
