"""What the commands do. Start with `pipeline`: the main job on one screen.

Each name is loaded when it is asked for: a build that changes nothing should not wait for the studio.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from post_forge.compose import ExplainedUnit as ExplainedUnit
    from post_forge.compose import Explanation as Explanation
    from post_forge.compose import Fitted as Fitted
    from post_forge.compose import Omitted as Omitted
    from post_forge.forge.checking.collecting import Asked, Checked, check, check_folder
    from post_forge.forge.checking.fix import Fix, fixes, is_fixable, rule_list, rule_pages, write_fixes
    from post_forge.forge.connecting.doctor import check_channel, doctor
    from post_forge.forge.connecting.doctor_values import Finding
    from post_forge.forge.connecting.login import Hands, LoggedIn, log_out, login
    from post_forge.forge.daily import Today, now, today
    from post_forge.forge.edit import Draft, Edited, draft, keep_text
    from post_forge.forge.explaining import Explained, explain
    from post_forge.forge.making.state import NoteEntry, PostEntry
    from post_forge.forge.paths.path import Roadmap, Topic, roadmaps
    from post_forge.forge.pipeline import Report, Wishes, build
    from post_forge.forge.publishing.after import correct
    from post_forge.forge.publishing.dry import Rehearsal, Rehearsed, rehearse
    from post_forge.forge.publishing.one_pass import publish_due
    from post_forge.forge.publishing.values import Outcome, Pass, Sending, Surroundings
    from post_forge.forge.queueing.history import History, Imported, Sent, history, import_posted
    from post_forge.forge.queueing.listing import Listing, Row, Shown, listing, show
    from post_forge.forge.queueing.plan import TakenPlan, take_plan
    from post_forge.forge.queueing.say import VERBS, Changed, Said, say
    from post_forge.forge.queueing.when import split_when
    from post_forge.forge.running.alerts import send_alerts, token_problems
    from post_forge.forge.running.log import Log
    from post_forge.forge.running.staying import run
    from post_forge.forge.schedule import Scheduled, read_outage, scheduled
    from post_forge.forge.start import Started, init, new
    from post_forge.forge.studio.bundle import post_pdf, post_zip
    from post_forge.forge.studio.days import DayPost, day_post
    from post_forge.forge.studio.decks import Decks, Sheet
    from post_forge.forge.studio.desk import Desk, Look
    from post_forge.forge.studio.pictures import Pictures
    from post_forge.forge.studio.problems import all_problems, all_refusals
    from post_forge.forge.studio.queue import (
        Proposal,
        QueueLook,
        Tried,
        blackout_days,
        free_slots,
        last_entry,
        proposed,
        queue_health,
        queue_look,
        seen_of,
        tried,
        verbs_of,
    )
    from post_forge.forge.studio.texts import NetworkText, Piece, counted, network_texts, shown
    from post_forge.forge.studio.theme import Contrast, LayoutLook, ThemeLook, theme_look, theme_names
    from post_forge.forge.workspace import Workspace, busy, find_root, lock, open_workspace

_HOMES = {
    "checking.collecting": "Asked Checked check check_folder",
    "checking.fix": "Fix fixes is_fixable rule_list rule_pages write_fixes",
    "connecting.doctor": "check_channel doctor",
    "connecting.doctor_values": "Finding",
    "connecting.login": "Hands LoggedIn log_out login",
    "daily": "Today now today",
    "edit": "Draft Edited draft keep_text",
    "explaining": "Explained explain",
    "making.state": "NoteEntry PostEntry",
    "paths.path": "Roadmap Topic roadmaps",
    "pipeline": "Report Wishes build",
    "publishing.after": "correct",
    "publishing.dry": "Rehearsal Rehearsed rehearse",
    "publishing.one_pass": "publish_due",
    "publishing.values": "Outcome Pass Sending Surroundings",
    "queueing.history": "History Imported Sent history import_posted",
    "queueing.listing": "Listing Row Shown listing show",
    "queueing.plan": "TakenPlan take_plan",
    "queueing.say": "VERBS Changed Said say",
    "queueing.when": "split_when",
    "running.alerts": "send_alerts token_problems",
    "running.log": "Log",
    "running.staying": "run",
    "schedule": "Scheduled read_outage scheduled",
    "start": "Started init new",
    "studio.bundle": "post_pdf post_zip",
    "studio.days": "DayPost day_post",
    "studio.decks": "Decks Sheet",
    "studio.desk": "Desk Look",
    "studio.pictures": "Pictures",
    "studio.problems": "all_problems all_refusals",
    "studio.queue": (
        "Proposal QueueLook Tried blackout_days free_slots last_entry proposed queue_health queue_look "
        "seen_of tried verbs_of"
    ),
    "studio.texts": "NetworkText Piece counted network_texts shown",
    "studio.theme": "Contrast LayoutLook ThemeLook theme_look theme_names",
    "workspace": "Workspace busy find_root lock open_workspace",
}
"""Module -> what it offers here."""

_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "VERBS",
    "Asked",
    "Changed",
    "Checked",
    "Contrast",
    "DayPost",
    "Decks",
    "Desk",
    "Draft",
    "Edited",
    "Explained",
    "Finding",
    "Fix",
    "Hands",
    "History",
    "Imported",
    "LayoutLook",
    "Listing",
    "Log",
    "LoggedIn",
    "Look",
    "NetworkText",
    "NoteEntry",
    "Outcome",
    "Pass",
    "Pictures",
    "Piece",
    "PostEntry",
    "Proposal",
    "QueueLook",
    "Rehearsal",
    "Rehearsed",
    "Report",
    "Roadmap",
    "Row",
    "Said",
    "Scheduled",
    "Sending",
    "Sent",
    "Sheet",
    "Shown",
    "Started",
    "Surroundings",
    "TakenPlan",
    "ThemeLook",
    "Today",
    "Topic",
    "Tried",
    "Wishes",
    "Workspace",
    "all_problems",
    "all_refusals",
    "blackout_days",
    "build",
    "busy",
    "check",
    "check_channel",
    "check_folder",
    "correct",
    "counted",
    "day_post",
    "doctor",
    "draft",
    "explain",
    "find_root",
    "fixes",
    "free_slots",
    "history",
    "import_posted",
    "init",
    "is_fixable",
    "keep_text",
    "last_entry",
    "listing",
    "lock",
    "log_out",
    "login",
    "network_texts",
    "new",
    "now",
    "open_workspace",
    "post_pdf",
    "post_zip",
    "proposed",
    "publish_due",
    "queue_health",
    "queue_look",
    "read_outage",
    "rehearse",
    "roadmaps",
    "rule_list",
    "rule_pages",
    "run",
    "say",
    "scheduled",
    "seen_of",
    "send_alerts",
    "show",
    "shown",
    "split_when",
    "take_plan",
    "theme_look",
    "theme_names",
    "today",
    "token_problems",
    "tried",
    "verbs_of",
    "write_fixes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
