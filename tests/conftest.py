"""What every test shares: hypothesis runs the same examples on every machine, and no test takes a clock for a judge."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "post-forge",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("post-forge")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory):
    """What is kept from run to run is kept apart from the developer's own."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
