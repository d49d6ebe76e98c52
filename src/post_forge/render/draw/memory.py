"""Settings of the process that suit drawing: keep big blocks, look for garbage less often. No drawing knowledge.

glibc gives every block of some megabytes back to the kernel, which hands it out again page by page, zeroed: that cost
more than half of a slide's time. Elsewhere (macOS, Windows, musl) nothing is done about it. A slide also makes some ten
thousand small values that go as soon as nothing refers to them; Python's search for circles among them cost a tenth.
"""

from __future__ import annotations

import gc
import sys
from functools import lru_cache

_YOUNG = 50_000  # new values between two looks for circles
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h
_KEEP = 64 * 1024 * 1024  # bytes of free heap that stay ours
_BIG = 32 * 1024 * 1024  # glibc takes no more for the mmap threshold (DEFAULT_MMAP_THRESHOLD_MAX)


@lru_cache(1)
def keep_memory() -> bool:
    """Set the thresholds once; whether glibc's were set. Never an error."""
    gc.freeze()  # what is loaded by now stays
    gc.set_threshold(_YOUNG, 10, 5)
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        library = ctypes.CDLL("libc.so.6")
        return bool(library.mallopt(_MMAP_THRESHOLD, _BIG) and library.mallopt(_TRIM_THRESHOLD, _KEEP))
    except (OSError, AttributeError):
        return False
