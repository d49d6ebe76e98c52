import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.type import highlight
from post_forge.render.type.highlight import KINDS, MOST_CHARACTERS

LANGUAGES = [
    "python",
    "go",
    "java",
    "js",
    "rust",
    "sql",
    "bash",
    "console",
    "diff",
    "yaml",
    "json",
    "html",
    "http",
    "c",
    "nope",
    "",
]


def kinds(code, lang):
    return {text.strip(): kind for line in highlight(code, lang) for text, kind in line}


def test_python():
    found = kinds(
        "@cache\nasync def load(key: str, *, ttl=5) -> bytes:\n    return await fetch(key, wait=1.5)  # slow\n",
        "python",
    )
    assert found["@cache"] == "decorator"
    assert found["async def"] == found["return await"] == "keyword"
    assert found["load"] == "function"
    assert found["fetch"] == "call"
    assert found["wait"] == "argument"
    assert found["str"] == "type"
    assert found["1.5"] == "number"
    assert found["# slow"] == "comment"


def test_definitions_are_told_from_calls():
    assert kinds("func (s *Server) Get(id int) error { return s.load(id) }", "go")["Get"] == "function"
    assert kinds("func (s *Server) Get(id int) error { return s.load(id) }", "go")["load"] == "call"
    assert kinds("function sum(a) { return add(a) }", "js")["sum"] == "function"
    assert kinds("String name = user.getName();", "java")["getName"] == "call"


def test_a_shell_session_shows_what_is_typed():
    found = kinds("$ curl -s /health | jq .status\nok\n", "console")
    assert (found["$"], found["curl"], found["-s"], found["jq"], found["ok"]) == (
        "operator",
        "call",
        "argument",
        "call",
        "comment",
    )


def test_a_diff_is_coloured_by_line():
    assert [line[0][1] for line in highlight("@@ -1 +1 @@\n-old\n+new\n same", "diff")] == [
        "comment",
        "type",
        "string",
        "text",
    ]


def test_keys_of_data_stand_out():
    assert kinds('{"retries": 3}', "json")['"retries"'] == "argument"
    assert kinds("retries: three", "yaml")["retries"] == "argument"


@pytest.mark.parametrize("lang", ["nope", "", "text", "klingon++", "<script>"])
def test_an_unknown_language_is_plain(lang):
    assert highlight("a b\nc", lang) == ((("a b", "text"),), (("c", "text"),))


def test_very_long_code_is_not_looked_at():
    assert len(highlight("x = 1\n" * MOST_CHARACTERS, "python")[0]) == 1


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=80), st.sampled_from(LANGUAGES))
def test_lines_join_to_the_code_whatever_it_is(code, lang):
    lines = highlight(code, lang)
    assert "\n".join("".join(text for text, _ in line) for line in lines) == code
    assert {kind for line in lines for _, kind in line} <= set(KINDS)
