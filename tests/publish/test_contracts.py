"""Every request that the fakes are sent, held against the networks' own contracts, where those lie beside us."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from post_forge.publish import fetching
from tests.publish.keeping import Clock, Keeper, Wired, work
from tests.publish.networks import bluesky, instagram, threads, x

CONTRACTS = Path(__file__).parents[2] / "../shared/conformance"
pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the networks' contracts are not beside the project")


@cache
def contract(name):
    return json.loads((CONTRACTS / name).read_text())


def requests_of(make, *posts):
    """What publishing sends to a fake, with a lost answer, so that looking is seen too."""
    asked = []
    for texts, pictures in posts:
        case = make(clock := Clock())
        if make is bluesky:
            case.network.gallery = pictures > 4
        fetch = fetching(Wired(case.fake, clock, ["pass"] * 3 * pictures + ["lose reply"] * 2), case.authority)
        assert work(case.network, case.post(texts, pictures), Keeper(clock), clock, fetch).event == "publish"
        asked += case.fake.asked
    return asked


# ---- X: OpenAPI -----------------------------------------------------------------------------------------------------


def resolved(schema):
    while "$ref" in schema:
        found = contract("x/openapi.json")
        for name in schema["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        schema = found
    return schema


def conforms(value, schema, where):
    """Assert that a JSON value is what a schema allows, as far as schemas of requests go."""
    schema = resolved(schema)
    if "enum" in schema:
        assert value in schema["enum"], where
    match schema.get("type"):
        case "object":
            assert isinstance(value, dict), where
            assert set(schema.get("required", [])) <= set(value), where
            known = schema.get("properties", {})
            if schema.get("additionalProperties") is False:
                assert set(value) <= set(known), where
            for name in value.keys() & known.keys():
                conforms(value[name], known[name], f"{where}.{name}")
        case "array":
            assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**6), where
            for item in value:
                conforms(item, schema.get("items", {}), f"{where}[]")
        case "string":
            assert isinstance(value, str), where
            assert len(value) <= schema.get("maxLength", 10**9), where
        case "integer":
            assert isinstance(value, int), where


def operation(asked):
    """The path and operation of the contract that a request is."""
    for template, operations in contract("x/openapi.json")["paths"].items():
        pattern = re.sub(r"\{\w+\}", r"[^/]+", template)
        if re.fullmatch(pattern, asked.path) and asked.method.lower() in operations and "{" not in asked.path:
            if "{" in template and asked.path in contract("x/openapi.json")["paths"]:
                continue
            return operations[asked.method.lower()]
    raise AssertionError(f"X has no {asked.method} {asked.path}")


def test_x():
    asked = requests_of(x, (("one", "two"), 4), (("one",), 0))
    assert {item.path.rpartition("/")[2] for item in asked} >= {"initialize", "append", "finalize", "tweets", "me"}
    for item in asked:
        found = operation(item)
        names = {resolved(parameter)["name"]: resolved(parameter) for parameter in found.get("parameters", [])}
        assert set(item.query) <= set(names), item.path
        for name, value in item.query.items():
            schema = resolved(names[name]["schema"])
            if schema.get("type") == "array":
                conforms(value.split(","), schema, f"{item.path}?{name}")
        content = found.get("requestBody", {}).get("content", {})
        kind = item.headers.get("content-type", "").partition(";")[0]
        if not item.body:
            continue
        assert kind in content, item.path
        schema = content[kind]["schema"]
        if kind == "application/json":
            conforms(item.json, schema, item.path)
        else:
            assert set(item.multipart) == set(resolved(schema)["required"])


# ---- Bluesky: lexicons ----------------------------------------------------------------------------------------------


def fits_lexicon(value, definition, where):
    """Assert that a record is what its lexicon says, and has nothing else in it."""
    match definition["type"]:
        case "object" | "record":
            definition = definition.get("record", definition)
            assert set(definition.get("required", [])) <= set(value), where
            assert set(value) - {"$type"} <= set(definition["properties"]), where
            for name in set(value) - {"$type"}:
                fits_lexicon(value[name], definition["properties"][name], f"{where}.{name}")
        case "array":
            assert len(value) <= definition.get("maxLength", 10**6), where
            for item in value:
                fits_lexicon(item, definition["items"], f"{where}[]")
        case "union":
            assert value["$type"] in {full(reference, where) for reference in definition["refs"]}, where
            fits_lexicon(value, lexicon(value["$type"]), f"{value['$type']}:{where}")
        case "ref":
            name = full(definition["ref"], where)
            fits_lexicon(value, lexicon(name), f"{name}:{where}")
        case "string":
            assert isinstance(value, str), where
            assert len(value.encode()) <= definition.get("maxLength", 10**9), where
        case "integer":
            assert isinstance(value, int), where
        case "blob":
            assert value["$type"] == "blob", where
            assert value["size"] <= definition["maxSize"], where


def full(reference, where):
    """A reference with the name of its lexicon; `#image` belongs to the one that `where` begins with."""
    return where.partition(":")[0].partition("#")[0] + reference if reference.startswith("#") else reference


def lexicon(name):
    path, _, part = name.partition("#")
    return contract(f"lexicons/{path.replace('.', '/')}.json")["defs"][part or "main"]


def test_bluesky():
    asked = requests_of(bluesky, (("one", "two"), 4), (("one",), 0), (("one",), 6))
    records = [item.json["record"] for item in asked if item.path.endswith("putRecord")]
    assert {record.get("embed", {}).get("$type") for record in records} >= {
        "app.bsky.embed.images",
        "app.bsky.embed.gallery",
    }
    for record in records:
        fits_lexicon(record, lexicon("app.bsky.feed.post"), "app.bsky.feed.post:record")
    for item in asked:
        name = item.path.removeprefix("/xrpc/")
        if not name.startswith("com.atproto.repo."):
            continue
        definition = lexicon(name)
        given = set(item.json) if item.body and "json" in item.headers["content-type"] else set(item.query)
        schema = definition.get("input", {}).get("schema") or definition.get("parameters")
        if schema:
            assert set(schema["required"]) <= given <= set(schema["properties"]), name


# ---- Meta: names ----------------------------------------------------------------------------------------------------


def test_instagram():
    """The parameters of containers and of publishing, by Meta's own list."""
    names = {
        api["endpoint"]: {parameter["name"] for parameter in api["params"]}
        for api in contract("meta/IGUser.json")["apis"]
        if api.get("method") == "POST" and api.get("endpoint") in ("media", "media_publish")
    }
    asked = [item for item in requests_of(instagram, (("one",), 3), (("one",), 1)) if item.method == "POST"]
    for item in asked:
        assert set(item.form) <= names[item.path.rpartition("/")[2]], item.path


def test_threads():
    """Paths and parameters, by Meta's own collection of requests."""

    def walk(items):
        for item in items:
            yield from walk(item["item"]) if "item" in item else [item["request"]]

    known = {}
    for request in walk(contract("meta/threads-api.postman_collection.json")["item"]):
        url = request["url"]["raw"]
        path, _, query = url.partition("?")
        names = {piece.partition("=")[0] for piece in query.split("&")}
        known.setdefault((request["method"], path.rpartition("/")[2]), set()).update(names)
    asked = [item for item in requests_of(threads, (("one", "two"), 3), (("one",), 0)) if item.method == "POST"]
    assert {item.form["media_type"] for item in asked if "media_type" in item.form} == {"CAROUSEL", "IMAGE", "TEXT"}
    for item in asked:
        assert set(item.form) <= known["POST", item.path.rpartition("/")[2]], item.path
