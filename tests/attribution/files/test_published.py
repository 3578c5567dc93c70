"""The published table of paths and its published answers, beside the checkout."""

import csv
import io
import random
from pathlib import Path

import pytest

from adcrm.attribution.files.ask import answer_files, answer_own
from adcrm.attribution.files.read import read_own
from adcrm.attribution.model import Answer, Question
from adcrm.settings import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "attribution"
pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the published paths are not beside this checkout (../shared/data/attribution)"),
]
RULES = {"first": "first_touch", "last": "last_touch", "linear": "linear_touch"}


def published(name: str) -> dict[str, dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return {row["channel_name"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def data() -> bytes:
    return (FOLDER / "path_data.csv").read_bytes()


def ask(data: bytes, *models: str) -> Answer:
    return answer_own(read_own(Path("path_data.csv").name, data), Question(), models)


def test_first_last_and_linear_are_the_published_figures(data: bytes) -> None:
    made, expected = ask(data, *RULES), published("refattr_PathData.csv")
    assert (made.orders, made.journeys_without_order) == (19_785, 68_602)
    for row in made.credits.itertuples():
        known = expected[row.channel]
        assert row.conversions == pytest.approx(float(known[f"{RULES[row.model]}_conversions"]), abs=1e-5), row
        assert row.value == pytest.approx(float(known[f"{RULES[row.model]}_value"]), abs=0.005), row
    assert (made.proof[["order_difference", "value_difference"]] == 0).all(axis=None)


def test_markov_of_order_one_is_the_exact_solution(data: bytes) -> None:
    made, expected = ask(data, "markov"), published("refattr_PathData_exact.csv")
    for row in made.credits.itertuples():
        exact = float(expected[row.channel]["conv_exact"])
        if exact > 1:
            assert row.conversions == pytest.approx(exact, rel=0.001), row


def test_rows_in_another_order_give_the_same_to_the_last_digit(data: bytes) -> None:
    head, *rows = data.decode().splitlines()
    random.Random(4).shuffle(rows)
    models = ("linear", "markov", "shapley")
    one, other = ask(data, *models), ask("\n".join([head, *rows]).encode(), *models)
    assert one.credits.equals(other.credits)
    assert one.disagreement.equals(other.disagreement)


def test_files_of_records_in_another_order_give_the_same_to_the_last_digit(samples: Path) -> None:
    names = ("touchpoints.csv", "orders_export_1.csv", "meta_order_claims.csv")
    files = [(name, (samples / "fernwick" / name).read_bytes()) for name in names]
    one, other = (
        answer_files(log, orders, [claims], Question(), ["linear", "markov"]) for log, orders, claims in (files, [(n, shuffled(d)) for n, d in files])
    )
    assert one.answer.credits.equals(other.answer.credits)
    assert one.answer.proof.equals(other.answer.proof)
    assert (one.claims, one.shop) == (other.claims, other.shop)


def shuffled(data: bytes) -> bytes:
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    random.Random(9).shuffle(rows)
    made = io.StringIO()
    csv.writer(made).writerows([head, *rows])
    return made.getvalue().encode()
