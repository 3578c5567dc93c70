"""Cuts by two dimensions add up, agree with the whole, and say what is best and what is worth a try."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from adcrm.attribution.costs import Costs
from adcrm.attribution.cuts import Cut, cut, cut_of
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.model import Dimension, Journeys, Question
from adcrm.attribution.models import models
from adcrm.attribution.study import Study
from adcrm.books import Books
from adcrm.errors import InputError
from tests.attribution.journey_worlds import DAY, journeys_of
from tests.attribution.test_answer import passed_on

ALL = Question(lookback_days=None, with_views=True)
LABELS = [{"channel": "kol", "country": "DE"}, {"channel": "search", "country": "FR"}]


def shop() -> Journeys:
    """KOLs bring tea, search brings cups: 40 and 10 of one, 10 and 40 of the other, three orders of a rare thing through KOLs."""
    people, products = [], []
    for label, product, times in ((0, "tea", 40), (0, "cup", 10), (1, "tea", 10), (1, "cup", 40), (0, "rare", 3)):
        people += [[(0, label, 0), (DAY, -1, 1000)] for _ in range(times)]
        products += [product] * times
    people += [[(0, 0, 0), (5, 1, 0), (DAY, -1, 1000)], [(DAY, -1, 500)], [(0, 0, 0)], [(0, 1, 0)]]
    journeys = journeys_of(people, LABELS)
    return replace(journeys, orders=journeys.orders.assign(product=[*products, "tea", "cup"]))


def made(columns: Dimension, *keys: str, spent: Costs | None = None) -> Cut:
    return cut_of(Study(shop(), ALL, default_rules()), columns, [models()[key] for key in keys or models()], spent)


def test_a_cut_adds_up_to_the_orders_in_every_model() -> None:
    found = made("product")
    assert (found.proof["order_difference"] == Decimal("0.00")).all() and (found.proof["value_difference"] == Decimal("0.00")).all()
    assert (found.proof["orders"] == Decimal("105.00")).all()


def test_a_cut_by_product_keeps_each_order_with_its_product() -> None:
    rows = made("product", "linear").table.set_index(["row", "column"])["conversions"]
    assert rows["KOL", "tea"] == 40.5 and rows["search", "tea"] == 10.5 and rows["KOL", "rare"] == 3
    assert rows["(no touch)", ""] == 1


def test_rows_of_a_cut_are_what_the_whole_answer_gives_them() -> None:
    study = Study(shop(), ALL, default_rules())
    for key, model in models().items():
        by_row = cut_of(study, "country", [model]).table.groupby("row")["conversions"].sum()
        whole = study.credit(model)[0]
        for i, name in enumerate(study.material.channels):
            assert by_row.get(name, 0.0) == pytest.approx(whole[i], abs=1e-5), key


def test_without_cost_the_best_pair_is_the_one_met_more_often_than_elsewhere() -> None:
    found = [finding for finding in made("product", "linear").findings if finding.kind == "best"]
    assert [(finding.row, finding.column) for finding in found] == [("search", "cup")]
    assert "times as often" in str(found[0].reason)


def test_with_cost_what_surely_returns_most_is_best_and_few_orders_are_worth_a_try() -> None:
    cost = [("KOL", "tea", 100.0), ("KOL", "cup", 100.0), ("KOL", "rare", 6.0), ("search", "tea", 100.0), ("search", "cup", 150.0)]
    spent = Costs(pd.DataFrame(cost, columns=["channel", "product", "cost"]))
    found = made("product", "last", spent=spent)
    table = found.table.set_index(["row", "column"])
    assert table.loc[("KOL", "tea"), "roas"] == pytest.approx(4.0)
    assert np.isnan(table.loc[("(no touch)", ""), "cost"])
    assert [(f.kind, f.row, f.column) for f in found.findings] == [("best", "KOL", "tea"), ("try", "KOL", "rare")]
    assert table.loc[("KOL", "rare"), "roas_low"] < 2 < table.loc[("KOL", "rare"), "roas_high"]


def test_a_cut_of_a_dimension_with_itself_or_of_two_facts_of_the_order_is_refused(books: Books) -> None:
    with pytest.raises(InputError):
        cut(books, ALL, "channel", "channel")
    with pytest.raises(InputError):
        cut(books, ALL, "product", "category")


def test_an_empty_book_has_an_empty_cut(books: Books) -> None:
    found = cut(books, replace(ALL, client_id=1), "channel", "product")
    assert found.table.empty and (found.proof["order_difference"] == Decimal("0.00")).all()


def test_what_markov_gives_a_channel_that_no_order_met_stands_in_its_own_row_of_a_cut() -> None:
    study = Study(passed_on(), ALL, default_rules())
    found = cut_of(study, "country", [models()["markov"]]).table.set_index(["row", "column"])
    whole = study.credit(models()["markov"])
    for place, name in enumerate(study.material.channels):
        assert found.loc[name, "conversions"].sum() == pytest.approx(whole[0][place], abs=2e-6)
        assert found.loc[name, "value"].sum() == pytest.approx(whole[1][place] / 1e6, abs=2e-6)
    assert set(found.index.get_level_values("row")) == {"given away", "opener", "search"}  # nothing is left to other days
    assert found.loc[("opener", "(not set)"), "low"] > 0
