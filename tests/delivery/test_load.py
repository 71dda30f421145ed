"""A process dies under load: what that costs, counted."""

from tests.delivery.load import killed_under_load


async def test_one_of_two_processes_is_killed_under_load(postgres_url: str) -> None:
    """Every acknowledged turn counts once and is answered in order; only what was in flight is sent twice."""
    counts = await killed_under_load(postgres_url, people=50)
    assert counts.recorded == counts.accepted
    assert counts.attempts == counts.expected >= 2 * counts.people
    assert counts.replies >= counts.accepted
    assert counts.lost == 0
    assert 1 <= counts.in_flight <= counts.people
    assert counts.sent_twice <= counts.in_flight
    assert counts.disordered == 0
    assert counts.again > 0
