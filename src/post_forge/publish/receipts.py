"""The receipts of earlier tries -> what counts for each step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from post_forge.publish.values import Key, Receipt


def latest(receipts: Sequence[Receipt]) -> dict[Key, Receipt]:
    """The receipt that counts for each step: one that was sent, else the last one that may have been, else the last."""
    found: dict[Key, Receipt] = {}
    weight = {"sent": 2, "open": 1, "unknown": 1}
    for receipt in receipts:
        key = (receipt.step, receipt.part, receipt.item)
        kept = found.get(key)
        better = kept is None or weight.get(receipt.outcome, 0) >= weight.get(kept.outcome, 0)
        if better:
            found[key] = receipt
    return found


def first_asked(receipts: Sequence[Receipt]) -> dict[Key, datetime]:
    """Since when each step that readers see may be out."""
    found: dict[Key, datetime] = {}
    for receipt in receipts:
        if receipt.visible and receipt.asked is not None:
            found.setdefault((receipt.step, receipt.part, receipt.item), receipt.asked)
    return found
