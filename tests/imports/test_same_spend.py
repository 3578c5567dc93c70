"""The same spend reported again with more (or fewer) columns that name things: it counts once, whichever came first."""

import itertools
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, row, take, total

AD = {"level": "ad", "ad_group": "a", "ad": "One"}
SHAPES: dict[str, list[dict[str, Any]]] = {
    "account named later": [{"account": ""}, {"account": "Fernwick US"}, {"account": "Fernwick US", "account_id": "769"}],
    "campaign id added to ad groups known by id": [
        {"level": "ad_group", "ad_group": "a", "ad_group_id": "5"},
        {"level": "ad_group", "ad_group": "a", "ad_group_id": "5", "campaign_id": "77"},
    ],
    "ids added from the ad upwards": [AD, {**AD, "ad_id": "9"}, {**AD, "ad_id": "9", "ad_group_id": "5"}, {**AD, "ad_id": "9", "campaign_id": "77"}],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_report_with_more_columns_tells_of_the_same_spend(books: Books, shape: str) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    for first, second in itertools.permutations(SHAPES[shape], 2):
        made = [take(books, client, row(1, 60, **more), row(2, 5, **more)).import_id for more in (first, second)]
        assert total(books) == 65, (first, second)
        for import_id in made:
            assert import_id is not None
            undo(books, import_id, OWNER)


def test_days_of_both_reports_are_all_there(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60, account=""), row(2, 5, account=""))
    take(every_books, client, row(2, 6, account_id="769"), row(3, 7, account_id="769"))
    assert total(every_books) == 73


def test_a_period_told_again_with_ids_counts_once(every_books: Books, client: int) -> None:
    take(every_books, client, row((1, 9), 60))
    take(every_books, client, row((1, 9), 60, account_id="769", campaign_id="77"))
    assert total(every_books) == 60
