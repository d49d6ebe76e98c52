"""A simulation -> its summary on a terminal: the slots of every channel, the clock changes and the outages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from post_forge.schedule.deciding import span
from post_forge.schedule.simulating import Simulation
from post_forge.schedule.slots import Transition
from post_forge.schedule.values import Outage
from post_forge.schedule.wording import counted, one_line, padded, when


def simulation_text(simulation: Simulation, zone: str) -> str:
    """The summary; moments are as the clocks of `zone` show them."""
    days = (simulation.last - simulation.first).days
    lines = [f"{counted(days, 'day')} from {when(simulation.first, zone)} ({zone})", ""]
    lines += _table(simulation)
    lines += [
        f"{one_line(channel)} has nothing left to post from {when(tally.dry_from, tally.zone)} on"
        for channel, tally in simulation.tallies.items()
        if tally.dry_from
    ]
    lines += _section("clock changes", [_transition(item) for item in simulation.transitions])
    lines += _section("outages", [_outage(item, zone) for item in simulation.outages])
    return "\n".join(lines)


def _table(simulation: Simulation) -> list[str]:
    names = ("slots", "on time", "late", "repeats", "missed", "moved", "empty")
    wide = max([len("channel"), *map(len, simulation.tallies)])
    lines = ["  ".join([padded("channel", wide), *names])]
    for channel, tally in simulation.tallies.items():
        counts = (tally.slots, tally.on_time, tally.late, tally.repeats, tally.missed, tally.moved, tally.empty)
        cells = (f"{count:>{len(name)},}" for count, name in zip(counts, names, strict=True))
        lines.append("  ".join([padded(channel, wide), *cells]) + f"  {tally.zone}")
    return lines


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}: none"] if not lines else ["", f"{title}:", *(f"  {line}" for line in lines)]


def _transition(change: Transition) -> str:
    """What the clocks of the zone showed before and show after the moment."""
    before, after = _clock(change.at, change.before), _clock(change.at, change.after)
    what = f"does not exist from {before} to {after}" if after > before else f"comes twice from {after} to {before}"
    size = abs(change.after - change.before)
    return f"{when(change.at, change.zone)[:14]} {change.zone}: {span(size)} {what}"


def _clock(at: datetime, offset: timedelta) -> str:
    return f"{(at + offset).replace(tzinfo=None):%H:%M}"


def _outage(outage: Outage, zone: str) -> str:
    return f"{when(outage.first, zone)} to {when(outage.last, zone)} ({span(outage.last - outage.first)})"
