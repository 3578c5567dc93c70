"""The guide for a new platform holds: its file is short, reads its export, and its own test passes as it is printed there."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import adcrm.channels
from adcrm.channels.known import channels
from adcrm.imports import recognise, signatures
from adcrm.settings import ROOT

GUIDE = (ROOT / "docs" / "new-platform.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(csv|python)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout in which the guide has been followed."""
    (export,) = (text for kind, text in BLOCKS if kind == "csv")
    channel, test = (text for kind, text in BLOCKS if kind == "python")
    (tmp_path / "data" / "samples").mkdir(parents=True)
    (tmp_path / "data" / "samples" / "stadtlicht.csv").write_text(export, encoding="utf-8")
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "stadtlicht.py").write_text(channel, encoding="utf-8")
    (tmp_path / "test_stadtlicht.py").write_text(test, encoding="utf-8")
    monkeypatch.setattr(adcrm.channels, "__path__", [*adcrm.channels.__path__, str(tmp_path / "channels")])
    monkeypatch.chdir(tmp_path)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    sys.modules.pop("adcrm.channels.stadtlicht", None)
    _forget()


def _forget() -> None:
    for kept in (channels, signatures._index, recognise._known_heads):
        kept.cache_clear()


def test_the_guide_s_own_test_passes(newcomer: Path) -> None:
    space: dict[str, object] = {}
    exec(compile((newcomer / "test_stadtlicht.py").read_text(encoding="utf-8"), "test_stadtlicht.py", "exec"), space)
    run = space["test_the_export_is_recognised_and_added_up"]
    assert callable(run)
    run()


def test_the_guide_s_file_is_short_and_the_platform_is_known_by_it(newcomer: Path) -> None:
    assert len((newcomer / "channels" / "stadtlicht.py").read_text(encoding="utf-8").splitlines()) < 80
    platform = next(channel.platform for channel in channels() if channel.key == "stadtlicht")
    assert platform is not None and platform.name.text == "Stadtlicht"
