"""A delivery that is about to be sent -> a line in published.jsonl that says so, taken by a command to where others
look: a machine that is thrown away afterwards (a CI job) cannot send what another one may have sent.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from post_forge.forge.publishing.values import Surroundings
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue
else:
    queue = Later("post_forge.queue")

_LONGEST = 100  # seconds: less than a lease
_ONE = threading.Lock()


def announce(workspace: Workspace, command: Sequence[str], around: Surroundings, item: queue.Delivery) -> str:
    """Write the line `unsure`, run the command; "" if it may be sent now, else why not. Without a command nothing is
    announced. Raises StoreError where the line cannot be written."""
    if not command:
        return ""
    with _ONE:
        line = queue.publication_of(item)
        queue.append(workspace.root / queue.FILE, [line] if line else [])
        try:
            done = subprocess.run(
                list(command), cwd=workspace.root, capture_output=True, timeout=_LONGEST, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"it was not announced: {error}"
    words = (done.stderr or done.stdout).strip().splitlines()
    around.told("announced", {"delivery": item.id, "code": done.returncode})
    return f"it was not announced: {command[0]}: {words[-1] if words else done.returncode}" if done.returncode else ""
