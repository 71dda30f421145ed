"""A question for everybody in a channel: asked, clicked, and seen to by the clock."""

from bot.delivery import PollKeeper
from bot.store import Transaction
from dialogs.presenting import LETTERS, Presentation, key
from tests.slack.tutor import Tutor
from tests.slack.workspace import (
    ANN,
    Call,
    Json,
    Workspace,
    control,
)
from tests.talk import router, shipped

CY = "U0CYEXAMPL"


THREAD = "1763888420.000100"


def keeper(tutor: Tutor) -> PollKeeper:
    """What sees to the polls of this tutor."""
    return PollKeeper(tutor.app.store, router(), tutor.app.delivery)


async def clock(tutor: Tutor, **time: float) -> list[Call]:
    """What is shown once time has gone by and everything due was seen to."""
    shown = await tutor.later(**time)
    while await keeper(tutor).step():
        pass
    return [*shown, *await tutor.settled()]


def mention(slack: Workspace, text: str, n: int = 0, user: str = ANN, thread: str = "") -> Json:
    """Somebody mentions the tutor in the channel."""
    payload = slack.payload("mention")
    said = {"text": f"<@U0LAN0Z89> {text}", "ts": THREAD if n == 0 else f"1763888420.{n:06}", "user": user}
    payload["event"] |= said | ({"thread_ts": thread} if thread else {})
    return payload


class Clicks:
    """Presses buttons of a posted message, each press another one."""

    def __init__(self, slack: Workspace, posted: Call) -> None:
        self.slack, self.posted, self.made = slack, posted, 0
        self.thread = posted.body.get("thread_ts", "")

    def __call__(self, label: str, user: str = ANN, of: Call | None = None) -> Json:
        self.made += 1
        made = self.slack.payload("click-poll")
        made["user"]["id"] = user
        place = {"thread_ts": self.thread} if self.thread else {}
        made["container"] |= {"message_ts": self.posted.ts} | place
        made["message"] |= {"ts": self.posted.ts, "blocks": self.posted.blocks} | place
        value = control(of or self.posted, label)["value"]
        made["actions"][0] |= {"value": value, "action_ts": f"17638895{self.made:02}.000100"}
        return made


async def asked(tutor: Tutor, slack: Workspace, text: str = "quiz the channel") -> Clicks:
    """Ann asks everybody by mention."""
    return Clicks(slack, await tutor.answer(mention(slack, text)))


async def letters(tutor: Tutor) -> tuple[str, str]:
    """The letters, as everybody sees them, of the right answer and of a wrong one to the latest poll."""

    def latest(transaction: Transaction) -> tuple[str, str]:
        rows = transaction.execute("select id, question from poll order by at desc limit 1", ())
        return str(rows[0][0]), str(rows[0][1])

    id_, name = await tutor.app.store.run(latest)
    question = shipped().questions[name]
    order = Presentation(name, question.revision, 0, id_[:8]).order(len(question.options))  # type: ignore[union-attr]
    at = order.index(key(question)[0])
    return LETTERS[at], LETTERS[0 if at else 1]
