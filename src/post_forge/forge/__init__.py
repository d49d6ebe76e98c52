"""What the commands do. Start with `pipeline`: the main job on one screen."""

from typing import TYPE_CHECKING

from post_forge.forge.check import Asked, Checked, check, check_folder
from post_forge.forge.check_fix import Fix, fixes, is_fixable, rule_list, rule_pages
from post_forge.forge.check_fix import write as write_fixes
from post_forge.forge.doctor import check_channel, doctor
from post_forge.forge.doctor_values import Finding
from post_forge.forge.edit import Draft, Edited, draft, keep_text
from post_forge.forge.explain import Explained, explain
from post_forge.forge.login import Hands, LoggedIn, log_out, login
from post_forge.forge.path import Roadmap, Topic, roadmaps
from post_forge.forge.pipeline import Report, Wishes, build
from post_forge.forge.publish_after import correct
from post_forge.forge.publish_dry import Rehearsal, Rehearsed, rehearse
from post_forge.forge.publish_pass import publish_due
from post_forge.forge.publish_values import Outcome, Pass, Sending, Surroundings
from post_forge.forge.queue_history import History, Imported, Sent, history, import_posted
from post_forge.forge.queue_list import Listing, Row, Shown, listing, show
from post_forge.forge.queue_plan import TakenPlan, take_plan
from post_forge.forge.queue_say import VERBS, Changed, Said, say
from post_forge.forge.queue_when import split_when
from post_forge.forge.run import run
from post_forge.forge.run_alerts import send_alerts, token_problems
from post_forge.forge.run_log import Log
from post_forge.forge.schedule import Scheduled, read_outage, scheduled
from post_forge.forge.start import Started, init, new
from post_forge.forge.state import NoteEntry, PostEntry
from post_forge.forge.studio import Desk, Look
from post_forge.forge.studio_bundle import post_pdf, post_zip
from post_forge.forge.studio_days import DayPost, day_post
from post_forge.forge.studio_decks import Decks, Sheet
from post_forge.forge.studio_pictures import Pictures
from post_forge.forge.studio_problems import all_problems, all_refusals
from post_forge.forge.studio_queue import (
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
from post_forge.forge.studio_texts import NetworkText, Piece, counted, network_texts, shown
from post_forge.forge.studio_theme import Contrast, LayoutLook, ThemeLook, theme_look, theme_names
from post_forge.forge.today import Today, now, today
from post_forge.forge.workspace import Workspace, busy, find_root, lock, open_workspace

if TYPE_CHECKING:  # composing is loaded when it is needed
    from post_forge.compose import ExplainedUnit as ExplainedUnit
    from post_forge.compose import Explanation as Explanation
    from post_forge.compose import Fitted as Fitted
    from post_forge.compose import Omitted as Omitted

__all__ = [
    "FIXES",
    "RULES",
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
    "rule_page",
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
