"""What a process remembers is bounded."""

from bot.recent import Recent


def test_the_one_set_longest_ago_goes_first() -> None:
    """Setting an entry anew makes it the latest; reading it does not."""
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"] = 1, 2
    recent["a"] = 3
    assert recent["b"] == 2
    recent["c"] = 4
    assert recent == {"a": 3, "c": 4}


def test_what_was_taken_out_makes_room() -> None:
    """Nobody is forgotten for an entry that went by itself."""
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"] = 1, 2
    del recent["a"]
    recent["c"] = 3
    assert recent == {"b": 2, "c": 3}
