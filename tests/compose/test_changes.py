"""Which code shows a change, in which dialect, and what of it is kept."""

from __future__ import annotations

import pytest

from post_forge.compose.units.changes import as_changes, inner_lang
from tests.compose.builders import code

GIT = """\
diff --git a/src/pool.py b/src/pool.py
index 1a2b3c4..5d6e7f8 100644
--- a/src/pool.py
+++ b/src/pool.py
@@ -4,5 +4,6 @@ class Pool:
     def take(self, timeout):
-        self._free.acquire()
+        if not self._free.acquire(timeout=timeout):
+            raise PoolTimeout(timeout)
         return self._connections.pop()
\\ No newline at end of file"""

KEPT = """\
 def take(self, timeout):
-    self._free.acquire()
+    if not self._free.acquire(timeout=timeout):
+        raise PoolTimeout(timeout)
     return self._connections.pop()"""


def one(words: str, lang: str = "diff", title: str = "") -> tuple[str, str, str]:
    [found] = as_changes(code(words, lang, title))
    return found.text, found.lang, found.title


def test_headers_go_and_name_the_file() -> None:
    assert one(GIT) == (KEPT, "diff", "pool.py")


def test_a_diff_in_any_fence_is_one() -> None:
    assert one(GIT, "") == one(GIT, "text") == one(GIT, "python") == one(GIT)


@pytest.mark.parametrize("lang", ["diff", "patch", "udiff", "diff-python", "python-diff"])
def test_a_fence_may_say_so_in_many_ways(lang: str) -> None:
    assert one("-a = 1\n+a = 2", lang)[:2] == ("-a = 1\n+a = 2", "diff")


def test_the_language_of_what_is_changed_may_be_named() -> None:
    assert inner_lang(code("+a", "diff-js")) == "js"
    assert inner_lang(code("+a", "go-diff")) == "go"
    assert inner_lang(code("+a", "diff")) == ""


def test_comments_may_mark_the_lines() -> None:
    noted = "def f():\n    a = 1  # [!code --]\n    a = 2  # [!code ++]\n    return a"
    assert one(noted, "python")[0] == " def f():\n-    a = 1\n+    a = 2\n     return a"
    several = "<a>\n<b>  <!-- [!code ++:2] -->\n<c>\n<d>"
    assert one(several, "html")[0] == " <a>\n+<b>\n+<c>\n <d>"


def test_the_title_of_the_fence_wins() -> None:
    assert one(GIT, title="before and after")[2] == "before and after"


def test_each_file_is_a_change_of_its_own() -> None:
    two = GIT + "\n" + GIT.replace("pool.py", "queue.py")
    assert [found.title for found in as_changes(code(two, "diff"))] == ["pool.py", "queue.py"]


def test_a_new_file_has_the_name_that_it_gets() -> None:
    words = "--- /dev/null\n+++ b/a/new.sql\n@@ -0,0 +1 @@\n+SELECT 1"
    assert one(words) == ("+SELECT 1", "diff", "new.sql")


def test_headers_between_hunks_stay_for_lines_are_missing_there() -> None:
    words = "@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d"
    assert one(words)[0] == "-a\n+b\n@@ -9 +9 @@\n-c\n+d"


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("- name: a\n- name: b", "yaml"),
        ("+ 1\n- 2", "text"),
        ("a\nb", "diff"),
        ("  \n", "diff"),
        ("x = a - b\n+c", "python"),
        ("git diff HEAD~1", "bash"),
        ("--- a\ntitle: x\n---", "yaml"),
    ],
)
def test_what_only_looks_like_one_is_none(words: str, lang: str) -> None:
    assert as_changes(code(words, lang)) == ()
