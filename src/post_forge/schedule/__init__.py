"""Posts that are ready, timetables and what has happened -> what goes out when. Pure: no clock, no disk, no network.

    plan(posts, timetables, history, now)       every post gets a slot, and why              -> Plan
    diff(taken, plan), diff_text                what taking a plan would change              -> Diff
    decide(deliveries, timetables, now)         what a worker does with what is due          -> Decision ...
    next_due(deliveries, timetables, now)       when it has to look again
    too_early(plan, posts, history)             what a date puts before the topics that it builds on
    simulate(posts, timetables, start, ...)     a year of that, with outages                 -> Simulation

A worker keeps deliveries, and nothing else: it takes a plan by keeping `plan.deliveries` in place of what was planned,
sleeps until `next_due`, carries out what `decide` says and keeps the new states.
"""

from post_forge.schedule.deciding import ON_TIME, decide, next_due, span
from post_forge.schedule.diffing import Change, Diff, diff, diff_text, plan_text
from post_forge.schedule.explaining import explain_text, reasons
from post_forge.schedule.ics import to_ics
from post_forge.schedule.month import month_text
from post_forge.schedule.plain import delivery_json, diff_json, plan_json, simulation_json
from post_forge.schedule.planning import HORIZON, plan
from post_forge.schedule.prerequisites import too_early
from post_forge.schedule.reading import read_blackout, read_day, read_span, read_timetable
from post_forge.schedule.simulating import Simulation, Tally, simulate
from post_forge.schedule.simulation_text import simulation_text
from post_forge.schedule.slots import Transition, slots, timetable_digest, transitions
from post_forge.schedule.values import (
    ANY,
    REST,
    WAITING,
    Blackout,
    Decision,
    Delivery,
    Empty,
    Outage,
    Pass,
    Plan,
    Planned,
    Ready,
    Slot,
    State,
    Timetable,
    Unplanned,
)

__all__ = [
    "ANY",
    "HORIZON",
    "ON_TIME",
    "REST",
    "WAITING",
    "Blackout",
    "Change",
    "Decision",
    "Delivery",
    "Diff",
    "Empty",
    "Outage",
    "Pass",
    "Plan",
    "Planned",
    "Ready",
    "Simulation",
    "Slot",
    "State",
    "Tally",
    "Timetable",
    "Transition",
    "Unplanned",
    "decide",
    "delivery_json",
    "diff",
    "diff_json",
    "diff_text",
    "explain_text",
    "month_text",
    "next_due",
    "plan",
    "plan_json",
    "plan_text",
    "read_blackout",
    "read_day",
    "read_span",
    "read_timetable",
    "reasons",
    "simulate",
    "simulation_json",
    "simulation_text",
    "slots",
    "span",
    "timetable_digest",
    "to_ics",
    "too_early",
    "transitions",
]
