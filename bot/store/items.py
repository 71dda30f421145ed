"""What authors read: counts over first attempts, and what learners told, without who it was.

Everything is added up in the database, so that it takes little memory however much was answered.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.rows import Execute, moment
from content.statistics import Pairs, Tally

NEWEST = 50
"""Messages that are read for each subject and kind, the newest first."""

_COUNTED = """
with person as (
    select channel, tenant, user_id, sum(score) as total, count(*) as answered
    from attempt where first = 1 group by channel, tenant, user_id
), paired as (
    select a.question, a.revision, a.hints, case when a.score >= 1 then 1 else 0 end as passed,
        case when a.score < 1 then a.confidence else 0 end as mistaken,
        case when p.answered > 1 then (p.total - a.score) / (p.answered - 1) end as rest
    from attempt a
    join person p on p.channel = a.channel and p.tenant = a.tenant and p.user_id = a.user_id
    where a.first = 1
)
select question, revision, count(*), sum(passed),
    sum(case when hints > 0 then 1 else 0 end), cast(sum(hints) as bigint),
    sum(case when mistaken > 0 then 1 else 0 end), sum(mistaken),
    count(rest), sum(case when rest is null then 0 else passed end),
    sum(rest), sum(rest * rest), sum(passed * rest)
from paired group by question, revision
"""
_CHOSEN = """
select question, revision, choice, count(*) from attempt where first = 1 group by question, revision, choice
"""
_CHALLENGED = """
select subject, revision, reason, count(*) from feedback where kind = 'challenge' group by subject, revision, reason
"""
_OPINIONS = """
select subject, reason, count(*) from feedback where kind = 'answer' group by subject, reason order by subject, reason
"""
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
    """The counts of each revision of each question that was answered or challenged, by id and revision."""
    choices: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for question, revision, choice, count in execute(_CHOSEN, ()):
        choices[question, revision][choice] = count
    reasons: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for question, revision, reason, count in execute(_CHALLENGED, ()):
        reasons[question, revision][reason] = count
    found = {}
    for question, revision, answers, right, hinted, hints, mistaken, sure, compared, *sums in execute(_COUNTED, ()):
        item = (question, revision)
        passed, rest, squared, together = (value or 0 for value in sums)
        pairs = Pairs(compared, passed, rest, squared, together)
        said = (choices[item], reasons.get(item, {}))
        found[item] = Tally(*item, answers, right, hinted, hints, pairs, *said, mistaken, sure)
    for item, counted in reasons.items():
        found.setdefault(item, Tally(*item, reasons=counted))
    return [found[item] for item in sorted(found)]


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
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for topic, reason, count in execute(_OPINIONS, ()):
        found[topic][reason] = count
    return dict(found)
