"""Tokens in the system's keyring: kept, renewed and forgotten there, and told where it does not answer."""

from __future__ import annotations

import json

import pytest

from post_forge.errors import ConfigError, WorkspaceError
from post_forge.publish import FileVault, KeyringVault, connect, read_secret, vault_of
from tests.publish.keeping import Clock

keyring = pytest.importorskip("keyring")


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory, which may be locked."""

    priority = 1

    def __init__(self):
        self.entries, self.locked = {}, False

    def get_password(self, service, username):
        self._look()
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        self._look()
        self.entries[service, username] = password

    def _look(self):
        if self.locked:
            raise keyring.errors.KeyringLocked("a-message-of-the-system")


@pytest.fixture
def ring():
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_tokens_are_kept_in_it_where_the_channel_says_so(tmp_path, ring):
    vault = vault_of(tmp_path, "own", {"keep": "keyring"}, {})
    assert isinstance(vault, KeyringVault)
    vault.save({"access": "a-token"})
    assert vault_of(tmp_path, "own", {"keep": "keyring"}, {}).load() == {"access": "a-token"}
    ((service, _),) = ring.entries
    assert service == "post-forge"
    made = connect("own", "mastodon", {"url": "https://x.example", "keep": "keyring"}, {}, vault, Clock())
    assert made.mask("a-token") == "***"


def test_each_workspace_has_its_own(tmp_path, ring):
    for name in ("one", "two"):
        vault_of(tmp_path / name, "own", {"keep": "keyring"}, {}).save({"access": name})
    assert sorted(json.loads(text)["access"] for text in ring.entries.values()) == ["one", "two"]
    home = {"XDG_STATE_HOME": str(tmp_path / "state")}
    files = [vault_of(tmp_path / name, "own", {}, home) for name in ("one", "two")]
    assert all(isinstance(vault, FileVault) for vault in files)
    assert files[0].place != files[1].place


def test_a_keyring_that_is_locked_is_told_without_its_words(tmp_path, ring):
    vault = vault_of(tmp_path, "own", {"keep": "keyring"}, {})
    ring.locked = True
    for use in (vault.load, lambda: vault.save({"access": "a-token"})):
        with pytest.raises(WorkspaceError, match="does not answer") as error:
            use()
        assert "a-token" not in str(error.value)


@pytest.mark.parametrize("written", ["keyring:mastodon", "keyring:post-forge/mastodon"])
def test_a_token_that_a_person_put_there(tmp_path, ring, written):
    ring.set_password("post-forge", "mastodon", "a-token")
    assert read_secret("token", written, {}, tmp_path).reveal() == "a-token"
    with pytest.raises(ConfigError, match="has no post-forge/other"):
        read_secret("token", "keyring:other", {}, tmp_path)
