"""What every test shares: hypothesis runs the same examples on every machine, and no test takes a clock for a judge."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "post-forge",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("post-forge")
