"""A group of commands of which one is meant where none is named: `queue` lists, `history caching/keys` shows."""

from __future__ import annotations

import click

from post_forge.errors import did_you_mean


class WithDefault(click.Group):
    """`default` is the command that is meant; `takes_words` says that words which are no command are for it."""

    default = ""
    takes_words = False

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in ("-h", "--help") and first not in self.commands:
            if first and not first.startswith("-") and not self.takes_words:
                ctx.fail(f"no command {first!r}; {did_you_mean(first, self.commands)}")
            args = [self.default, *args]
        return super().parse_args(ctx, args)
