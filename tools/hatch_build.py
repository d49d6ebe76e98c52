"""Put templates and sample content into the wheel, and only there: an editable install reads them in place."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            for folder in ("templates", "content"):
                build_data["force_include"][folder] = f"post_forge/_shipped/{folder}"
