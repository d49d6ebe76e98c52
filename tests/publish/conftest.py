"""Real servers for the tests of publishing; where one is not installed, its tests skip and say what to install."""

from __future__ import annotations

import os

import pytest

from tests.publish import pds as bluesky_pds
from tests.publish import snac as snac_server


@pytest.fixture(scope="session")
def snac():
    program = snac_server.find()
    if program is None:
        if os.environ.get("POST_FORGE_TEST_SNAC") == "required":
            pytest.fail(snac_server.WHAT_TO_INSTALL)
        pytest.skip(snac_server.WHAT_TO_INSTALL)
    with snac_server.running(program) as server:
        yield server


@pytest.fixture(scope="session")
def pds():
    folder = bluesky_pds.find()
    if folder is None:
        if os.environ.get("POST_FORGE_TEST_PDS") == "required":
            pytest.fail(bluesky_pds.WHAT_TO_INSTALL)
        pytest.skip(bluesky_pds.WHAT_TO_INSTALL)
    with bluesky_pds.running(folder) as server:
        yield server
