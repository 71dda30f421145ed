"""Which technique an answer gives to which need: clauses put together, and each pairing affirmed or denied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dialogs.grading.clauses import CONTRASTS, REASONS, Clause, Sentence, Technique, Want

Bearing = Literal["as said", "denied", "after all"]
"""How a need stands to the technique before it: as that was said; "but it does not cite"; "but it does speak"."""

_ONWARD = frozenset("so hence therefore thus then which ie : - ( , )".split())
"""Links by which a technique answers the need named before it; marks do so for a clause that ends in it."""

_ANAPHORS = ("that", "this", "these", "those", "them", "which")
_AUXILIARIES = frozenset("does can will is would do could instead".split())
_MODALS = ("can", "will", "could", "would")
_OTHERWISE = frozenset({"or", "else", "otherwise"})
_GOING_ON = frozenset({"it", "then", "so", "this", "that"})
_NEEDING = frozenset("need needs needed require requires takes want wants call calls worth".split())
_MET = re.compile(
    r"(?<!\S)(?:(?<!not )(?:fine|ok|okay|good enough|no problem|already (?:good|fine|there|right|friendly|clear))"
    r"|no need (?:for|to)|no special|needs? (?:nothing|neither|no)|not (?:need|matter)|any \w+ will do"
    r"|leave (?:\w+ ){1,4}(?:alone|as)|nothing (?:more|else|at all)|not (?:change|touch))(?!\S)"
)
"""What says that a need is met without either technique."""

_FETCHED = re.compile(
    r"^(?:you|we|one|i) (?:must |have to |need to )?(?:look|fetch|retrieve|search|pull|find)"
    r"|(?<!\S)(?:be|gets?|is|are) (?:looked|fetched|retrieved|searched|pulled|found)(?!\S)"
)
"""What says of documents that somebody looks them up, without naming how."""

_TOLD = re.compile(
    r"^(?:(?:you|we|one|i) (?:would |must |should )?(?:have to |need to )?)?(?:retrieve|fetch|search|look (?:\w+ )?up)"
    r"(?: for(?!\S)|$)"
)
"""A lone order to look something up: "cases: fetch"."""

_ORDERED = re.compile(r"^(?:retrieve|fetch|search|look up) (?:the|its|their|our|all|any)(?!\S)")
"""An order with its object: "train the wording, retrieve the cases"."""

_BRINGS = ("brings", "gives", "teaches", "changes", "covers", "handles", "shapes", "improves")
_MEASURING = ("measure", "measuring", "whether", "see", "check", "test", "judge", "evaluate", "find")
_DENYING = frozenset({"rejected", "unable", "not alone"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A technique given to a need, or said not to meet it (`holds` is false)."""

    technique: str
    want: Want
    holds: bool


@dataclass(slots=True)
class Group:
    """Clauses that belong together: techniques, and the needs they are given to."""

    links: frozenset[str]
    techniques: list[Technique] = field(default_factory=list)
    wants: list[tuple[Want, Bearing]] = field(default_factory=list)
    respectively: bool = False

    @property
    def complete(self) -> bool:
        """Whether it has both a technique and a need."""
        return bool(self.techniques and self.wants)

    @property
    def open(self) -> bool:
        """Whether it names a need, and no technique yet."""
        return bool(self.wants) and not self.techniques

    @property
    def single(self) -> bool:
        """Whether it names one technique alone, other than both at once."""
        names = {technique.name for technique in self.techniques}
        return len(names) == 1 and names != {"both"}


def claims(sentences: Sequence[Sentence]) -> list[Claim]:
    """What the sentences give to what."""
    made: list[Group] = []
    for sentence in sentences:
        clauses = [
            clause for clause in _settled(sentence) if clause.techniques or (clause.wants and not clause.unknown)
        ]
        clauses = [_described(clause, clauses[:n]) for n, clause in enumerate(clauses)]
        for n, clause in enumerate(clauses):
            made.append(_grouped(clause, clauses[n + 1 :], made, first=n == 0))
    met = (want for sentence in sentences for clause in sentence.clauses for want in clause.met)
    return [claim for group in made for claim in _paired(group)] + [Claim("neither", want, True) for want in met]


def is_met(said: str) -> bool:
    """Whether words say that nothing more is called for: "it is fine as it is"."""
    return _MET.search(said) is not None


def _settled(sentence: Sentence) -> Iterator[Clause]:
    """The clauses, with "without it that cannot be had" read as a wish for it."""
    denied = [clause.denied for clause in sentence.clauses]
    for n, clause in enumerate(sentence.clauses):
        own = sum(word in {"not", "no", "never"} for word in clause.words)
        lacking = own or any(denied[max(0, n - 1) : n] + denied[n + 1 : n + 2])
        techniques = tuple(
            replace(t, stance="affirmed" if lacking else "rejected") if t.stance == "without" else t
            for t in clause.techniques
        )
        yield replace(clause, techniques=techniques)


def _described(clause: Clause, earlier: Sequence[Clause]) -> Clause:
    """The clause, with a technique where it describes one without its name.

    "Citing takes access to the files" takes grounding; "the tone is fine as it is" takes neither technique.
    """
    if clause.foreign or clause.techniques:
        return clause
    general = [want for want in clause.wants if want.kind == "general" and want.name == "facts"]
    said = " ".join(clause.words)
    if general and (_TOLD.search(said) or (_ORDERED.search(said) and _is_order(clause, earlier))):
        return replace(clause, techniques=(Technique("grounding", "affirmed", general[0].at),))
    if not any(want.kind in {"need", "weak"} for want in clause.wants):
        return clause
    if clause.met or is_met(said):
        return replace(clause, techniques=(Technique("neither", "affirmed", clause.wants[0].at),))
    fetched = clause.says(*_NEEDING) or _FETCHED.search(said)
    looked_up = general and fetched and not clause.denied and clause.links.isdisjoint(REASONS)
    if not earlier or not looked_up:
        return clause
    return replace(clause, techniques=(Technique("grounding", "affirmed", general[0].at),))


def _is_order(clause: Clause, earlier: Sequence[Clause]) -> bool:
    """Whether a clause tells what to do, and not what another technique is to enable: "tune it so it can … search"."""
    enabled = any(c.says(*_MODALS, "able", "let", "lets", "that") or "so" in c.links for c in earlier)
    return not enabled and clause.links.isdisjoint({"and", "&", "+", "so"})


def _grouped(clause: Clause, coming: Sequence[Clause], made: list[Group], *, first: bool) -> Group:
    """The group that a clause goes to, taken off the list when it is there already."""
    last = made[-1] if made else None
    if clause.techniques and clause.wants:
        if last is not None and _gives_reason(clause, last):
            made.append(_extended(made.pop(), replace(clause, techniques=())))
            return _new(clause)
        joins = last is not None and last.open and _restates(clause, last, first=first)
        return _extended(made.pop(), clause) if joins else _new(clause)
    if clause.techniques:
        return _with_technique(clause, made, first=first)
    if last is not None and _looks_back(clause, coming, last, first=first):
        return _extended(made.pop(), clause)
    return _new(clause)


def _new(clause: Clause) -> Group:
    wants: list[tuple[Want, Bearing]] = [(want, "as said") for want in clause.wants]
    return Group(clause.links, list(clause.techniques), wants, clause.says("respectively"))


def _extended(group: Group, clause: Clause) -> Group:
    """The group with a clause more."""
    bearing: Bearing = "as said" if clause.techniques else _bearing(clause, group)
    if not clause.denied and (clause.says(*_NEEDING) or (clause.says("it") and clause.says("do", "use"))):
        group.techniques = [replace(t, stance="affirmed") if t.stance == "aside" else t for t in group.techniques]
    group.techniques += clause.techniques
    group.wants += [(want, bearing) for want in clause.wants]
    return group


def _bearing(clause: Clause, group: Group) -> Bearing:
    if not group.techniques or not clause.links.isdisjoint(REASONS) or clause.words[0] in _OTHERWISE:
        return "as said"
    if clause.denied:
        purpose = "so" in clause.links and (clause.words[0] == "that" or not clause.says(*_MODALS))
        return "as said" if purpose else "denied"
    turned = not clause.links.isdisjoint(CONTRASTS) or clause.words[:2] in {("it", "is"), ("that", "is")}
    turned = turned or (clause.words[0] == "it" and clause.says(*_BRINGS))
    return "after all" if turned else "as said"


def _gives_reason(clause: Clause, last: Group) -> bool:
    """Whether a clause says why the technique just named is needed: "tuning, because prompts could not hold it"."""
    others = {t.name for t in clause.techniques}.isdisjoint(t.name for t in last.techniques)
    denied = all(t.stance in _DENYING for t in clause.techniques)
    alone = last.single and not last.wants and last.techniques[0].stance == "affirmed"
    return alone and denied and others and not clause.links.isdisjoint(REASONS)


def _restates(clause: Clause, last: Group, *, first: bool) -> bool:
    """Whether a clause with a technique speaks of the need just named, too: "as it has to cite, grounding …"."""
    if first:
        return False
    general = all(want.kind == "general" for want in clause.wants)
    return general or (not last.links.isdisjoint(REASONS) and clause.links.isdisjoint(CONTRASTS | {"and"}))


def _with_technique(clause: Clause, made: list[Group], *, first: bool) -> Group:
    """A clause that names a technique and no need takes the needs named before it, if it looks back to them."""
    last = made[-1] if made else None
    bare = set(clause.words[-1:]) <= _AUXILIARIES and len(clause.words) <= 4
    looks_back = not first or bare or clause.says(*_ANAPHORS) or not clause.links.isdisjoint(_ONWARD)
    if last is None or not last.wants or not looks_back:
        return _new(clause)
    if last.open:
        return _extended(made.pop(), clause) if clause.links.isdisjoint(CONTRASTS) else _new(clause)
    denied = [claim for claim in _paired(last) if not claim.holds]
    new = {t.name for t in clause.techniques}.isdisjoint(t.name for t in last.techniques)
    group = _new(clause)
    if denied and new and any(t.stance == "affirmed" for t in clause.techniques):
        group.wants += [(claim.want, "as said") for claim in denied]
    return group


def _looks_back(clause: Clause, coming: Sequence[Clause], last: Group, *, first: bool) -> bool:
    """Whether a clause that names a need and no technique goes with what stands before it."""
    if first:
        again = last.open and clause.words[0] in _ANAPHORS
        named = {technique.name for other in coming for technique in other.techniques}
        goes_on = clause.words[0] in _GOING_ON and not clause.says(*_NEEDING, "must", "has", "have", "should", "also")
        apart = not clause.links.isdisjoint(CONTRASTS) or clause.says("else", "another", "different")
        explains = last.single and named <= {"neither"} and (goes_on or not (last.wants or apart))
        return again or explains
    if last.open:
        return True
    if clause.says(*_MEASURING):
        return False
    answer = next((other for other in coming if other.techniques), None)
    if answer is None or answer.wants or answer.techniques[0].stance != "affirmed":
        return True
    if not last.complete:
        return last.single and clause.links.isdisjoint(CONTRASTS)
    opens = clause.words[0] in {"for", "as", "to"}
    spoken = not answer.links.isdisjoint(word for word in _ONWARD if word.isalpha())
    bracketed = "(" in answer.links
    marked = not answer.links.isdisjoint(_ONWARD) and (answer.ends_in_technique or bracketed)
    return not (opens or spoken or marked or not clause.links.isdisjoint(CONTRASTS))


def _paired(group: Group) -> list[Claim]:
    """Each technique of a group with the needs that it is given to."""
    techniques = [t for t in group.techniques if t.name != "both" and t.stance != "aside"]
    names = {t.name for t in techniques}
    wants = _telling(group.wants)
    if len(names) == 1:
        return [_claim(techniques[0], *want) for want in wants]
    if not wants or len(names) < len(techniques):
        return []
    in_turn = _in_turn(techniques, [want for want, _ in wants], respectively=group.respectively)
    if in_turn:
        return [_claim(technique, want, "as said") for technique, want in in_turn]
    contrasted = len({t.stance in _DENYING for t in techniques}) > 1
    return [_claim(t, *want) for t in techniques for want in wants] if contrasted else []


def _telling(wants: Sequence[tuple[Want, Bearing]]) -> list[tuple[Want, Bearing]]:
    """The needs in a scenario's own words where there are any; else in weaker ones."""
    for kind in ("need", "weak"):
        if telling := [(want, bearing) for want, bearing in wants if want.kind == kind]:
            return telling
    return list(wants)


def _in_turn(
    techniques: Sequence[Technique], wants: Sequence[Want], *, respectively: bool
) -> list[tuple[Technique, Want]]:
    """Pairs where techniques and needs take turns: T N T N, N T N T, or T T N N respectively; else none."""
    if respectively:
        distinct = list({want.name: want for want in wants}.values())
        return list(zip(techniques, distinct, strict=False))
    places: list[Technique | Want] = sorted([*techniques, *wants], key=lambda thing: thing.at)
    if isinstance(places[0], Want):
        places.reverse()
    pairs: list[tuple[Technique, Want]] = []
    current: Technique | None = None
    for thing in places:
        if isinstance(thing, Technique):
            current = thing
        elif current is not None:
            pairs.append((current, thing))
    return pairs if {t.at for t, _ in pairs} == {t.at for t in techniques} else []


def _claim(technique: Technique, want: Want, bearing: Bearing) -> Claim:
    holds = technique.stance not in _DENYING if bearing == "as said" else bearing == "after all"
    return Claim(technique.name, want, holds)
