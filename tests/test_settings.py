"""The settings know of which version the program is."""

import tomllib

from adcrm.settings import ROOT, VERSION


def test_the_program_and_its_package_are_of_one_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION
