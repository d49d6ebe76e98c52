from post_forge.render.type.recent import Recent


def test_what_was_asked_for_lately_stays():
    known = Recent[int, str](8)
    for number in range(100):
        known.put(number, str(number))
        assert known.get(0 if number else number) == "0"
    assert known.get(50) is None
    assert len(known) <= 8


def test_weights_count():
    known = Recent[int, str](1000)
    for number in range(100):
        known.put(number, "x", weight=100)
    assert len(known) <= 10


def test_one_thing_larger_than_the_room_is_kept_alone():
    known = Recent[int, str](10)
    known.put(1, "big", weight=1000)
    assert known.get(1) == "big"
    known.put(2, "next")
    assert known.get(2) == "next"
