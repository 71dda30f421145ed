"""One of everything that is kept, with no field at its default."""

from datetime import UTC, date, datetime, time, timedelta

from dialogs.learner import (
    Active,
    Attempt,
    Conversation,
    Daily,
    Learner,
    Offered,
    Review,
    Streak,
    Today,
    Trust,
)
from dialogs.reply import (
    Button,
    Buttons,
    Choice,
    Choices,
    Divider,
    Facts,
    Field,
    Image,
    Inputs,
    Opinion,
    Progress,
    Quote,
    Reply,
    Table,
    Text,
    say,
)
from dialogs.turn import Action, Address

NOW = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)
LEASE = timedelta(seconds=30)
ANYTHING = "Zoë said: “日本 🦜”\nand then: \\ ' \" % ? %s {} \x00 \x1b"
"""Words that a learner may well paste."""

ADDRESS = Address(
    channel="slack",
    tenant="T1 🦜",
    user="U1 ?",
    conversation="C1 %s",
    thread="17.5",
    direct=False,
    reference={"url": "https://example.org/%7E", "nested": {"list": [1, None, ANYTHING]}},
)
PLAIN_ADDRESS = Address("web", "local", "ann", "ann")

REVIEW = Review(
    attempts=3,
    right=2,
    choice="a, c",
    was_right=True,
    revision=4,
    last=NOW,
    due=NOW + timedelta(days=3, microseconds=1),
    stability=3.1262,
    difficulty=5.3146,
)
LEARNER = Learner(
    channel=ADDRESS.channel,
    tenant=ADDRESS.tenant,
    user=ADDRESS.user,
    version=1,
    name=ANYTHING,
    zone="Pacific/Chatham",
    home=ADDRESS,
    zone_chosen=True,
    daily=Daily(
        *(time(7, 45), False, 5, date(2026, 12, 1), date(2026, 12, 24)),
        quiet=(time(20), time(8)),
    ),
    daily_ended="nobody was there",
    offered_on=date(2026, 11, 23),
    unanswered=2,
    today=Today(date(2026, 11, 23), {"questions": ["a"], "scores": [["a", 0.5]]}),
    streak=Streak(4, 9, date(2026, 11, 22), 2),
    asks_confidence=True,
    calibration=(Trust(1, 0), Trust(2, 1), Trust(3, 3)),
    reviews={"cost-of-tuning": REVIEW},
    wanted=("bakery-first-rollout",),
    cases=("law-firm",),
    sees_home=True,
)
CONVERSATION = Conversation(
    channel=ADDRESS.channel,
    tenant=ADDRESS.tenant,
    conversation=ADDRESS.conversation,
    thread=ADDRESS.thread,
    user=ADDRESS.user,
    version=1,
    stack=(Active("quiz", "asked", {"left": ["a", "b"], "score": 0.5}), Active("daily", "offered", {"n": 1})),
    offered=(Offered("Next", "quiz:next", "n"), Offered(ANYTHING, "ask:more", "2")),
    topic="grounding",
    subject="rag",
    left=True,
)
ATTEMPT = Attempt(
    presentation="p1",
    question="cost-of-tuning",
    revision=4,
    objective="compare",
    first=True,
    choice="b",
    score=0.25,
    hints=2,
    at=NOW,
    confidence=3,
)
REPLY = Reply(
    elements=(
        Text(ANYTHING, "title"),
        Quote("Words", "A page", "https://example.org"),
        Facts((("Right", "3"), ("Wrong", ANYTHING))),
        Table("Two ways", ("", "Pretrained"), (("Cost", "low"),)),
        Progress("Round", 2, 5),
        Choices((Choice("A", "Grounding", Action("quiz", "answer", ("p1", "a")), "right"),), settled=True),
        Buttons((Button("Next", Action("quiz", "next"), primary=True),)),
        Opinion(Button("Yes", Action("feedback", "helpful")), Button("No", Action("feedback", "unhelpful"))),
        Inputs(
            Action("scenario", "send", ("1",)),
            (Field("why", "Why?", (("a", "Because"),), several=True, value=("a",), optional=True),),
            "Send",
        ),
        Image("https://example.org/a.png", "A bar chart"),
        Divider(),
    ),
    surface="private",
    update="message-1",
)
HELLO = say("Hello.")
