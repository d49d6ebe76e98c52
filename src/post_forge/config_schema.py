"""What post_forge.yaml may say, as pydantic models; imported only when the file has changed since the last check."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from post_forge.config import PLATFORMS, Brand, Channel, Config, Schedule
from post_forge.errors import ConfigError, ForgeError, Problem, Source, did_you_mean
from post_forge.model import FORMATS
from post_forge.yamltext import Loaded
from post_forge.yamltext import load as load_yaml

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(rf"({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?(,({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?)*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_SPAN = re.compile(r"\d+(m|h|d|w)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _zone(value: str) -> str:
    if value and value not in available_timezones():
        raise ValueError(f"no time zone {value!r}; {did_you_mean(value, available_timezones())}"[:200])
    return value


def _pattern(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if value and not pattern.fullmatch(value):
            raise ValueError(f"{value!r} is not {what}")
        return value

    return AfterValidator(check)


def _one_of(known: Collection[str], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"there is no {what} {value!r}; {did_you_mean(value, known)}")
        return value

    return AfterValidator(check)


Platform = Annotated[str, _one_of(PLATFORMS, "platform")]
FormatName = Annotated[str, _one_of(FORMATS, "format")]
Zone = Annotated[str, AfterValidator(_zone)]
Days = Annotated[str, _pattern(_DAYS, "a weekday or a range of them (mon, tue-thu, sat,sun)")]
Clock = Annotated[str, _pattern(_CLOCK, "a time of day (09:00)")]
Span = Annotated[str, _pattern(_SPAN, "a span of time (30m, 2h, 180d)")]
Colour = Annotated[str, _pattern(_COLOUR, "a colour (#c4ff3d)")]
Times = dict[Days, list[Clock]]


class Strict(BaseModel):
    """An unknown key is a mistake: it would be ignored without a word otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class BrandSchema(Strict):
    name: str = ""
    handle: str = ""
    avatar: str = ""
    url: str = ""
    accent: Colour = ""


class ScheduleSchema(Strict):
    times: Times = Field(default_factory=lambda: {"mon-sun": ["09:00"]})
    late: Span = "2h"
    approval: Literal["auto", "required"] = "auto"
    order: Literal["path", "folder", "fresh"] = "path"
    repeat_after: Span = "180d"


class ChannelSchema(BaseModel):
    """A platform's own keys are checked by the platform; these are common to all."""

    model_config = ConfigDict(extra="allow", frozen=True)
    platform: Platform
    times: Times = Field(default_factory=dict)
    timezone: Zone = ""


class ConfigSchema(Strict):
    brand: BrandSchema = BrandSchema()
    timezone: Zone = ""
    theme: str = "night"
    formats: list[FormatName] = Field(default_factory=lambda: ["portrait"], min_length=1)
    channels: dict[str, ChannelSchema] = Field(default_factory=lambda: {"archive": ChannelSchema(platform="folder")})
    schedule: ScheduleSchema = Field(default_factory=ScheduleSchema)
    database: str = "sqlite"
    content: str | list[str] = Field(default_factory=list)
    exclude: str | list[str] = Field(default_factory=list)
    credit: str = ""
    audience: str = "BackendEngineering"

    @field_validator("database")
    @classmethod
    def _database(cls, value: str) -> str:
        if value != "sqlite" and not value.startswith(("sqlite:", "postgresql:", "$")):
            raise ValueError("a database is `sqlite`, or a URL that begins with postgresql://")
        return value


_EITHER = ("str", "list[str]")  # how pydantic names the choices of `str | list[str]`
_WORDS = {  # where pydantic speaks of Python
    "model_type": "this must be a map of keys and values",
    "dict_type": "this must be a map of keys and values",
    "list_type": "this must be a list",
    "string_type": "this must be text",
    "too_short": "this list must not be empty",
}


def check(data: bytes, name: str) -> Config:
    """Read the bytes of a configuration file called `name`. Raises ConfigError with every problem in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            Problem("config.encoding", "this file is not UTF-8", Source(name, line), "save it as UTF-8")
        ) from None
    try:
        loaded = load_yaml(text, name)
    except ForgeError as error:
        raise ConfigError(*error.problems) from None
    value = {} if loaded.value is None else loaded.value
    try:
        return _plain(ConfigSchema.model_validate(value))
    except ValidationError as error:
        raise ConfigError(*dict.fromkeys(_problem(entry, loaded, name) for entry in error.errors())) from None


def _problem(entry: Any, loaded: Loaded, name: str) -> Problem:
    """One pydantic error as a problem at the place of its key, or of the closest one above it."""
    place = tuple(part for part in entry["loc"] if part not in ("[key]", *_EITHER))
    source = loaded.where(*place) or Source(name, 1)
    key = ".".join(map(str, place))
    if entry["type"] == "extra_forbidden":
        inside: dict[str, type[BaseModel]] = {"schedule": ScheduleSchema, "brand": BrandSchema}
        known = inside.get(str(place[0]), ConfigSchema)
        hint = did_you_mean(str(place[-1]), known.model_fields)
        return Problem("config.key", f"unknown key {key!r}", source, hint, length=len(str(place[-1])))
    message, _, hint = entry["msg"].removeprefix("Value error, ").partition("; ")
    if entry["type"] == "literal_error" and isinstance(entry["input"], str):
        message = f"{entry['input']!r} is not allowed here"
        hint = did_you_mean(entry["input"], re.findall(r"'([^']+)'", str(entry["ctx"]["expected"])))
    message = _WORDS.get(entry["type"], message[:1].lower() + message[1:])
    if any(part in _EITHER for part in entry["loc"]):
        message = "this must be text or a list of texts"
    return Problem("config.value", f"{key}: {message}" if key else message, source, hint)


def _plain(schema: ConfigSchema) -> Config:
    return Config(
        brand=Brand(**schema.brand.model_dump()),
        timezone=schema.timezone,
        theme=schema.theme,
        formats=tuple(dict.fromkeys(schema.formats)),
        channels=tuple(_channel(name, channel) for name, channel in schema.channels.items()),
        schedule=Schedule(**{**schema.schedule.model_dump(), "times": _times(schema.schedule.times)}),
        database=schema.database,
        content=_list(schema.content),
        exclude=_list(schema.exclude),
        credit=schema.credit,
        audience=schema.audience,
    )


def _channel(name: str, channel: ChannelSchema) -> Channel:
    return Channel(name, channel.platform, _times(channel.times), channel.timezone, dict(channel.model_extra or {}))


def _times(times: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {days: tuple(clock) for days, clock in times.items()}


def _list(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
