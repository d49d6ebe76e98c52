"""A layout in which names do not exist -> all of them, and what else is wrong with the markup around them.

Jinja stops at the first such name. Here it is noted, stands for nothing, and the template goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from types import FrameType
from typing import Any

import jinja2
from markupsafe import Markup

from post_forge.errors import Problem, Source, TemplateError
from post_forge.render.template_errors import QUOTED, close_to, placed, told
from post_forge.render.templates import environment, what_is_missing
from post_forge.render.theme import Theme
from post_forge.sandbox import counted

NOTHING = "⟦nothing⟧"
"""Stands in the markup for a name that does not exist: what it leads to is no mistake of its own."""

_noticed: ContextVar[list[Problem]] = ContextVar("noticed")
_theme: ContextVar[Theme] = ContextVar("theme")


class Noticed(jinja2.Undefined):
    """A name that does not exist: whatever is done with it is noted, and it stands for nothing."""

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or what_is_missing(str(self._undefined_name), self._undefined_obj)

    def _note(self) -> None:
        frame: FrameType | None = sys._getframe(2)
        while frame and "__jinja_template__" not in frame.f_globals:
            frame = frame.f_back
        if frame is None:
            return
        template = frame.f_globals["__jinja_template__"]
        message, _, hint = self._undefined_message.partition("\n")
        place = Source(template.filename, template.get_corresponding_lineno(frame.f_lineno))
        if message.startswith("parameter "):
            return  # told at the call, by the first rendering
        if not hint and (word := QUOTED.search(message)):
            context = frame.f_locals.get("context")
            names = context.get_all() if isinstance(context, jinja2.runtime.Context) else {}
            own = {name: value for name, value in frame.f_locals.items() if name.startswith("l_")}
            hint = close_to(word[1], {**own, **names})
        _noticed.get().append(placed(Problem("template.name", message, place, hint), _theme.get()))

    def _itself(self, *_: Any, **__: Any) -> Any:
        self._note()
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._itself()

    def __call__(self, *_: Any, **__: Any) -> Any:
        self._note()
        return Markup("")

    __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _itself
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = _itself

    def __str__(self) -> str:
        self._note()
        return NOTHING

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(())

    def __len__(self) -> int:
        self._note()
        return 0

    def _false(self, *_: Any) -> bool:
        self._note()
        return False

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _false  # type: ignore[assignment]

    def __hash__(self) -> int:
        return id(self)

    def __int__(self) -> int:  # type: ignore[override]
        self._note()
        return 0

    def __float__(self) -> float:  # type: ignore[override]
        self._note()
        return 0.0


def second_look(theme: Theme, name: str, context: Mapping[str, Any]) -> Iterable[Problem]:
    """Render once more, noting names that do not exist instead of stopping; and read the markup that comes of it."""
    from post_forge.render.parse import parse

    found: list[Problem] = []
    noticed, held = _noticed.set(found), _theme.set(theme)
    try:
        with counted():
            made = environment(theme).overlay(undefined=Noticed).get_template(name).render(context)
        parse(made, theme)
    except TemplateError as error:
        found += [one for one in error.problems if NOTHING not in one.message and one.rule != "template.root"]
    except Exception as error:  # noqa: BLE001 - a further mistake that stops it for good
        if not isinstance(error, jinja2.UndefinedError):
            found.append(told(error, theme, name))
    finally:
        _noticed.reset(noticed)
        _theme.reset(held)
    return found
