"""The words of grading that hold for every scenario: techniques, general words for needs, small words.

In a phrase, `a/b c` stands for `a c` and `b c`; words count in every inflection, `=word` only as it stands.
A scenario brings the words for its own needs.
"""

from typing import Literal, NamedTuple

from content.model import CaseNeed, Technique

Kind = Literal["technique", "builder", "need", "weak", "met", "general", "all", "idiom"]
"""What a phrase can be.

technique: names one, or `both`, or `neither`. builder: describes what its builder does ("connect the library").
need, weak, met: a scenario's words. general: what every need of a kind is called, models' abilities included.
all: every need at once. idiom: nothing that matters, though its words look so.
"""


class Meaning(NamedTuple):
    """What a phrase means: `value` is a technique, the id of a need, or the kind of a need."""

    kind: Kind
    value: str = ""


_AI = "model/assistant/ai/llm/system/bot/one/it/them/him"

TECHNIQUES: dict[Technique, tuple[str, ...]] = {
    "fine-tuning": (
        "tune/tuned/tuning",
        "fine tune/tuned/tuning",
        "finetune",
        "finetuned",
        "finetuning",
        "ft",
        "sft",
        "lora",
        "retrain",
        "fine training",
        "further/extra/additional/special/custom/customised training",
        "train further",
    ),
    "grounding": (
        "ground/grounded/grounding",
        "rag",
        "=ragg/rags",
        "=retrieval",
        "=retrieval augmented",
        "=retrieval augmented generation",
        "vector/semantic search/database/index/store",
    ),
    "both": (
        "both",
        "two of them",
        "need/use/take/want/combine/apply two",
        "two technique/tool/method/approach together",
        "one/each for/to each/its wish/need/problem/requirement/part/job",
        "one/each for/to its own wish/need/problem/requirement/part/job",
        "combination",
        "combine",
        "combo",
        "hybrid",
        "together",
        "mix",
        "mixture",
        "les deux",
        "beide",
        "beides",
        "ambos",
        "ambas",
        "entrambi",
    ),
    "neither": (
        "prompt",
        "prompt engineering",
        "few shot",
        "pretrained",
        "pre trained",
        f"base/general/generic/plain/standard/foundation/stock/ordinary/modern/existing/normal/made {_AI}",
        "pretrained model",
        "pre trained model",
        "general purpose model",
        "ready made",
        "off shelf",
        "out box",
        "chatgpt",
        "gpt",
    ),
}

BUILDERS: dict[Technique, tuple[str, ...]] = {
    "fine-tuning": (
        f"train/teach/specialise/specialize/customise/customize/adapt/adjust {_AI}",
        "train",
        "training set/material",
        "as/into/in/to training",
        "as/into/in/to training data",
        "into/in/inside/part weights",
        "specialised/specialized/specialist/custom/customised/trained model",
        "own model",
    ),
    "grounding": (
        "connect",
        "link",
        "hook",
        "plug",
        "attach",
        "wire",
        "index",
        "give/get/provide/grant access",
        f"give/hand/show {_AI} document/doc/file/library/archive",
        "give/hand/show document/doc/file/library/archive to",
        "let/have look/search/consult/open/read/find/pull/fetch",
        "search over/across/through",
        "=lookup",
    ),
}

GENERAL: dict[str, tuple[str, ...]] = {
    "manner": ("behaviour", "behavior", "behave", "act", "manner", "habit"),
    "facts": (
        "document",
        "doc",
        "file",
        "record",
        "database",
        "repository",
        "archive",
        "knowledge base",
        "dms",
        "collection",
        "source",
        "fact",
        "information",
        "info",
        "data",
        "up date",
        "look up",
        "look things/stuff up",
        "look into",
        "search",
        "find",
        "fetch",
        "retrieve",
        "access",
        "reach",
        "consult",
        "pull up",
    ),
}

SPEECH = (
    "tone",
    "style",
    "voice",
    "speech",
    "express",
    "talk",
    "speak",
    "write",
    "sound",
    "how/way it/assistant/model speaks/talks/writes/sounds",
)
"""What a need of the kind `manner` is called when a case has one such need: a model that learners talk of speaks."""

ALL_NEEDS = (
    "both needs/wishes/problems/things/tasks/requirements/jobs/parts/goals/aspects",
    "do/does/handle/cover/solve/meet/fix/give/achieve/manage/satisfy/deliver/for both",
    "for/do/does/handle/cover/solve everything",
    "do/does/handle/cover/solve all",
    "do/does/handle/cover/solve it all",
    "do/does/cover the lot",
)
"""Phrases that mean every need; they count only where a technique is their subject."""

IDIOMS = (
    "use/business/edge/test/best/worst case",
    "in this/that/any/either/each/some/such/most/both/many case/cases",
    "in case",
    "this/that/the case is",
    "case by case",
    "in terms of",
    "long/short/medium term",
    "terms and conditions",
    "large language model",
    "language model",
    "plain language",
    "natural language",
    "ground truth",
    "set/lay/basic ground rules",
    "my/next/last/by/late =train",
    "the =train is/was/leaves/home",
    "on/in the =train",
    "between the two",
    "=train of thought",
    "training data/course/day",
    "on =grounds",
    "in/into/to prompt",
    "common ground",
    "from the ground up",
    "from scratch",
    "train/build/make/develop new/own/legal model from scratch",
    "tuning data",
    "with reference to",
    "find out",
    "find it/that/this hard/easy/difficult",
    "in fact",
    "the fact that",
    "act as/on",
    "talk about",
    "as a matter of fact",
    "sound good/better/fine",
)

FILLERS = frozenset(
    "a an the its it their our your his her own firm firms company of in very really proper properly correct "
    "correctly right more any some these those this that them they one model assistant all most "
    "legal please also".split()
)
"""Small words that may stand between the words of a phrase."""

WELL_SPELT = frozenset(
    "cities causes caused cares chases teams turned turning turns works worlds phases stale state states correction "
    "preference difference quite quota films faces trading trail trails trait group groups grown grand story stores "
    "correct collect liberty literary across assess times timing tuna turn items leans learn learns learned parts "
    "party ports points paints spell spells leads loads links likes limit limits white whole wrote waste taste tests "
    "texts terse tense toned torn worse worth would could should about above after again their there these those "
    "where which while whose other every never under until since might maybe right thing think great group people "
    "search reach teach touch watch catch match batch voices choice choices places plays plans prices price prize "
    "forms firms force course sources bound found round sound mound proud cloud clause clauses cause caution motion "
    "nation notion station option options action actions section sections connection direction "
    "presidents president".split()
)
"""Words close to our own that are no misspellings of them."""


def phrases(needs: tuple[CaseNeed, ...]) -> list[tuple[str, Meaning]]:
    """Every phrase that matters to a scenario with these needs."""
    found = [(phrase, Meaning("technique", t)) for t, group in TECHNIQUES.items() for phrase in group]
    found += [(phrase, Meaning("builder", t)) for t, group in BUILDERS.items() for phrase in group]
    found += [(phrase, Meaning("general", kind)) for kind, group in GENERAL.items() for phrase in group]
    speaking = [need.id for need in needs if need.kind == "manner"]
    spoken = Meaning("weak", speaking[0]) if len(speaking) == 1 else Meaning("general", "manner")
    found += [(phrase, spoken) for phrase in SPEECH]
    found += [(phrase, Meaning("weak", need.id)) for need in needs for phrase in need.weak_words]
    found += [(phrase, Meaning("need", need.id)) for need in needs for phrase in need.words]
    found += [(phrase, Meaning("met", need.id)) for need in needs for phrase in need.met_words]
    found += [(phrase, Meaning("all")) for phrase in ALL_NEEDS]
    return found + [(phrase, Meaning("idiom")) for phrase in IDIOMS]
