"""The layouts of a deck -> the field each slide stands on: no two neighbours alike, the same one at both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from post_forge.render.deck import DeckView
from post_forge.render.theme import Theme

ANY = "*"


def field_of(theme: Theme, deck: DeckView, layout: str) -> str:
    """The field of one slide of a deck; "" for a theme that has no fields."""
    if not theme.fields:
        return ""
    layouts = deck.layouts
    if len(layouts) != deck.total:
        layouts = (*("" for _ in range(deck.number - 1)), layout, *("" for _ in range(deck.total - deck.number)))
    asked = tuple((name, one.layouts) for name, one in theme.fields.items())
    return _turns(asked, layouts)[deck.number - 1]


@lru_cache(maxsize=64)
def _turns(asked: tuple[tuple[str, tuple[str, ...]], ...], layouts: tuple[str, ...]) -> tuple[str, ...]:
    return turns(dict(asked), layouts)


def turns(asked: Mapping[str, Sequence[str]], layouts: Sequence[str]) -> tuple[str, ...]:
    """A field for each slide. `asked` says which layouts ask for a field, "*" for all that ask for none.

    The first field stands at both ends. Between them a slide takes the field its layout asks for, else the one whose
    turn it is; a field is left out where a neighbour has it, as long as there is another.
    """
    names = list(asked)
    chosen = [names[0]]
    waiting = [name for name in names if ANY in asked[name]] or names
    for at in range(1, len(layouts)):
        last = at == len(layouts) - 1
        taken = {chosen[-1]} | ({names[0]} if at == len(layouts) - 2 else set())
        wanted = [name for name in names if layouts[at] in asked[name]]
        free = [name for name in (*wanted, *waiting, *names) if name not in taken]
        chosen.append(names[0] if last else (free or [name for name in names if name != chosen[-1]] or names)[0])
        if chosen[-1] in waiting:
            waiting = [*(name for name in waiting if name != chosen[-1]), chosen[-1]]
    return tuple(chosen[: len(layouts)])
