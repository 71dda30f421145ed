"""What may stand is waived beside its item, with a reason; a waiver that does nothing is found."""

from tests.content.lint.samples import ask, course, findings, source, topic


def rules(**waive: str) -> set[str]:
    """The rules that a question with two hints breaks, when it has these waivers."""
    named = {name.replace("_", "-"): reason for name, reason in waive.items()}
    return {finding.rule for finding in findings(course(ask(hints=["Name it.", "Is it manner?"], waive=named)))}


def test_waiver_takes_the_finding_away() -> None:
    """A finding is gone when its rule is waived at the item, and nothing is said of the waiver."""
    assert rules() == {"hints-few"}
    assert rules(hints_few="A third hint would tell.") == set()


def test_waiver_of_nothing() -> None:
    """A waiver whose rule finds nothing there is a warning, beside what there is."""
    assert rules(trivia="Years matter.") == {"hints-few", "waiver-unused"}


def test_waiver_of_no_rule() -> None:
    """A waiver that names no rule is an error."""
    assert rules(hints_fwe="A slip of the pen.") == {"hints-few", "waiver-unknown"}


def test_waivers_cannot_be_waived() -> None:
    """The findings about waivers are no rules that a waiver could name."""
    assert "waiver-unknown" in rules(waiver_unused="For later.")


def test_waiver_holds_for_its_item_alone() -> None:
    """The same finding at another item stays."""
    hints = ["Name it.", "Is it manner?"]
    waived = ask(hints=hints, waive={"hints-few": "A third would tell."})
    other = ask(id="other", hints=hints, stem="A bank wants its rules quoted. What does it need?")
    assert {(found.rule, found.item) for found in findings(course(waived, other))} == {("hints-few", "other")}


def test_waivers_of_other_items() -> None:
    """Topics, sources and the course itself can waive too."""
    why = "It may stand here."
    checked = course(
        topics=[topic(asked=["what is tuning"], waive={"paraphrases-few": why})],
        sources={"SRC": source(read_on="2025-01-01", waive={"source-stale": why})},
        waive={"sign-alone": why},
        about="A course → for tests.",
    )
    assert findings(checked) == []
