"""Kill workers while they publish through breaking connections, and count what the networks show afterwards.

`make crash` runs it in full, with ten thousand deliveries; see docs/publishing.md. `python tools/crash.py --help`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.publish.crash import run

if __name__ == "__main__":
    sys.exit(run.main())
