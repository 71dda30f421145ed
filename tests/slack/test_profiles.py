"""First names and time zones, as Slack knows them."""

import asyncio

import pytest

from bot.channels.slack.profiles import MOST, Profiles, UserInfo
from bot.channels.slack.tasks import Tasks
from dialogs.turn import Profile
from tests.slack.tutor import Clock, Tutor
from tests.slack.workspace import ANN, TEAM, Workspace, fault, shown


def _opened(slack: Workspace, n: int) -> dict[str, object]:
    return slack.payload("opened-home") | {"event_id": f"Ev{n}"}


async def test_known_from_the_next_turn_on(tutor: Tutor, slack: Workspace) -> None:
    """The first turn does not wait for it."""
    slack.users[ANN] = {
        "id": ANN,
        "tz": "Asia/Tokyo",
        "profile": {"first_name": "Ann", "real_name": "A. Lee"},
    }
    slack.hold = asyncio.Event()
    assert await tutor.post(_opened(slack, 1)) == 200
    assert (await slack.aside()).body == {"user": ANN}
    assert (await tutor.state())[0].zone == "UTC"
    slack.hold.set()
    await tutor.settled()
    while (await tutor.state())[0].zone == "UTC":
        await tutor.answers(_opened(slack, 2 + await tutor.count("turn")))
    learner, _ = await tutor.state()
    assert (learner.name, learner.zone) == ("Ann", "Asia/Tokyo")
    assert slack.asides.empty()


@pytest.mark.parametrize(
    ("user", "known"),
    [
        ({"tz": "Europe/Berlin", "profile": {"real_name": "Ann Lee"}}, Profile("Ann", "Europe/Berlin")),
        ({"tz": "Moon/Tranquility", "profile": {"first_name": " Ann "}}, Profile("Ann", "Moon/Tranquility")),
        ({"tz": None, "profile": {"real_name": ""}}, Profile()),
    ],
)
def test_what_is_read(user: dict[str, object], known: Profile) -> None:
    """The first name, or the first word of the whole one; the zone as it is told."""
    assert UserInfo.model_validate({"ok": True, "user": user}).read() == known


async def test_a_profile_that_cannot_be_had(tutor: Tutor, slack: Workspace) -> None:
    """The turn is answered all the same, and Slack is not asked at every turn."""
    slack.faults["users.info"].append(fault("user_not_found"))
    assert "etrieval" in shown(await tutor.answer(slack.payload("message-direct")))
    assert (await slack.aside()).method == "users.info"
    await tutor.answers(slack.payload("message-direct-thread"))
    assert slack.asides.empty()


class Asked:
    """Counts who was asked about."""

    def __init__(self) -> None:
        self.users: list[str] = []

    async def __call__(self, tenant: str, user: str) -> Profile:
        """A profile that says who."""
        self.users.append(user)
        return Profile(user)


async def test_old_profiles_are_asked_for_again() -> None:
    """After a day, and meanwhile the old one is used."""
    asked, clock, tasks = Asked(), Clock(), Tasks()
    profiles = Profiles(asked, tasks, clock)
    assert profiles.of(TEAM, "U1") == Profile()
    await tasks.finish(5)
    for hours, count in ((0, 1), (23, 1), (2, 2)):
        clock.at = clock.at.replace(day=clock.at.day + (clock.at.hour + hours) // 24, hour=(clock.at.hour + hours) % 24)
        assert profiles.of(TEAM, "U1") == Profile("U1")
        await tasks.finish(5)
        assert len(asked.users) == count


async def test_not_everybody_is_remembered() -> None:
    """The memory has an end: who was asked about longest ago goes first."""
    asked, tasks = Asked(), Tasks()
    profiles = Profiles(asked, tasks, Clock())
    for n in range(MOST + 1):
        profiles.of(TEAM, f"U{n}")
    await tasks.finish(60)
    assert profiles.of(TEAM, f"U{MOST}") == Profile(f"U{MOST}")
    assert profiles.of(TEAM, "U0") == Profile()
    await tasks.finish(5)
    assert asked.users.count("U0") == 2
