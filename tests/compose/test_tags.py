"""Hashtags."""

from __future__ import annotations

import pytest

from post_forge.compose.texts.entities import entity
from post_forge.compose.texts.tags import hashtags, tag_of
from tests.compose.builders import note, para


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("Why Redis grows", "Redis"),
        ("postgres indexes", "PostgreSQL"),
        ("Kafka or RabbitMQ", "Kafka"),
        ("Generators in Go", "Golang"),
        ("Where to go next", ""),
        ("Take a rest", ""),
        ("REST in practice", "REST"),
        ("Rate limiting by IP", "RateLimiting"),
        ("A title about nothing", ""),
    ],
)
def test_the_entity_of_a_title(title: str, tag: str) -> None:
    assert entity(title) == tag


def test_entity_field_and_audience() -> None:
    written = note("Caching", para("A."), tags=("performance", "redis"), place="data-stores/caching.md")
    assert hashtags(written, "Redis forgets nothing", "BackendEngineering") == (
        "Redis",
        "Performance",
        "BackendEngineering",
    )
    untagged = note("Caching", para("A."), place="data-stores/caching.md")
    assert hashtags(untagged, "Nothing known", "BackendEngineering") == ("Caching", "DataStores", "BackendEngineering")


def test_the_authors_own_tags_win() -> None:
    written = note("Caching", para("A."), hashtags=("#My-Tag", "Redis", "Redis", "two words"))
    assert hashtags(written, "Redis", "BackendEngineering") == ("MyTag", "Redis", "TwoWords")


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("distributed-systems", "DistributedSystems"),
        ("api design", "APIDesign"),
        ("ci/cd", "CICD"),
        ("coding", ""),
        ("2024", ""),
        ("zh", ""),
        ("数据库", "数据库"),
        ("", ""),
        ("a very long tag of many words", ""),
    ],
)
def test_a_tag_is_camel_case_in_its_own_script(words: str, tag: str) -> None:
    assert tag_of(words) == tag
