"""What a network could not show of a post is known when the plan is made."""

from __future__ import annotations

import json

import pytest

from post_forge.forge import open_workspace
from post_forge.forge.making.showing import unshown
from post_forge.platforms import RULES, Showing, showing_problems


@pytest.mark.parametrize(
    ("platform", "more", "pictures", "document", "severities"),
    [
        ("x", {"most": 4, "overflow": "thread"}, 10, False, []),
        ("x", {"most": 4, "overflow": "refuse"}, 10, False, ["error"]),
        ("x", {"most": 4, "overflow": "first"}, 10, False, ["warning"]),
        ("x", {"most": 4, "overflow": "refuse"}, 4, False, []),
        ("linkedin", {"most": 20}, 30, True, []),
        ("linkedin", {"most": 20}, 30, False, ["error"]),
        ("instagram", {"most": 10, "fetches": True, "in_public": True}, 0, False, ["error"]),
        ("instagram", {"most": 10, "fetches": True}, 3, False, ["error"]),
        ("instagram", {"most": 10, "fetches": True, "in_public": True}, 10, False, []),
        ("instagram", {"most": 10, "overflow": "thread", "in_public": True}, 11, False, ["error"]),
        ("threads", {"most": 20, "fetches": True}, 0, False, []),
        ("threads", {"most": 20, "fetches": True}, 1, False, ["error"]),
    ],
)
def test_what_is_in_the_way(platform, more, pictures, document, severities):
    found = showing_problems(Showing("own", RULES[platform], **more), pictures, document)
    assert [problem.severity for problem in found] == severities
    assert all(problem.hint or "without a picture" in problem.message for problem in found)


def test_a_plan_tells_each_reason_once(tmp_path):
    (tmp_path / "post_forge.yaml").write_text(
        "channels:\n"
        "  ig: { platform: instagram, account: '17841400000000000', token: $T }\n"
        "  x: { platform: x, token: $T, overflow: refuse }\n"
        "  archive: { platform: folder }\n"
    )
    for number in range(3):
        folder = tmp_path / f"output/note/post-{number}"
        folder.mkdir(parents=True)
        record = {"texts": {}, "comments": {}, "pictures": {}, "design": "d", "note": f"content/{number}.md"}
        (folder / "post.json").write_text(json.dumps({**record, "slides": [{}] * 6}))
    posts = [f"note/post-{number}" for number in range(3)]
    planned = [(post, name) for name in ("ig", "x", "archive") for post in (*posts, posts[0], "note/gone")]
    public, pictures = unshown(open_workspace(tmp_path, remember=False), planned)
    assert (public.rule, str(public.source), public.severity) == ("channel.public", "post_forge.yaml:2:3", "warning")
    assert pictures.message == "x: 6 pictures, and x shows 4 in a post (and 2 more planned posts)"
    assert pictures.source.path == "content/0.md"
