"""post_forge.yaml -> Config. Every mistake is reported at its file:line:column, all of them at once.

The file is checked by the pydantic models of `config_schema`; what stages receive are the plain frozen values below.
A checked configuration is kept in the state folder under the hash of its file, so that a command that has nothing to
do loads neither YAML nor pydantic.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from post_forge import __version__
from post_forge.errors import ConfigError, ForgeError, Problem, Source

FILE = "post_forge.yaml"
NETWORKS = ("linkedin", "x", "mastodon", "bluesky", "threads", "instagram")
# Keys that change nothing of what is made: they say when it goes out, where that is kept, what is told of it.
_WHEN = frozenset({"schedule", "times", "timezone", "database", "pictures", "alerts", "check"})
PLATFORMS = ("folder", *NETWORKS, "webhook", "feed", "failing")


@dataclass(frozen=True, slots=True)
class Brand:
    """Who speaks: shown in the footer and on the last slide. `accent` overrides the theme's accent colour.

    `avatar` and `logo` are picture files, `fonts` pairs of a role and a family or a file's name, and `footer` is what
    stands there in place of the handle.
    """

    name: str = ""
    handle: str = ""
    avatar: str = ""
    url: str = ""
    accent: str = ""
    logo: str = ""
    fonts: tuple[tuple[str, str], ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One connected account. `options` are the platform's own keys as written: `$NAME` is not resolved here.

    `schedule` holds what it says otherwise than the workspace's schedule, by the names of `Schedule`'s fields.
    """

    name: str
    platform: str
    times: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    schedule: Mapping[str, Any] = field(default_factory=dict)


Where = Callable[[str], Source | None]
"""Where a key stands; "" is the map that holds it."""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """Who knows the keys that are not this module's: a channel's, by its name and platform, and those of `pictures`."""

    channel: Callable[[str, str, Mapping[str, object], Where], Sequence[Problem]]
    pictures: Callable[[Mapping[str, object], Where], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When posts go out. Times are wall-clock times in the workspace's time zone; docs/schedule.md tells every key."""

    times: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"mon-sun": ("09:00",)})
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blackout: tuple[str, ...] = ()
    gap: str = "0m"
    kindred_gap: str = "0m"
    late: str = "2h"
    missed: str = "wait"
    catch_up: int = 1
    approval: str = "auto"
    order: str = "path"
    repeat_after: str = "180d"


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent: `server` as host or host:port, `password` as the name of a secret, never the secret itself."""

    to: str
    sender: str
    server: str
    user: str = ""
    password: str = ""
    security: str = "starttls"


@dataclass(frozen=True, slots=True)
class Morning:
    """When the message with the day's post goes out, on the workspace's clocks, and whose text it has."""

    at: str
    network: str = "linkedin"


@dataclass(frozen=True, slots=True)
class Alerts:
    """Who is told when a person is needed, and in the morning; `port` is that of the health endpoint (0: none)."""

    webhook: str = ""
    mail: Mail | None = None
    morning: Morning | None = None
    port: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """The workspace's configuration. `timezone` is an IANA name, or "" for the machine's own.

    `mentions` has for each alias a handle by network, `utm` the parameters of the note's link, `links` where it stands
    by network; `emphasis` is none or unicode; `pictures` says where pictures lie in public. `notices` are the
    collection's own lines (ai_assisted, figures), `guide` is the address of a note's guide with `{note}` in it. `check`
    has the rules that are silenced by a pattern of paths (`*`: all), `alerts` who is told what.
    """

    brand: Brand = Brand()
    timezone: str = ""
    theme: str = "night"
    formats: tuple[str, ...] = ("portrait",)
    channels: tuple[Channel, ...] = (Channel("archive", "folder"),)
    schedule: Schedule = field(default_factory=Schedule)
    database: str = "sqlite"
    content: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    credit: str = ""
    audience: str = "BackendEngineering"
    mentions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    utm: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    emphasis: str = "none"
    pictures: Mapping[str, Any] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
    guide: str = ""
    alerts: Alerts = Alerts()
    check: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything that can change what is made: neither when it goes out nor where that is kept."""
        value = asdict(self)
        channels = [{key: item[key] for key in item if key not in _WHEN} for item in value["channels"]]
        return _digest({**{key: value[key] for key in value if key not in _WHEN}, "channels": channels})

    def schedule_of(self, channel: Channel) -> Schedule:
        """The workspace's schedule with what the channel says otherwise; blackout dates hold for both."""
        own = {**channel.schedule, **({"times": channel.times} if channel.times else {})}
        return replace(self.schedule, **{**own, "blackout": (*self.schedule.blackout, *own.get("blackout", ()))})


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=list).encode()).hexdigest()


def load(root: Path, cache: Path | None = None, own: OwnKeys | None = None, *, keep: bool = True) -> Config:
    """Read `root`/post_forge.yaml, or the defaults with the brand taken from git where there is none.

    `cache` is a file for the checked configuration (made when it can be, with `keep`); `own` checks the keys of
    platforms. Raises ConfigError with every problem.
    """
    path = root / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Config(brand=brand_from_git(root))
    except OSError as error:
        raise ConfigError(Problem("config.read", f"cannot read {FILE}: {error.strerror}", Source(FILE))) from None
    key = hashlib.sha256(data + f"{__version__} {own is not None}".encode()).hexdigest()
    config = _cached(cache, key)
    if config is None:
        from post_forge.config_schema import check

        config = check(data, FILE, own)
        if cache is not None and keep:
            _keep(cache, key, config)
    for key, picture in (("avatar", config.brand.avatar), ("logo", config.brand.logo)):
        _check_picture(root, key, picture)
    return config


def _check_picture(root: Path, key: str, picture: str) -> None:
    """The picture must lie in the workspace: looked at in every run, since it can go away without the file changing."""
    path = os.path.realpath(root / picture)
    if picture and not (os.path.isfile(path) and Path(path).is_relative_to(root.resolve())):  # noqa: PTH113
        message = f"brand.{key}: there is no file {picture!r} in the workspace"
        hint = "name a PNG, JPEG or WebP picture that lies in it, or leave the key out"
        raise ConfigError(Problem("config.value", message, where(root, "brand", key), hint))


def where(root: Path, *place: str | int) -> Source:
    """Where a key stands in post_forge.yaml, for a mistake that shows only later; without a line where it does not."""
    from post_forge.yamltext import load as load_yaml

    try:
        loaded = load_yaml((root / FILE).read_text(encoding="utf-8-sig"), FILE)
    except (OSError, ValueError, ForgeError):
        return Source(FILE)
    return loaded.keys.get(place) or loaded.positions.get(place) or Source(FILE)


def brand_from_git(root: Path) -> Brand:
    """The name that git signs with here, and the handle of the account the repository is pushed to."""
    name = _git(root, "config", "user.name")
    remote = _git(root, "config", "remote.origin.url")
    owner = remote.removesuffix(".git").replace(":", "/").rstrip("/").split("/")[-2:-1] if remote else []
    return Brand(name=name, handle=f"@{owner[0]}" if owner and owner[0].isascii() and "." not in owner[0] else "")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, timeout=5, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _cached(cache: Path | None, key: str) -> Config | None:
    if cache is None:
        return None
    try:
        stored = json.loads(cache.read_text(encoding="utf-8"))
        good = stored["key"] == key and stored["digest"] == _digest(stored["config"])
        return from_plain(stored["config"]) if good else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # a damaged cache is no cache


def _keep(cache: Path, key: str, config: Config) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft = cache.with_suffix(".tmp")
        draft.unlink(missing_ok=True)
        with draft.open("x", encoding="utf-8") as file:  # never through a link that lies there
            plain = json.loads(json.dumps(asdict(config)))
            file.write(json.dumps({"key": key, "digest": _digest(plain), "config": plain}))
        draft.replace(cache)
    except OSError:
        pass  # a read-only folder only costs the time of checking again


def from_plain(data: Mapping[str, Any]) -> Config:
    """The Config that `dataclasses.asdict` made plain."""
    return Config(
        **{
            **data,
            "brand": Brand(**{**data["brand"], "fonts": tuple(map(tuple, data["brand"]["fonts"]))}),
            "formats": tuple(data["formats"]),
            "channels": tuple(
                Channel(**{**channel, "times": times_of(channel["times"]), "schedule": _schedule(channel["schedule"])})
                for channel in data["channels"]
            ),
            "schedule": Schedule(**_schedule(data["schedule"])),
            "content": tuple(data["content"]),
            "exclude": tuple(data["exclude"]),
            "check": {pattern: tuple(rules) for pattern, rules in data["check"].items()},
            "alerts": _alerts(data["alerts"]),
        }
    )


def _alerts(data: Mapping[str, Any]) -> Alerts:
    mail, morning = data["mail"], data["morning"]
    return Alerts(
        **{**data, "mail": Mail(**mail) if mail else None, "morning": Morning(**morning) if morning else None}
    )


def _schedule(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a schedule, all or some, with tuples for the lists of JSON."""
    maps = {name: times_of(data[name]) for name in ("times", "days") if name in data}
    return {**data, **maps, **({"blackout": tuple(data["blackout"])} if "blackout" in data else {})}


def times_of(times: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Times or categories by weekday, as values that do not change."""
    return {days: tuple(clock) for days, clock in times.items()}
