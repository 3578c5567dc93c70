"""The change log speaks of every action in words, never by its key."""

import ast
import re

from adcrm.settings import ROOT
from adcrm.ui.settings_words import ACTIONS

WRITERS = {"record", "added", "changed", "removed", "_change"}
KEY = re.compile(r"[a-z_]+\.[a-z_]+")


def _written_actions() -> set[str]:
    """The actions that the program writes into the log, as they stand in its calls."""
    found = set()
    for file in (ROOT / "adcrm").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and KEY.fullmatch(arg.value)}
    return found


def test_every_action_of_the_log_has_words() -> None:
    written = _written_actions()
    assert {"client.add", "leads.status", "demo.load"} <= written
    assert sorted(written - set(ACTIONS)) == []
