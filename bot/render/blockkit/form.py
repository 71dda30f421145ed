"""Forms in Block Kit: their fields as input blocks, and what comes back from them.

The form of number 3 has the button `form:3`, and its field `day` is the block `form:3:day`. In a window of its own a
form is that of number 0, and its button is the window's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.render.blockkit.blocks import (
    LABEL,
    OPTIONS,
    VALUE,
    Block,
    actions,
    button,
    menu,
    option,
    plain,
    sections,
)
from bot.render.words import clean, label, spans, words
from content.markup import Block as Line
from content.markup import Span
from dialogs.reply import Field, Inputs

QUESTION = 2_000
TYPED = 3_000
LISTED, LISTED_AMONG_OTHERS = 10, 3
"""Options that a field shows at once, alone in its form and beside others; more become a menu."""


def form_blocks(form: Inputs, number: int) -> Iterator[Block]:
    """The fields, and the button that sends them."""
    yield from field_blocks(form, number)
    yield actions([button(label(form.submit, LABEL) or "Send", str(form.action), _name(number), primary=True)])


def field_blocks(form: Inputs, number: int) -> Iterator[Block]:
    """The fields alone."""
    name = _name(number)
    told: Sequence[tuple[str, str]] = ()
    for field in form.fields:
        if field.options != told and any(len(words(text)) > LABEL for _, text in field.options):
            told = field.options
            yield from sections(Line(spans(text), bullet=True) for _, text in field.options)
        if field.error:
            yield from sections([Line((Span(words(field.error), "bold"),))])
        yield _field(field, name, alone=len(form.fields) == 1)


def faults(form: Inputs, number: int) -> dict[str, str]:
    """What is wrong with what was sent, by the block of its field."""
    name = _name(number)
    return {f"{name}:{field.name}": label(field.error, QUESTION) for field in form.fields if words(field.error)}


def _name(number: int) -> str:
    return f"form:{number}"


def _field(field: Field, form: str, *, alone: bool) -> Block:
    block_id = f"{form}:{field.name}"
    made = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label(field.label, QUESTION) or field.name),
        "element": _element(field, block_id, alone=alone),
        "optional": field.optional,
    }
    if field.options and not _choosable(field):
        known = "Type one or more of: " if field.several else "Type one of: "
        made["hint"] = plain(label(known + ", ".join(text for _, text in field.options), QUESTION))
    return made


def _choosable(field: Field) -> bool:
    """Whether Slack can show the options; otherwise the field is for typing one."""
    return len(field.options) <= OPTIONS and all(0 < len(value) <= VALUE for value, _ in field.options)


def _element(field: Field, action_id: str, *, alone: bool) -> Block:
    if not field.options or not _choosable(field):
        return _typed(field, action_id)
    options = [option(label(text, LABEL) or value, value) for value, text in field.options]
    given = [made for made in options if made["value"] in field.value]
    shown = len(options) <= (LISTED if alone or field.several else LISTED_AMONG_OTHERS)
    if not shown:
        made = menu(options, action_id)
        if field.several:
            made["type"] = "multi_static_select"
    else:
        made = {
            "type": "checkboxes" if field.several else "radio_buttons",
            "options": options,
            "action_id": action_id,
        }
    if given:
        made |= {"initial_options": given} if field.several else {"initial_option": given[0]}
    return made


def _typed(field: Field, action_id: str) -> Block:
    made = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": field.long,
        "max_length": TYPED,
    }
    given = clean(", ".join(field.value))
    return made | ({"initial_value": given} if 0 < len(given) <= TYPED else {})


def submitted(state: Mapping[str, Mapping[str, Mapping[str, Any]]], form: str) -> dict[str, tuple[str, ...]]:
    """What was filled into the form whose button has the `action_id` `form`, by field.

    `state` is the `state.values` of Slack's payload.
    """
    lead = f"{form}:"
    return {
        block_id.removeprefix(lead): tuple(_values(element))
        for block_id, elements in state.items()
        if block_id.startswith(lead)
        for element in elements.values()
    }


def _values(element: Mapping[str, Any]) -> Iterator[str]:
    for chosen in element.get("selected_options") or [element.get("selected_option")]:
        if chosen:
            yield chosen["value"]
    if element.get("value"):
        yield element["value"]
