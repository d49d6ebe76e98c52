"""What post_forge.yaml may say, as pydantic models; imported only when the file has changed since the last check."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from post_forge.config import PLATFORMS, Brand, Channel, Config, Schedule
from post_forge.errors import ConfigError, Problem, Source, did_you_mean
from post_forge.model import FORMATS
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
    platform: Literal[PLATFORMS]  # type: ignore[valid-type]
    times: Times = Field(default_factory=dict)
    timezone: Zone = ""


class ConfigSchema(Strict):
    brand: BrandSchema = BrandSchema()
    timezone: Zone = ""
    theme: str = "night"
    formats: list[Literal[tuple(FORMATS)]] = Field(default_factory=lambda: ["portrait"], min_length=1)  # type: ignore[misc]
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


def check(data: bytes, name: str) -> Config:
    """Read the bytes of a configuration file called `name`. Raises ConfigError with every problem in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            Problem("config.encoding", "this file is not UTF-8", Source(name, line), "save it as UTF-8")
        ) from None
    loaded = load_yaml(text, name)
    value = {} if loaded.value is None else loaded.value
    try:
        return _plain(ConfigSchema.model_validate(value))
    except ValidationError as error:
        raise ConfigError(*(_problem(entry, loaded.positions, name) for entry in error.errors())) from None


def _problem(entry: Any, positions: Any, name: str) -> Problem:
    """One pydantic error as a problem at the line where the key (or the closest one above it) stands."""
    where = tuple(part for part in entry["loc"] if part in ("[key]",) or not isinstance(part, type))
    place = tuple(str(part) if not isinstance(part, int) else part for part in where if part != "[key]")
    source = next((positions[place[:end]] for end in range(len(place), -1, -1) if place[:end] in positions), None)
    key = ".".join(map(str, place))
    if entry["type"] == "extra_forbidden":
        known = ScheduleSchema if place[0] == "schedule" else BrandSchema if place[0] == "brand" else ConfigSchema
        return Problem("config.key", f"unknown key {key!r}", source, did_you_mean(str(place[-1]), known.model_fields))
    message = entry["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    hint = ""
    if entry["type"] == "literal_error" and isinstance(entry["input"], str):
        known_values = re.findall(r"'([^']+)'", str(entry["ctx"]["expected"]))
        message, hint = f"{entry['input']!r} is not allowed here", did_you_mean(entry["input"], known_values)
    return Problem("config.value", f"{key}: {message}" if key else message, source or Source(name, 1), hint)


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
