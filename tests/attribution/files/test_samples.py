"""The example files: the same journeys in three layouts, one credit; and what becomes of them when they are damaged."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.attribution.files.ask import answer_own
from adcrm.attribution.files.read import read_own
from adcrm.attribution.model import Question
from adcrm.errors import AdcrmError
from adcrm.settings import ROOT

FOLDER = ROOT / "data" / "samples" / "journeys"
FILES = sorted(path.name for path in FOLDER.glob("*.csv"))
DAMAGED = {"events": 4}  # files of a kind; a log takes half a second


@pytest.mark.parametrize("name", FILES)
def test_every_layout_of_the_same_journeys_gives_the_known_credit(name: str) -> None:
    known = json.loads((FOLDER / "sums.json").read_text(encoding="utf-8"))
    own = read_own(name, (FOLDER / name).read_bytes())
    assert (own.orders, own.value, own.set_aside) == (known["orders"], Decimal(known["value"]), ())
    assert own.without_order == known["journeys_without_order"]
    made = answer_own(own, Question(lookback_days=None), ["first", "last"])
    for model in ("first", "last"):
        rows = made.credits[made.credits["model"] == model]
        assert {row.channel: row.conversions for row in rows.itertuples() if row.conversions} == known[model]
    assert made.journeys_without_order == known["journeys_without_order"]


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_whole_set_aside_in_part_or_refused_in_words(name: str) -> None:
    """No row disappears without a word: what is taken, what is set aside and what was joined by the damage make up the lines."""
    data = (FOLDER / name).read_bytes()
    for seed in range(DAMAGED.get(name.split("_", maxsplit=1)[0], 20)):
        damaged = damage(data, random.Random(seed))
        try:
            own = read_own(name, damaged)
        except AdcrmError as refusal:
            assert str(refusal), "a refusal says what is wrong"
            assert refusal.remedy.text
            continue
        assert own.rows_read <= damaged.count(b"\n") + 1
        assert all(row.line > 1 and str(row.reason) for row in own.set_aside)
        ordered, weight = own.journeys.orders["person"].to_numpy(), own.journeys.weight
        assert own.orders == (len(ordered) if weight is None else weight[ordered].sum())


def damage(data: bytes, dice: random.Random) -> bytes:
    """One of the accidents that files meet on their way."""
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    kind = dice.randrange(7)
    if kind == 0:
        return data[: dice.randrange(len(data))]
    if kind == 1:
        lines[at] = lines[at].replace(b",", b";")
    elif kind == 2:
        lines[at] = lines[at] + b",extra"
    elif kind == 3:
        place = dice.randrange(len(data))
        return data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]
    elif kind == 4:
        lines[at] = b"-1," * 4
    elif kind == 5:
        lines.insert(at, b'"')
    else:
        lines[at] = lines[at][::-1]
    return b"\n".join(lines)


def test_the_example_files_are_those_that_the_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from journey_samples import write_journeys

    write_journeys(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {path.name: path.read_bytes() for path in FOLDER.iterdir()}
