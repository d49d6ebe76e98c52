"""What the commands do. Start with `pipeline`: the main job on one screen."""

from post_forge.forge.check import Checked, check
from post_forge.forge.pipeline import Report, Wishes, build
from post_forge.forge.start import Started, init, new
from post_forge.forge.today import Today, today
from post_forge.forge.workspace import Workspace, find_root, open_workspace

__all__ = [
    "Checked",
    "Report",
    "Started",
    "Today",
    "Wishes",
    "Workspace",
    "build",
    "check",
    "find_root",
    "init",
    "new",
    "open_workspace",
    "today",
]
