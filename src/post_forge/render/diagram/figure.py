"""What a `<graph>` holds -> numbers: its boxes, wires and groups, as the markup says them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from post_forge.render.boxes import Box
from post_forge.render.diagram.column import Outline, outline
from post_forge.render.diagram.mesh import Mesh, mesh
from post_forge.render.diagram.places import consistent
from post_forge.render.diagram.ports import Look
from post_forge.render.diagram.ranks import Wire, backward, parts, ranks

DOTS = ("start", "end")
"""Forms that are signs and say nothing."""


@dataclass(frozen=True, eq=False)
class Figure:
    """The graph as the markup gives it. `nodes`, `links` and `groups` are its boxes in their order."""

    nodes: tuple[Box, ...]
    links: tuple[Box, ...]
    groups: tuple[Box, ...]
    direction: str

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """The links as pairs of indices."""
        return tuple(Wire(link.own("from"), link.own("to"), bool(link.words)) for link in self.links)

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """What tells the links apart."""
        made = []
        for link in self.links:
            group = (link.own("from-group", -1), link.own("to-group", -1))
            key = f"{link.own('line', 'solid')} {link.own('color', '')} {group} {link.own('head', 'arrow')}"
            made.append(Look(key, link.own("head", "arrow") != "none", link.own("tail", "none") != "none"))
        return tuple(made)

    @cached_property
    def homes(self) -> tuple[int, ...]:
        """The group of each node, -1 for none."""
        return tuple(node.own("group", -1) for node in self.nodes)

    @cached_property
    def back(self) -> frozenset[int]:
        """The links that run against the flow."""
        return backward(len(self.nodes), self.wires)

    @cached_property
    def rank(self) -> list[int]:
        """The row of each node."""
        return ranks(len(self.nodes), self.wires, self.back)

    def ends(self, number: int) -> tuple[int, int]:
        """The groups whose frames a link leaves from and leads to, -1 for none."""
        link = self.links[number]
        return link.own("from-group", -1), link.own("to-group", -1)

    @cached_property
    def is_path(self) -> bool:
        """Whether its nodes simply follow one another."""
        return len(self.wires) == len(self.nodes) - 1 and sorted(self.rank) == list(range(len(self.nodes)))

    @cached_property
    def outline(self) -> Outline | None:
        """Its nodes below each other, None where that cannot be drawn."""
        return outline(len(self.nodes), self.wires, self.back, self.homes)

    @cached_property
    def is_line(self) -> bool:
        """Whether it is a path but for a few links that go back or skip, without groups."""
        found = self.outline
        return found is not None and not self.groups and found.roles.count("step") == len(self.nodes) - 1

    @cached_property
    def meshes(self) -> tuple[Mesh, ...]:
        """Its rows; where parts of it hang together with nothing, also with these parts below each other."""
        made = [mesh(self.rank, self.wires, self.back, self.homes)]
        if len(parts(len(self.nodes), self.wires)) > 1:
            below = ranks(len(self.nodes), self.wires, self.back, apart=True)
            made.append(mesh(below, self.wires, self.back, self.homes))
        return tuple(one for one in made if not self.groups or consistent(one, len(self.groups)))
