"""What Teams takes of a card."""

import json
from typing import Any

from tests.render.blocks import walk


def our_rules(card: dict[str, Any]) -> None:
    """What Teams and its readers ask of a card."""
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert card["speak"].strip()
    assert card["fallbackText"].strip()
    assert "<" not in card["speak"]
    assert card["body"]
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= 80 * 1024
    assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) <= 80 * 1024
    ids = [node["id"] for node in walk(card) if "id" in node]
    assert len(ids) == len(set(ids))
    pressed = [node for row in walk(card) if row.get("type") == "ActionSet" for node in row["actions"]]
    assert len([action for action in pressed if "mode" not in action]) <= 6
    for node in walk(card):
        if str(node.get("type")).startswith("Input."):
            assert node["label"].strip()
            assert not node["isRequired"] or node["errorMessage"]
        match node.get("type"):
            case "TextBlock":
                assert node["wrap"] is True
            case "ActionSet":
                assert node["actions"]
            case "Action.Execute":
                assert node["verb"] == "refresh" or (node["verb"] == "act" and node["title"].strip())
                assert node["data"].keys() & {"action", "form"}
            case "Input.ChoiceSet":
                assert (node["style"], node["wrap"]) == ("expanded", True)
                assert node["choices"]
                assert all(choice["title"].strip() and choice["value"] for choice in node["choices"])
                known = {choice["value"] for choice in node["choices"]}
                assert set(filter(None, node.get("value", "").split(","))) <= known
            case "Image":
                assert node["url"].startswith("https://")
                assert node["altText"].strip()
            case "Table":
                assert {len(row["cells"]) for row in node["rows"]} == {len(node["columns"])}
