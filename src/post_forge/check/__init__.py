"""Look at notes and posts as a careful editor would, and say what to mend. Reads nothing and writes nothing itself.

    run(notes, collection, tools)                 everything that the rules find                  -> Problem ...
    RULES, page(rule), pages()                    the table of all rules, and their pages
    silences(view), sift(problems, ...)           what a person does not want to see
    FIXES, fixed(view, wanted, read), diff        what can be mended safely

The views are made by the forge of what the stages have read; what other stages know is handed over as `Tools`.
"""

from post_forge.check.fixing import FIXES, diff, fixed
from post_forge.check.private import SECRETS
from post_forge.check.running import run
from post_forge.check.silencing import UNKNOWN, Sifted, Silence, below, is_named, sift, silences
from post_forge.check.table import AREAS, RULES, page, pages
from post_forge.check.values import (
    Calendar,
    Collection,
    Found,
    NoteView,
    PostView,
    Rule,
    Sent,
    SlideView,
    Tools,
    Wish,
)
from post_forge.check.walking import code_words, matter_line

__all__ = [
    "AREAS",
    "FIXES",
    "RULES",
    "SECRETS",
    "UNKNOWN",
    "Calendar",
    "Collection",
    "Found",
    "NoteView",
    "PostView",
    "Rule",
    "Sent",
    "Sifted",
    "Silence",
    "SlideView",
    "Tools",
    "Wish",
    "below",
    "code_words",
    "diff",
    "fixed",
    "is_named",
    "matter_line",
    "page",
    "pages",
    "run",
    "sift",
    "silences",
]
