"""What authors read: counts over first attempts, and what learners told, without who it was.

Everything is added up in the database, so that it takes little memory however much was answered.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.rows import Execute, Row, moment
from content.statistics import Pairs, Tally

NEWEST = 50
"""Messages that are read for each subject and kind, the newest first."""

SUMS = (
    *("answers", "passed", "hinted", "hints", "mistaken", "mistaken_confidence"),
    *("compared", "compared_passed", "rest", "rest_squared", "passed_rest"),
)
"""What is added up of the first attempts at one choice of one revision of a question."""

FIRST_ATTEMPTS = """
with person as (
    select channel, tenant, user_id, sum(score) as total, count(*) as answered
    from attempt where first = 1 and {who} group by channel, tenant, user_id
), paired as (
    select a.question, a.revision, a.choice, a.hints, case when a.score >= 1 then 1 else 0 end as passed,
        case when a.score < 1 then a.confidence else 0 end as mistaken,
        case when p.answered > 1 then (p.total - a.score) / (p.answered - 1) end as rest
    from attempt a
    join person p on p.channel = a.channel and p.tenant = a.tenant and p.user_id = a.user_id
    where a.first = 1
)
select question, revision, choice, count(*), sum(passed),
    sum(case when hints > 0 then 1 else 0 end), cast(sum(hints) as bigint),
    sum(case when mistaken > 0 then 1 else 0 end), sum(mistaken),
    count(rest), sum(case when rest is null then 0 else passed end),
    coalesce(sum(rest), 0), coalesce(sum(rest * rest), 0), coalesce(sum(passed * rest), 0)
from paired where 1 = 1 group by question, revision, choice
"""
"""Sums over the first attempts of the learners that `who` chooses."""

_FORGOTTEN = f"select question, revision, choice, {', '.join(SUMS)} from counted_answer"
FEEDBACK = "select kind, subject, revision, reason, count(*) from feedback where kind <> 'note' and {who}" + (
    " group by kind, subject, revision, reason"
)
"""How often each reason was given, by the learners that `who` chooses; a note has no reason to count."""

_RATED = FEEDBACK.format(who="kind = ?") + (
    " union all select kind, subject, revision, reason, told from counted_feedback where kind = ?"
    " order by subject, revision, reason"
)
_TOLD = """
select kind, subject, revision, reason, words, at from (
    select kind, subject, revision, reason, words, at,
        row_number() over (partition by kind, subject order by at desc, key) as place
    from feedback where (words <> '' or kind <> 'answer') and {where}
) as ranked where place <= ? order by at desc, kind, subject, revision, words limit ?
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told about a question, a topic or the tutor. `subject` is its id; empty for the tutor."""

    kind: str
    subject: str
    revision: int
    reason: str
    words: str
    at: datetime


def tallies(execute: Execute) -> list[Tally]:
    """The counts of each revision of each question that was answered or challenged, by id and revision.

    Those who were forgotten count on, without who they were.
    """
    sums: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0] * len(SUMS))
    choices: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for question, revision, choice, *added in (
        *execute(FIRST_ATTEMPTS.format(who="1 = 1"), ()),
        *execute(_FORGOTTEN, ()),
    ):
        item = (question, revision)
        choices[item][choice] += added[0]
        sums[item] = [before + more for before, more in zip(sums[item], added, strict=True)]
    reasons: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for _, question, revision, reason, count in _rated(execute, "challenge"):
        reasons[question, revision][reason] += count
    return [_tally(item, sums[item], choices[item], reasons[item]) for item in sorted(sums.keys() | reasons.keys())]


def _tally(item: tuple[str, int], sums: Sequence[float], choices: Counter[str], reasons: Counter[str]) -> Tally:
    answers, right, hinted, hints, mistaken, sure, compared, passed = map(int, sums[:8])
    pairs = Pairs(compared, passed, *sums[8:])
    return Tally(*item, answers, right, hinted, hints, pairs, dict(choices), dict(reasons), mistaken, sure)


def _rated(execute: Execute, kind: str) -> list[Row]:
    return execute(_RATED, (kind, kind))


def told(execute: Execute, kinds: Sequence[str], subject: str | None = None, limit: int = 1_000) -> list[Told]:
    """What was told of these kinds, the newest first: at most `NEWEST` for each subject, `limit` in all.

    Opinions on answers are among them only with words; `opinions` counts the rest.
    """
    where = f"kind in ({', '.join('?' * len(kinds))})" + ("" if subject is None else " and subject = ?")
    values = (*kinds, *(() if subject is None else (subject,)), NEWEST, limit)
    rows = execute(_TOLD.format(where=where), values)
    return [Told(kind, about, revision, reason, words, moment(at)) for kind, about, revision, reason, words, at in rows]


def opinions(execute: Execute) -> dict[str, dict[str, int]]:
    """How often answers on each topic helped or did not, by reason."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for _, topic, _, reason, count in _rated(execute, "answer"):
        found[topic][reason] += count
    return {topic: dict(counts) for topic, counts in found.items()}
