"""Templates that anybody may have written -> text, computed in bounded time and room, with no way out.

Jinja's own sandbox keeps a template away from Python. This one also counts: every turn of a loop, every call of a macro
or block and every hundred characters made is a step, and a template has so many steps. What could grow by leaps (`*`,
`~`, `+`, `replace`, `join`, lists that hold each other) is measured before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MOST_STEPS = 20_000
"""A layout of the shipped themes takes some hundred."""
MOST_TIMES = 1000
"""The longest range."""
LONGEST = 200_000
"""Characters of one text, the finished one included."""
MOST_VALUES = 5_000
"""Values in one list, those in the lists it holds included."""
LARGEST_FILE = 100_000
"""Bytes of one template."""
LARGEST_NUMBER = 10**9
_COUNT = 10_000  # what a filter may be asked to fill up to

FILTERS = (
    "abs attr batch capitalize count d default dictsort e escape first float groupby int items join last length list "
    "lower map max min reject rejectattr replace reverse round select selectattr slice sort string sum title trim "
    "truncate unique upper"
)
"""Jinja's own filters that a template may use: none that is random, none that pads without bound."""

STRING_METHODS = (
    "capitalize casefold count endswith find index isalnum isalpha isdecimal isdigit islower isnumeric isspace isupper "
    "lower lstrip partition removeprefix removesuffix replace rfind rpartition rsplit rstrip split splitlines "
    "startswith strip swapcase title upper"
)
"""Methods of text that cannot grow it without bound (`replace` is measured)."""

_METHODS = frozenset(STRING_METHODS.split())
_left: ContextVar[int | None] = ContextVar("steps", default=None)


@contextmanager
def counted() -> Iterator[None]:
    """Give what is rendered inside its steps. Without it nothing is counted, but every size still has its limit."""
    token = _left.set(MOST_STEPS)
    try:
        yield
    finally:
        _left.reset(token)


def spend(steps: int = 1) -> None:
    """Take steps from the template that is at work. Raises SecurityError when it has none left."""
    left = _left.get()
    if left is None:
        return
    if left < steps:
        hint = f"it has {MOST_STEPS:,} steps: turns of loops, calls of macros and blocks, hundreds of characters"
        raise SecurityError(f"this template runs too long\n{hint}")
    _left.set(left - steps)


def _too_large(what: str, size: int, most: int) -> SecurityError:
    return SecurityError(f"{what} of {size:,} is too large\nno more than {most:,} here")


def limit_text(size: int) -> None:
    """Account for a text that is about to be made."""
    if size > LONGEST:
        raise _too_large("a text", size, LONGEST)
    spend(size // 100)


def limit_values(value: Any) -> Any:
    """The value, when it and all it holds are few enough to be compared and printed."""
    if isinstance(value, str):
        limit_text(len(value))
    elif isinstance(value, list | tuple | set | dict):
        found, todo = 0, [value]
        while todo:
            held = todo.pop()
            found += len(held) + 1
            if found > MOST_VALUES:
                raise _too_large("a list", found, MOST_VALUES)
            inside = [*held.keys(), *held.values()] if isinstance(held, dict) else held
            todo += [one for one in inside if isinstance(one, list | tuple | set | dict)]
        spend(found // 10)
    return value


# ---- what templates call ------------------------------------------------------------------------------------------


class Namespace(jinja2.utils.Namespace):
    """Jinja's `namespace`. Printing one does not print what it holds: two of them may hold each other."""

    def __repr__(self) -> str:
        return "<namespace>"


def short_range(*bounds: int) -> range:
    """`range`, with a limit."""
    found = range(*bounds)
    if len(found) > MOST_TIMES:
        raise SecurityError(f"a range of {len(found):,} is too long\nno more than {MOST_TIMES} here")
    return found


def _guarded(name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose arguments and result are measured. Jinja's marks on the function (what it is passed) are kept."""
    front = 1 if hasattr(inner, "jinja_pass_arg") else 0

    @wraps(inner)
    def outer(*given: Any, **named: Any) -> Any:
        arguments = list(given)
        value, rest = arguments[front], [*arguments[front + 1 :], *named.values()]
        if name in _MEASURED:
            arguments[front] = _MEASURED[name](value, rest)
        result = inner(*arguments, **named)
        return _watched(result) if isinstance(result, Iterator) else limit_values(result)

    return outer


def _watched(items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        spend()
        yield limit_values(item) if isinstance(item, list | tuple) else item


def _joined(value: Any, rest: list[Any]) -> Any:
    parts = list(value)
    between = max((len(one) for one in rest if isinstance(one, str)), default=0)
    limit_text(sum(len(part) for part in parts if isinstance(part, str)) + between * len(parts))
    return parts


def _replaced(value: Any, rest: list[Any]) -> Any:
    said = value if isinstance(value, str) else str(value)
    old, new = (str(one) for one in [*rest, "", ""][:2])
    limit_text(len(said) + (said.count(old) if old else len(said) + 1) * len(new))
    return value


def _filled(value: Any, rest: list[Any]) -> Any:
    for one in rest:
        if isinstance(one, int | float) and abs(one) > _COUNT:
            raise _too_large("a count", int(one), _COUNT)
    return value


def _numbers(value: Any, rest: list[Any]) -> Any:
    if any(isinstance(one, list | tuple) for one in rest):
        raise SecurityError("`sum` is for numbers\nwrite one list + another")
    return value


_MEASURED: Mapping[str, Callable[[Any, list[Any]], Any]] = {
    "join": _joined,
    "replace": _replaced,
    "sum": _numbers,
    **dict.fromkeys(("batch", "slice", "truncate", "round"), _filled),
}


# ---- the environment ----------------------------------------------------------------------------------------------


class _Counting(NodeTransformer):
    """Makes a template count its turns and calls, and measure what it puts together."""

    def counts(self, node: Any) -> Any:
        """A step at the beginning of a body."""
        self.generic_visit(node)
        step = nodes.EnvironmentAttribute("step", lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(step, lineno=node.lineno))
        return node

    visit_Template = visit_Block = visit_Macro = visit_CallBlock = visit_For = counts  # noqa: N815

    def visit_Concat(self, node: nodes.Concat) -> Any:  # noqa: N802 - the visitor's way of naming
        self.generic_visit(node)
        return _filtered("_together", nodes.List(node.nodes, lineno=node.lineno))

    def holds(self, node: Any) -> Any:
        """A list that is written out is measured, unless everything in it is written out too."""
        self.generic_visit(node)
        if isinstance(node, nodes.Tuple) and node.ctx == "store":  # the names in `for a, b in ...`
            return node
        return node if _is_plain(node) else _filtered("_measured", node)

    visit_List = visit_Tuple = visit_Dict = holds  # noqa: N815


def _is_plain(node: Any) -> bool:
    """Whether nothing in a written list can hold another list."""
    items = [item.value for item in node.items] if isinstance(node, nodes.Dict) else node.items
    return all(isinstance(item, nodes.Const | nodes.TemplateData) for item in items)


def _filtered(name: str, node: Any) -> nodes.Filter:
    """A value that passes through one of our own functions: a filter, since those are called without a detour."""
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates that compute on values and can do nothing else, in bounded time and room."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters = {name: _guarded(name, self.filters[name]) for name in FILTERS.split() if name in self.filters}
        self.filters |= {"_measured": limit_values, "_together": self.put_together}
        self.globals = {"range": short_range, "namespace": Namespace, "dict": dict}
        self._safe: dict[tuple[type, str], bool] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counting().visit(super()._parse(source, name, filename))
        return tree

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """What a template, a block or a macro prints, stopped as soon as it is too long."""
        size, kept = 0, []
        for part in parts:
            size += len(part)
            if size > LONGEST:
                raise _too_large("a text", size, LONGEST)
            kept.append(part)
        spend(size // 100)
        return "".join(kept)

    @property
    def step(self) -> None:
        """Reading it takes one step: what every turn and every call of a template begins with."""
        spend()

    def put_together(self, parts: list[Any]) -> str:
        """`one ~ two`."""
        limit_text(sum(len(part) for part in parts if isinstance(part, str)))
        return markup_join(parts) if self.autoescape else str_join(parts)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`*` and `%` are for numbers only: a repeated text could fill the memory. `+` is measured."""
        if operator == "**":
            raise SecurityError("** is not allowed")
        if operator == "+":
            if isinstance(left, str) and isinstance(right, str):
                limit_text(len(left) + len(right))
            return limit_values(super().call_binop(context, operator, left, right))
        if not all(isinstance(one, int | float) and abs(one) < LARGEST_NUMBER for one in (left, right)):
            raise SecurityError(f"{operator} is for numbers only")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No underscore names, and of text only the methods that cannot grow it without bound."""
        if isinstance(obj, str) and attr not in _METHODS:
            return False
        key = (type(obj), attr)  # Jinja asks for nothing but these two
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: a width in it fills the memory as well as `*` does."""

    def compile(self, source: Any, *rest: Any, **named: Any) -> Any:
        """As Jinja's, but what is too large or too deep to compile is a mistake of the template like any other."""
        name, filename = [*rest, None, None][:2]
        if isinstance(source, str) and len(source) > LARGEST_FILE:
            message = f"this template has {len(source):,} characters, more than {LARGEST_FILE:,}"
            raise jinja2.TemplateSyntaxError(message, 1, name, filename)
        try:
            return super().compile(source, *rest, **named)
        except (RecursionError, SyntaxError, MemoryError):
            message = "this template is nested too deeply\ntake the inner part out into a macro"
            raise jinja2.TemplateSyntaxError(message, 1, name, filename) from None

    def call(self, context: Any, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call something from a template; what it gives is measured."""
        owner = getattr(called, "__self__", None)
        if isinstance(owner, str) and getattr(called, "__name__", "") == "replace":
            _replaced(owner, [*arguments, *named.values()])
        return limit_values(super().call(context, called, *arguments, **named))
