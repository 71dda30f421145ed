"""Whether something but knowledge points to the key."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import mean

from content.lint.bank import Bank, Choosing
from content.lint.registry import Problem, rule
from content.lint.words import Text

CRITICAL = {1: 3.84, 2: 5.99, 3: 7.81, 4: 9.49, 5: 11.07}
"""Chi-square at the 5 % level by degrees of freedom (any table of the distribution)."""

EXPECTED = 5
"""Keys that each position must be expected to hold before chi-square means anything (Cochran 1954)."""

LONGER = 1.3
RARE = 3
BLIND_MARGIN = 0.10
BLIND_QUESTIONS = 30
"""Questions with options from which on a blind strategy's score says something."""


@rule("error", "move keys, so that each position holds its share; it costs nothing, as options are shown shuffled")
def key_position(bank: Bank) -> Iterator[Problem]:
    """Over a section, the author's order gives each position its share of keys (chi-square at 5 %)."""
    for (section, options), counts in _positions(bank).items():
        expected = sum(counts) / options
        if expected < EXPECTED:
            continue
        chi_square = sum((count - expected) ** 2 / expected for count in counts)
        if chi_square > CRITICAL[options - 1]:
            shares = ", ".join(map(str, counts))
            yield ("sections", section), f"the keys of questions with {options} options stand at {shares}"


def _positions(bank: Bank) -> dict[tuple[int, int], list[int]]:
    """How many keys stand at each position, by section and number of options."""
    found: dict[tuple[int, int], list[int]] = {}
    for asked in bank.scored:
        size = len(asked.options)
        counts = found.setdefault((int(asked.place[1]), size), [0] * size)
        for n, option in enumerate(asked.options):
            counts[n] += option.right
    return found


@rule("warning", "turn some of the statements round")
def true_false_balance(bank: Bank) -> Iterator[Problem]:
    """Over a section with eight true-false questions or more, neither verdict is right in over three quarters."""
    verdicts: dict[int, Counter[bool]] = defaultdict(Counter)
    for asked in bank.scored:
        if asked.kind == "true-false":
            verdicts[int(asked.place[1])][asked.rights[0].plain.startswith("True")] += 1
    for section, counts in verdicts.items():
        verdict, most = counts.most_common(1)[0]
        if counts.total() >= 8 and most > 0.75 * counts.total():
            yield ("sections", section), f"{verdict} is right in {most} of {counts.total()} true-false questions"


@rule("error", "reword keys and distractors until the strategy gains nothing")
def blind_guess(bank: Bank) -> Iterator[Problem]:
    """To take the longest option, the commonest position, or the option most like the stem, is no better than chance.

    Nor worse: the score is within ten points of chance, over a bank of thirty questions or more.
    """
    if len(bank.scored) < BLIND_QUESTIONS:
        return
    chance = chance_score(bank.scored)
    for strategy, score in blind_scores(bank.scored).items():
        if abs(score - chance) > BLIND_MARGIN:
            yield (), f"to pick the {strategy} hits {score:.0%}, chance {chance:.0%}"


def chance_score(asked: Sequence[Choosing]) -> float:
    """The share of keys that somebody hits who picks at random."""
    return mean(len(one.rights) / len(one.options) for one in asked)


def blind_scores(asked: Sequence[Choosing]) -> dict[str, float]:
    """The share of keys that three strategies hit which know nothing of the subject. Of a tie they pick at random."""
    places = Counter((len(one.options), n) for one in asked for n, option in enumerate(one.options) if option.right)
    return {
        "longest option": mean(_hits(one, [len(text.plain) for text in one.texts]) for one in asked),
        "commonest position": mean(
            _hits(one, [places[len(one.options), n] for n in range(len(one.options))]) for one in asked
        ),
        "option most like the stem": mean(
            _hits(one, [len(text.telling & one.stem.telling) for text in one.texts]) for one in asked
        ),
    }


def _hits(asked: Choosing, values: Sequence[int]) -> float:
    """The share of keys among the options of highest value, as many as there are keys."""
    rights = [option.right for option in asked.options]
    wanted = sum(rights)
    border = sorted(values, reverse=True)[wanted - 1]
    above = [right for right, value in zip(rights, values, strict=True) if value > border]
    tied = [right for right, value in zip(rights, values, strict=True) if value == border]
    return (sum(above) + (wanted - len(above)) * mean(tied)) / wanted


@rule("warning", "shorten the key, or give a distractor as much detail")
def key_longest(bank: Bank) -> Iterator[Problem]:
    """No key is over 1.3 times as long as the longest wrong option (for several keys: on average)."""
    for asked in bank.choosings:
        longest = max(len(text.plain) for text in asked.wrongs)
        key = mean(len(text.plain) for text in asked.rights)
        if key > LONGER * longest:
            yield asked.place, f"the key has {key:.0f} characters, the longest wrong option {longest}"


@rule("warning", "use the word in a wrong option too, or another word in the key")
def key_echoes_stem(bank: Bank) -> Iterator[Problem]:
    """No telling word of the stem comes back in the key alone, where the key is also most like the stem.

    The subject's own words, which every tenth question has, do not count.
    """
    for asked in bank.choosings:
        if len(asked.rights) > 1:
            continue
        shared = asked.rights[0].reason.telling & asked.stem.telling
        others = [text.reason.telling for text in asked.wrongs]
        alone = shared - bank.common - frozenset().union(*others)
        if alone and all(len(shared) > len(other & asked.stem.telling) for other in others):
            yield asked.place, f"{_listed(alone)} of the stem stands in the key alone"


@rule("warning", "let a distractor or two begin in another way, or the key as the distractors do")
def key_stands_apart(bank: Bank) -> Iterator[Problem]:
    """Where there are four options or more, the key is not the only one that begins with another word than the rest.

    A, an and the count as one word; so do it, its, they and their.
    """
    for asked in bank.choosings:
        if len(asked.rights) == 1 and len(asked.wrongs) >= 3:
            openings = {_opening(text) for text in asked.wrongs}
            if len(openings) == 1 and _opening(asked.rights[0]) not in openings:
                yield asked.place, f"every option but the key begins as {asked.wrongs[0].plain!r} does"


def _opening(text: Text) -> str:
    """The first word after the verdict; articles are one, and so are pronouns of the third person."""
    word = text.reason.words[0] if text.reason.words else ""
    return next((group for group in ("a an the", "it its they their") if word in group.split()), word)


@rule("error", "reword one of the two questions")
def answer_elsewhere(bank: Bank) -> Iterator[Problem]:
    """No stem gives away the key of another question that is not marked as its variant.

    It does when it holds four fifths of the key's words, and at least three that are not common in the bank.
    """
    for asked in bank.scored:
        for n, (text, option) in enumerate(zip(asked.texts, asked.options, strict=True)):
            telling = text.reason.telling
            if not option.right or len(telling - bank.common) < RARE:
                continue
            for other in bank.questions:
                shared = telling & other.stem.telling
                if other.place == asked.place or bank.are_variants(other.id, asked.id):
                    continue
                if len(shared) >= 0.8 * len(telling) and len(shared - bank.common) >= RARE:
                    yield asked.at(n), f"the stem of {other.id!r} holds the words of this key"


def _listed(stems: frozenset[str]) -> str:
    return ", ".join(repr(stem) for stem in sorted(stems))
