"""What taking a plan would change, as values and as the lines a person reads before taking it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from post_forge.schedule import WAITING, diff, diff_json, diff_text, plan, plan_text
from tests.schedule.builders import DAY, NOW, posts, ready, some_posts, table, timetables

ZONES = {"mastodon": "Europe/Berlin", "x": "America/New_York"}


def lines(taken, made, **more) -> str:
    return diff_text(diff(taken, made), made, ZONES, **more)


def test_a_first_plan_is_told_in_short():
    made = plan(
        posts(40), [table(), table("x", "America/New_York", times={"sat": ["20:00"]})], [], NOW, horizon=30 * DAY
    )
    assert (
        lines([], made)
        == """\
mastodon (Europe/Berlin)
  + Mon 2026-11-23 09:00  Title of p1
  + Tue 2026-11-24 09:00  Title of p2
  + Wed 2026-11-25 09:00  Title of p3
  + Thu 2026-11-26 09:00  Title of p4
  + Fri 2026-11-27 09:00  Title of p5
  + Mon 2026-11-30 09:00  Title of p6
  + Tue 2026-12-01 09:00  Title of p7
  + Wed 2026-12-02 09:00  Title of p8
  + Thu 2026-12-03 09:00  Title of p9
  + Fri 2026-12-04 09:00  Title of p10
  + Mon 2026-12-07 09:00  Title of p11
  + ... and 9 more, the last on Fri 2026-12-18 09:00
x (America/New_York)
  + Sat 2026-11-21 20:00  Title of p1
  + Sat 2026-11-28 20:00  Title of p2
  + Sat 2026-12-05 20:00  Title of p3
  + Sat 2026-12-12 20:00  Title of p4
  + Sat 2026-12-19 20:00  Title of p5
25 added, 0 as before"""
    )


def test_a_change_is_told_post_by_post():
    made = [ready("p1", 1, variants={"": ("a",)}), *posts(9)[1:], ready("tall", 10, title="塔" * 60)]
    first = plan(made[:-1], [table(approval="required")], [], NOW)
    changed = [replace(made[0], variants={"": ("b",)}, approved=frozenset("b")), *made[1:2], *made[3:]]
    again = plan(changed, [table(approval="required")], first.deliveries, NOW)
    assert (
        lines(first.deliveries, again)
        == """\
mastodon (Europe/Berlin)
  ~ Mon 2026-11-23 09:00  Title of p1
      its words have changed; it is approved
  - Wed 2026-11-25 09:00  p3
      it is not ready any more
  > 6 posts keep their order and go out earlier; the first and the last:
  > Wed 2026-11-25 09:00  Title of p4
      was Thu 2026-11-26 09:00
  > Wed 2026-12-02 09:00  Title of p9
      was Thu 2026-12-03 09:00
  + Thu 2026-12-03 09:00  塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔塔…
1 added, 1 removed, 6 moved, 1 changed, 1 as before"""
    )
    assert lines(first.deliveries, again, full=True).count("\n  >") == 6
    assert [change["kind"] for change in diff_json(diff(first.deliveries, again), ZONES)["changes"]].count("moved") == 6


def test_what_is_missed_is_told_with_its_reason():
    first = plan(posts(2), [table()], [], NOW)
    again = plan(posts(2), [table()], first.deliveries, first.deliveries[0].at + timedelta(hours=5))
    assert "missed: it is 5h late" in lines(first.deliveries, again)


def test_no_change_is_one_line():
    made = plan(posts(3), [table()], [], NOW)
    assert lines(made.deliveries, made) == "3 as before"


def test_the_plan_as_a_list():
    made = plan(posts(1), [table(), table("x", "America/New_York")], [], NOW)
    assert (
        plan_text(made, ZONES)
        == """\
Fri 2026-11-20 09:00  x         Title of p1
Mon 2026-11-23 09:00  mastodon  Title of p1"""
    )


@given(some_posts(), timetables(), some_posts(), timetables())
def test_applying_the_changes_gives_the_new_plan(before, rules, after, others):
    taken = plan(before, [rules], [], NOW, horizon=30 * DAY).deliveries
    made = plan(after, [others], taken, NOW, horizon=30 * DAY)
    found = diff(taken, made)
    applied = {item.id: item for item in taken}
    for change in found.changes:
        if change.after is None:
            del applied[change.delivery.id]
        else:
            assert (change.before is None) == (change.kind == "added")
            applied[change.delivery.id] = change.after
    wanted = {item.id: (item.at, item.content, item.state) for item in made.deliveries}
    assert {name: (item.at, item.content, item.state) for name, item in applied.items()} == wanted
    assert found.same + len(found.changes) == len({item.id for item in (*taken, *made.deliveries)})
    assert all(item.state in WAITING for item in taken)
