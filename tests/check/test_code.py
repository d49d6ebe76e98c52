"""Which code parses: what notes show in parts is left alone, what is broken by one character is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.check import code

PARTS = {
    "python": [
        "def retry(call):\n    ...",
        "def retry(call):\n    # try again, with a wait\n\nretry(1)",
        "    def method(self):\n        return self.x",
        "try:\n    work()\n…\nexcept KeyError:\n    pass",
        "elif x > 3:\n    y()",
        "except ValueError:\n    pass",
        "return answer",
        "await session.get(url)",
        "@app.get('/pay')",
        "for row in rows:",
        ">>> 1 + 1\n2\n>>> def f():\n...     return 1\n>>> f()\n1",
        ">>> dumps(\n    {'a': 1},\n)\nb'{}'\n>>> 1",
        ">>> def f():\n>>> ... from x import y\n>>> ... return y",
        ">>> for x in y:\n>>>    print(x)",
        "call(<your token>, 1)",
        "$ pip install redis\nimport redis",
        "{% for x in y %}{{ x }}{% endfor %}",
        "{'a': 1, ...}",
        "In [1]: x = 1\nOut[1]: 1",
        "print('\\d')",
    ],
    "json": [
        '{"a": 1} // why',
        '{\n  "a": 1,\n  ...\n}',
        '"a": 1,\n"b": [1, 2]',
        '{"a": 1}\n{"a": 2}',
        '{"url": "https://example.org/x", "a": "<token>"}',
        "[1, 2, 3, …]",
        "HTTP/1.1 200 OK",
        '{"a": {{ value }}}',
        "",
    ],
    "yaml": [
        "a: 1\n---\nb: 2",
        "key: !Ref Bucket",
        "run: ${{ secrets.TOKEN }}",
        "replicas: {{ .Values.replicas }}\nname: {{ .Release.Name }}-x",
        "steps:\n  - run: make\n...\n  - run: test",
        "{{- if .Values.on }}\na: 1\n{{- end }}",
    ],
    "toml": ["[a]\nb = 1\n...\nc = 2", "[a]\nb = 1\n\n[a]\nb = 2"],
    "sql": [
        "SELECT * FROM orders WHERE id = ?",
        "SELECT ... FROM orders",
        "postgres=# SELECT 1;",
        "EXPLAIN (ANALYZE, BUFFERS) SELECT 1",
        "SELECT * FROM `orders` WHERE id = :id LIMIT 1",
        "CREATE INDEX CONCURRENTLY i ON orders (customer_id) INCLUDE (total)",
        "UPDATE jobs SET state = 'running' WHERE id = (SELECT id FROM jobs FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING *",
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
    ],
}
WHOLE = {
    "python": ["def retry(call):\n    for wait in (1, 2):\n        call(wait)\n", "class A:\n    x = {'a': [1, 2]}\n"],
    "json": ['{"retries": {"most": 3, "waits": [1, 2]}}'],
    "yaml": ["pool:\n  size: 5\n  waits: [1, 2]\n"],
    "toml": ["[pool]\nsize = 5\nwaits = [1, 2]\n"],
    "sql": ["SELECT id, (a + b) FROM orders WHERE (paid = 1)"],
}
CASES = [(language, text) for language, texts in PARTS.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), CASES, ids=[f"{language}-{text[:24]!r}" for language, text in CASES])
def test_a_part_of_a_program_is_no_fault(language, text):
    assert code.PARSERS[language](text) is None


@pytest.mark.parametrize("language", WHOLE)
def test_a_bracket_too_few_is_a_fault(language):
    for text in WHOLE[language]:
        assert code.PARSERS[language](text) is None
        for place, char in enumerate(text):
            if char in ")]}":
                wrong = code.PARSERS[language](text[:place] + text[place + 1 :])
                assert wrong is not None, text[:place] + "◌" + text[place + 1 :]
                assert 1 <= wrong.line <= text.count("\n") + 2


def test_a_session_with_a_mistake_is_found_at_its_line():
    wrong = code.python_error(">>> x = 1\n>>> x\n1\n>>> y = (x +\n2\n>>> z")
    assert wrong is not None
    assert wrong.line == 4


@given(st.sampled_from(sorted(code.PARSERS)), st.text(max_size=200))
def test_no_text_stops_a_parser(language, text):
    code.PARSERS[language](text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner), max_leaves=8
    )
)
def test_all_json_is_read(value):
    import json

    assert code.json_error(json.dumps([value], indent=2)) is None
