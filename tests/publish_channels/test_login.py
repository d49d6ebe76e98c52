"""`login`, with authorization servers in processes of their own and a browser of a person who says yes, or no."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from post_forge.errors import UsageError, WorkspaceError
from post_forge.publish import Returning, logins
from tests.publish_channels.authorities import APP_PASSWORD, CLIENT, CLIENT_SECRET

ROOT = Path(__file__).parents[2]
BACK = "https://ana.example.org/back"
PROGRAM = [sys.executable, "-m", "tests.publish_channels.authorities"]


@contextmanager
def authority(platform, *more):
    process = subprocess.Popen(
        [*PROGRAM, platform, *more], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def workspace(tmp_path, options):
    root = tmp_path / "ws"
    root.mkdir(exist_ok=True)
    told = ", ".join(f"{key}: {json.dumps(value)}" for key, value in options.items())
    (root / "post_forge.yaml").write_text(f"channels:\n  own: {{ {told} }}\n")
    return root


def run(tmp_path, root, *arguments, text=None, browser=True):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "APP": CLIENT_SECRET,
        "PYTHONPATH": str(ROOT),
        "BROWSER": f"{shlex.join(PROGRAM)} browse %s" if browser else "false",
    }
    program = [sys.executable, "-m", "post_forge", "-C", str(root), "login", "own", *arguments]
    done = subprocess.run(program, env=environment, cwd=root, input=text, capture_output=True, text=True, timeout=20)
    assert "Traceback" not in done.stderr, done.stderr
    for secret in (CLIENT_SECRET, APP_PASSWORD, *re.findall(r"(?:long|short)-token-\d+", str(kept(tmp_path)))):
        assert secret not in done.stdout + done.stderr
    return done


def kept(tmp_path):
    """What lies in the vault; only its owner may read it."""
    files = list((tmp_path / "state/post-forge/tokens").glob("*"))
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    return json.loads(files[0].read_text()) if files else {}


def options_of(platform, url):
    app = {"client_id": CLIENT, "client_secret": "$APP"}
    return {
        "platform": platform,
        "url": url,
        **{
            "mastodon": {},
            "linkedin": {**app, "port": free_port()},
            "x": {"client_id": CLIENT, "port": free_port()},
            "instagram": {**app, "redirect": BACK},
            "threads": {**app, "redirect": BACK},
            "bluesky": {"account": "ana.test"},
        }[platform],
    }


NAMES = {
    "mastodon": "ana",
    "linkedin": "Ana Lovelace",
    "x": "",
    "instagram": "ana.pictures",
    "threads": "ana.threads",
    "bluesky": "ana.test",
}


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def say_yes(url):
    """The address that a browser is led to, without going there."""
    try:
        build_opener(Stay).open(Request(url))
    except HTTPError as error:
        return error.headers["location"]
    raise AssertionError("no redirect")


def pasted(tmp_path, root, more=()):
    """A login in which a person pastes the address: the program prints where to go, and waits for its input."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    environment |= {"APP": CLIENT_SECRET}
    program = [sys.executable, "-m", "post_forge", "-C", str(root), "login", "own", "--no-browser", *more]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(program, env=environment, text=True, **pipes)
    for line in process.stderr:
        if line.startswith("http"):
            break
    out, err = process.communicate(say_yes(line.strip()) + "\n", timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("platform", ["mastodon", "linkedin", "x"])
def test_a_browser_that_comes_back(tmp_path, platform):
    with authority(platform) as url:
        root = workspace(tmp_path, options_of(platform, url))
        done = run(tmp_path, root)
        assert done.returncode == 0, done.stderr
        assert f"logged in to {platform}" in done.stdout
        assert NAMES[platform] in done.stdout
        tokens = kept(tmp_path)
        assert tokens["access"].startswith("long-token-")
        check = run(tmp_path, root, "--check")
        assert (check.returncode, f"answers as {NAMES[platform] or 'ana'}" in check.stdout) == (0, True), check.stdout
    if platform == "x":
        assert tokens["refresh"] == "refresh-1"
    if platform == "linkedin":
        assert tokens["author"] == "urn:li:person:AbC-1_z"
        assert "until 20" in done.stdout


@pytest.mark.parametrize("platform", ["instagram", "threads"])
def test_an_address_that_is_pasted(tmp_path, platform):
    with authority(platform) as url:
        root = workspace(tmp_path, options_of(platform, url))
        code, out, err = pasted(tmp_path, root)
        assert code == 0, err
        assert f"logged in to {platform} as {NAMES[platform]}" in out
        assert CLIENT_SECRET not in out + err
        check = run(tmp_path, root, "--check")
        assert check.returncode == 0, check.stdout
    tokens = kept(tmp_path)
    assert tokens["access"].startswith("long-token-"), "a token of an hour was kept"
    assert tokens["account"] == {"instagram": "17841400000000000", "threads": "31"}[platform]


def test_an_address_may_be_pasted_where_the_browser_is_elsewhere(tmp_path):
    with authority("x") as url:
        code, out, _ = pasted(tmp_path, workspace(tmp_path, options_of("x", url)), ["--paste", "--json"])
    assert code == 0
    assert json.loads(out)["platform"] == "x"


def test_a_client_of_x_may_have_a_secret(tmp_path):
    with authority("x") as url:
        root = workspace(tmp_path, {**options_of("x", url), "client_secret": "$APP"})
        assert run(tmp_path, root).returncode == 0


def test_an_app_password(tmp_path):
    with authority("bluesky") as url:
        root = workspace(tmp_path, options_of("bluesky", url))
        for wrong in ("my own password", "zzzz-zzzz-zzzz-zzzz"):
            done = run(tmp_path, root, text=wrong + "\n")
            assert done.returncode in (1, 2)
            assert wrong not in done.stderr
            assert kept(tmp_path) == {}
        done = run(tmp_path, root, text=APP_PASSWORD + "\n")
        assert "logged in to bluesky as ana.test" in done.stdout, done.stderr
        assert "answers as ana.test" in run(tmp_path, root, "--check").stdout
    assert kept(tmp_path)["password"] == APP_PASSWORD


def test_forgetting(tmp_path):
    with authority("mastodon") as url:
        root = workspace(tmp_path, options_of("mastodon", url))
        assert run(tmp_path, root).returncode == 0
        assert "forgotten" in run(tmp_path, root, "--forget").stdout
        assert kept(tmp_path) == {}
        check = run(tmp_path, root, "--check")
        assert check.returncode == 1
        assert "post-forge login own" in check.stdout


def test_a_no_is_told_and_nothing_is_kept(tmp_path):
    with authority("mastodon", "deny") as url:
        done = run(tmp_path, workspace(tmp_path, options_of("mastodon", url)))
    assert (done.returncode, kept(tmp_path)) == (2, {})
    assert "The person said no" in done.stderr


def test_a_browser_that_does_not_come_back(tmp_path):
    with authority("x") as url:
        done = run(tmp_path, workspace(tmp_path, options_of("x", url)), "--wait", "1", browser=False)
    assert done.returncode == 1
    assert "did not come back within 1 seconds" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"platform": "folder"}, "a folder needs no login"),
        ({"platform": "webhook", "url": "https://example.org", "secret": "$S"}, "a webhook has a `secret`"),
        ({"platform": "mastodon", "url": "https://example.social", "token": "$T"}, "take `token` out"),
        ({"platform": "x"}, "needs `client_id`"),
        ({"platform": "linkedin", "client_id": "1"}, "needs `client_secret`"),
        ({"platform": "threads", "client_id": "1", "client_secret": "$APP"}, "needs `redirect`"),
        ({"platform": "linkedin", "client_id": "1", "client_secret": "$UNSET"}, "UNSET is not set"),
        ({"platform": "mastodon", "url": "http://127.0.0.1:1"}, "did not let us in"),
    ],
)
def test_what_a_login_lacks_is_told_at_its_line(tmp_path, options, words):
    done = run(tmp_path, workspace(tmp_path, options))
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "post_forge.yaml:2:" in done.stderr


def test_another_account_than_the_configuration_says(tmp_path):
    with authority("linkedin") as url:
        options = {**options_of("linkedin", url), "author": "urn:li:person:other"}
        done = run(tmp_path, workspace(tmp_path, options))
    assert done.returncode == 0
    assert "write author: urn:li:person:AbC-1_z" in done.stderr


# ---- the browser that comes back ------------------------------------------------------------------------------------


def test_only_the_answer_with_the_state_ends_the_waiting():
    import threading

    port, answers = free_port(), []

    def visit():
        base = f"http://127.0.0.1:{port}"
        for path in ("/favicon.ico", "/callback?code=evil&state=guessed", "/callback?code=evil"):
            try:
                urlopen(base + path).close()
            except HTTPError as error:
                answers.append(error.code)
        try:
            urlopen(Request(f"{base}/callback?code=x&state=st", headers={"Host": "evil.example.org"})).close()
        except HTTPError as error:
            answers.append(error.code)
        with urlopen(f"{base}/callback?code=right&state=st") as page:
            answers.append(page.status)

    with Returning(port, "st") as returning:
        visitor = threading.Thread(target=visit)
        visitor.start()
        assert logins.code_of(returning.wait(20), "st") == "right"
        visitor.join()
    assert answers == [404, 400, 400, 404, 200]


def test_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(WorkspaceError, match="is taken"):
        Returning(taken.getsockname()[1], "st")


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        (f"{BACK}?code=1&state=other", "login.state"),
        (f"{BACK}?code=1", "login.state"),
        ("", "login.state"),
        ("not an address", "login.state"),
        (f"{BACK}?state=st", "login.code"),
        (f"{BACK}?state=st&error=access_denied", "login.refused"),
    ],
)
def test_addresses_that_are_not_the_right_one(address, rule):
    with pytest.raises(UsageError) as error:
        logins.code_of(address, "st")
    assert error.value.problems[0].rule == rule


def test_the_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert logins.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize("platform", sorted(logins.FLOWS))
def test_the_real_addresses_are_https(platform):
    app = logins.App("1", "s3cret", BACK, "https://example.social" if platform == "mastodon" else "")
    url = logins.address_to_open(platform, app, "st", "v")
    assert url.startswith("https://")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert (query["state"], query["redirect_uri"], query["client_id"]) == ("st", BACK, "1")
    assert "s3cret" not in url
    assert logins.exchange(platform, app, "c", "v").url.startswith("https://")
    assert ("code_challenge" in query) == (platform in ("x", "mastodon"))
