"""What post_forge.yaml may say, as pydantic models; imported only when the file has changed since the last check."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from post_forge.config import PLATFORMS, Brand, Channel, Config, OwnKeys, Schedule, times_of
from post_forge.config_alerts import AlertsSchema, MailSchema, MorningSchema, RunSchema, alerts_of
from post_forge.config_texts import (
    Emphasis,
    GuideAddress,
    LinksSchema,
    Mentions,
    NoticesSchema,
    Strict,
    UtmSchema,
    handles_of,
    one_of,
)  # fmt: skip
from post_forge.errors import ConfigError, ForgeError, Problem, Source, did_you_mean
from post_forge.model import FORMATS
from post_forge.yamltext import Loaded
from post_forge.yamltext import load as load_yaml

FONT_ROLES = ("sans", "serif", "mono", "display")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(rf"({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?(,({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?)*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_SPAN = re.compile(r"\d{1,5}(m|h|d|w)")
_DATE = re.compile(r"(\d{4}-)?\d{2}-\d{2}")
_CHANNEL = re.compile(r"[\w-]+(\.[\w-]+)*")
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


def _blackout(value: str) -> str:
    """One date or a range of them, of one year (2026-12-24..2027-01-06) or of every year (12-24..01-06)."""
    parts = value.split("..")
    if len(parts) > 2 or not all(_DATE.fullmatch(part) for part in parts) or len({len(part) for part in parts}) > 1:
        raise ValueError(f"{value!r} is not a date or a range of dates; write 2026-12-24, 12-25 or 12-24..01-06")
    for part in parts:
        try:
            date.fromisoformat(part if len(part) == 10 else f"2000-{part}")
        except ValueError:
            raise ValueError(f"there is no day {part}") from None
    if len(parts[0]) == 10 and parts[-1] < parts[0]:
        raise ValueError(f"{value!r} ends before it begins")
    return value


def _channel_name(value: str) -> str:
    """A channel's name is also that of a folder, of a file of tokens, and what follows the @ of a delivery."""
    if not _CHANNEL.fullmatch(value):
        what = "letters, digits, - and _, and . between them"
        raise ValueError(f"{value!r} cannot be the name of a channel; a name has {what}")
    return value


def _picture(value: str) -> str:
    if value.lower().endswith((".svg", ".svgz")):
        raise ValueError("an SVG drawing cannot be shown; export it as a PNG, 400 px high or more, with transparency")
    return value


ChannelName = Annotated[str, AfterValidator(_channel_name)]
Platform = Annotated[str, one_of(PLATFORMS, "platform")]
FormatName = Annotated[str, one_of(FORMATS, "format")]
Zone = Annotated[str, AfterValidator(_zone)]
Days = Annotated[str, _pattern(_DAYS, "a weekday or a range of them (mon, tue-thu, sat,sun)")]
Clock = Annotated[str, _pattern(_CLOCK, "a time of day (09:00)")]
Span = Annotated[str, _pattern(_SPAN, "a span of time (30m, 2h, 180d)")]
Colour = Annotated[str, _pattern(_COLOUR, "a colour (#c4ff3d)")]
Times = dict[Days, list[Clock]]
Role = Annotated[str, one_of(FONT_ROLES, "kind of font")]
PictureFile = Annotated[str, AfterValidator(_picture)]
Categories = dict[Days, str | list[str]]
Rest = Annotated[str, _pattern(re.compile(f"{_SPAN.pattern}|never"), "a span of time (180d) or `never`")]
Blackout = Annotated[str, AfterValidator(_blackout)]
Order = Literal["path", "folder", "fresh"]
Approval = Literal["auto", "required"]
Missed = Literal["wait", "next-slot"]
CatchUp = Annotated[int, Field(ge=0, le=100)]


class BrandSchema(Strict):
    name: str = ""
    handle: str = ""
    avatar: PictureFile = ""
    url: str = ""
    accent: Colour = ""
    logo: PictureFile = ""
    fonts: dict[Role, str] = Field(default_factory=dict)
    footer: str = ""


class ScheduleSchema(Strict):
    times: Times = Field(default_factory=lambda: {"mon-sun": ["09:00"]})
    days: Categories = Field(default_factory=dict)
    blackout: list[Blackout] = Field(default_factory=list)
    gap: Span = "0m"
    kindred_gap: Span = "0m"
    late: Span = "2h"
    missed: Missed = "wait"
    catch_up: CatchUp = 1
    approval: Approval = "auto"
    order: Order = "path"
    repeat_after: Rest = "180d"


class ChannelSchema(BaseModel):
    """A platform's own keys are checked by the platform; these are common to all."""

    model_config = ConfigDict(extra="allow", frozen=True)
    platform: Platform
    times: Times = Field(default_factory=dict)
    timezone: Zone = ""
    days: Categories | None = None
    blackout: list[Blackout] | None = None
    gap: Span | None = None
    kindred_gap: Span | None = None
    late: Span | None = None
    missed: Missed | None = None
    catch_up: CatchUp | None = None
    approval: Approval | None = None
    repeat_after: Rest | None = None


class CheckSchema(Strict):
    ignore: list[str] = Field(default_factory=list)
    folders: dict[str, str | list[str]] = Field(default_factory=dict)


class ConfigSchema(Strict):
    brand: BrandSchema = BrandSchema()
    timezone: Zone = ""
    theme: str = "night"
    formats: list[FormatName] = Field(default_factory=lambda: ["portrait"], min_length=1)
    channels: dict[ChannelName, ChannelSchema] = Field(
        default_factory=lambda: {"archive": ChannelSchema(platform="folder")}
    )
    schedule: ScheduleSchema = Field(default_factory=ScheduleSchema)
    database: str = "sqlite"
    content: str | list[str] = Field(default_factory=list)
    exclude: str | list[str] = Field(default_factory=list)
    credit: str = ""
    audience: str = "BackendEngineering"
    mentions: Mentions = Field(default_factory=dict)
    utm: UtmSchema | None = None
    links: LinksSchema = LinksSchema()
    emphasis: Emphasis = "none"
    pictures: dict[str, Any] = Field(default_factory=dict)
    notices: NoticesSchema = NoticesSchema()
    guide: GuideAddress = ""
    alerts: AlertsSchema = AlertsSchema()
    morning: MorningSchema | None = None
    run: RunSchema = RunSchema()
    check: CheckSchema = CheckSchema()

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
    "int_parsing": "this must be a whole number",
    "int_type": "this must be a whole number",
}


def check(data: bytes, name: str, own: OwnKeys | None = None) -> Config:
    """Read the bytes of a configuration file called `name`. Raises ConfigError with every problem in it, those that
    `own` finds in the keys of platforms among them."""
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
    problems = _own_problems(loaded, own) if own else []
    try:
        checked = ConfigSchema.model_validate(value)
    except ValidationError as error:
        problems = [*(_problem(entry, loaded, name) for entry in error.errors()), *problems]
    if problems:
        raise ConfigError(*sorted(dict.fromkeys(problems), key=lambda problem: problem.source or Source(name)))
    return _plain(checked)


def _own_problems(loaded: Loaded, own: OwnKeys) -> list[Problem]:
    """What is wrong with the keys that platforms have, and with `pictures`."""
    value = loaded.value if isinstance(loaded.value, dict) else {}
    channels, pictures = value.get("channels"), value.get("pictures")
    problems: list[Problem] = []
    for name, channel in channels.items() if isinstance(channels, dict) else ():
        if isinstance(channel, dict) and channel.get("platform") in PLATFORMS:
            options = {str(key): item for key, item in channel.items() if key not in ChannelSchema.model_fields}
            problems += own.channel(name, channel["platform"], options, _where(loaded, "channels", name))
    if isinstance(pictures, dict):
        problems += own.pictures(pictures, _where(loaded, "pictures"))
    return problems


def _where(loaded: Loaded, *place: str) -> Callable[[str], Source | None]:
    return lambda key: loaded.where(*place, key) if key else loaded.where(*place)


def _problem(entry: Any, loaded: Loaded, name: str) -> Problem:
    """One pydantic error as a problem at the place of its key, or of the closest one above it."""
    place = tuple(part for part in entry["loc"] if part not in ("[key]", *_EITHER))
    source = loaded.where(*place) or Source(name, 1)
    key = ".".join(map(str, place))
    if entry["type"] == "extra_forbidden":
        inside: dict[str, type[BaseModel]] = {
            "schedule": ScheduleSchema, "brand": BrandSchema, "utm": UtmSchema, "links": LinksSchema,
            "notices": NoticesSchema,
            "alerts": AlertsSchema, "alerts.mail": MailSchema, "morning": MorningSchema, "run": RunSchema,
            "check": CheckSchema,
        }  # fmt: skip
        known = inside.get(".".join(map(str, place[:-1]))) or inside.get(str(place[0]), ConfigSchema)
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
        brand=Brand(**{**schema.brand.model_dump(), "fonts": tuple(schema.brand.fonts.items())}),
        timezone=schema.timezone,
        theme=schema.theme,
        formats=tuple(dict.fromkeys(schema.formats)),
        channels=tuple(_channel(name, channel) for name, channel in schema.channels.items()),
        schedule=Schedule(**_schedule(schema.schedule.model_dump())),
        database=schema.database,
        content=_list(schema.content),
        exclude=_list(schema.exclude),
        credit=schema.credit,
        audience=schema.audience,
        mentions=handles_of(schema.mentions),
        utm=schema.utm.model_dump() if schema.utm else {},
        links=schema.links.model_dump(exclude_unset=True),
        emphasis=schema.emphasis,
        pictures=dict(schema.pictures),
        notices={key: words for key, words in schema.notices.model_dump().items() if words},
        guide=schema.guide,
        alerts=alerts_of(schema.alerts, schema.morning, schema.run),
        check=_silenced(schema.check),
    )


def _channel(name: str, channel: ChannelSchema) -> Channel:
    said = {key: value for key, value in channel.model_dump(include=_OTHERWISE).items() if value is not None}
    options = dict(channel.model_extra or {})
    return Channel(name, channel.platform, times_of(channel.times), channel.timezone, options, _schedule(said))


_OTHERWISE = ScheduleSchema.model_fields.keys() & ChannelSchema.model_fields.keys() - {"times"}


def _schedule(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a schedule, all or some, as the plain values have them."""
    plain = dict(data)
    if "times" in plain:
        plain["times"] = times_of(plain["times"])
    if "days" in plain:
        plain["days"] = {days: _list(names) for days, names in plain["days"].items()}
    if "blackout" in plain:
        plain["blackout"] = tuple(plain["blackout"])
    return plain


def _silenced(check: CheckSchema) -> dict[str, tuple[str, ...]]:
    everywhere = {"*": tuple(check.ignore)} if check.ignore else {}
    return {**everywhere, **{pattern: _list(rules) for pattern, rules in check.folders.items()}}


def _list(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
