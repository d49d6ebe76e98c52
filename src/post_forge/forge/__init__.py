"""What the commands do. Start with `pipeline`: the main job on one screen."""

from typing import TYPE_CHECKING

from post_forge.forge.check import Checked, check
from post_forge.forge.edit import Draft, Edited, draft, keep_text
from post_forge.forge.explain import Explained, explain
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
from post_forge.forge.run_alerts import send_alerts
from post_forge.forge.run_log import Log
from post_forge.forge.schedule import Scheduled, read_outage, scheduled
from post_forge.forge.start import Started, init, new
from post_forge.forge.today import Today, today
from post_forge.forge.workspace import Workspace, find_root, open_workspace

if TYPE_CHECKING:  # composing is loaded when it is needed
    from post_forge.compose import ExplainedUnit as ExplainedUnit
    from post_forge.compose import Explanation as Explanation
    from post_forge.compose import Omitted as Omitted

__all__ = [
    "VERBS",
    "Changed",
    "Checked",
    "Draft",
    "Edited",
    "Explained",
    "History",
    "Imported",
    "Listing",
    "Log",
    "Outcome",
    "Pass",
    "Rehearsal",
    "Rehearsed",
    "Report",
    "Roadmap",
    "Row",
    "Said",
    "Scheduled",
    "Sending",
    "Sent",
    "Shown",
    "Started",
    "Surroundings",
    "TakenPlan",
    "Today",
    "Topic",
    "Wishes",
    "Workspace",
    "build",
    "check",
    "correct",
    "draft",
    "explain",
    "find_root",
    "history",
    "import_posted",
    "init",
    "keep_text",
    "listing",
    "new",
    "open_workspace",
    "publish_due",
    "read_outage",
    "rehearse",
    "roadmaps",
    "run",
    "say",
    "scheduled",
    "send_alerts",
    "show",
    "split_when",
    "take_plan",
    "today",
]
