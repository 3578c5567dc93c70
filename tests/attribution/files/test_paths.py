"""Tables of paths and journeys in columns: every row is read exactly, or set aside with its line and the reason."""

from decimal import Decimal

import numpy as np
import pytest

from adcrm.attribution.files.heads import find
from adcrm.attribution.files.paths import PathRows, read_paths
from adcrm.errors import FileRefusedError
from adcrm.imports.containers import unpack


def read(text: str) -> PathRows:
    data = text.encode()
    return read_paths("own.csv", find("own.csv", unpack("own.csv", data)))


def said(rows: PathRows) -> str:
    return " ".join(str(note) for note in rows.notes)


@pytest.mark.parametrize("separator", [">", "->", "=>", "→", "|", ";", ",", " > "])
def test_steps_are_parted_by_what_parts_most_paths(separator: str) -> None:
    rows = read(f'path,conversions\n"{separator.join("abc")}",2\n"{separator.join("ca")}",1\nb,4\n')
    assert rows.steps == [("a", "b", "c"), ("c", "a"), ("b",)]
    assert rows.orders.tolist() == [2, 1, 4]
    assert rows.separator == separator.strip()


def test_a_bar_inside_a_name_parts_nothing_where_paths_have_arrows() -> None:
    rows = read("path,conversions\nBrand | Search > Email,1\nEmail > Direct,1\nDirect > Email,2\n")
    assert rows.steps[0] == ("Brand | Search", "Email")


def test_orders_values_and_journeys_without_an_order_are_exact() -> None:
    rows = read('path;conversions;value;null\na>b;"1.204";"3.912,35";17\n;2;1,00;0\n')
    assert rows.steps == [("a", "b"), ()]
    assert rows.orders.tolist() == [1204, 2]
    assert rows.value.tolist() == [3_912_350_000, 1_000_000]
    assert rows.without.tolist() == [17, 0]


def test_a_count_of_all_journeys_leaves_those_without_an_order() -> None:
    rows = read("path,users,conversions\na>b,10,3\nb,5,9\n")
    assert rows.without.tolist() == [7]
    assert [(row.line, str(row.reason)) for row in rows.set_aside] == [(3, "The row has more orders than journeys.")]


def test_without_counts_each_row_is_one_order_and_that_is_said() -> None:
    rows = read("path\na|b|c\na\n")
    assert rows.steps == [("a", "b", "c"), ("a",)]
    assert rows.orders.tolist() == [1, 1]
    assert "each row counts as one order" in said(rows)


def test_marks_of_one_journey_a_row_tell_those_without_an_order() -> None:
    rows = read("path,converted,value\na > b,yes,5\na,no,\n")
    assert (rows.orders.tolist(), rows.without.tolist()) == ([1, 0], [0, 1])
    assert "a row with 0 conversions ended without an order" in said(rows)


def test_words_at_the_ends_of_all_paths_are_no_channels() -> None:
    rows = read("path\nstart > a > b > conversion\nstart > a > null\nstart > (conversion)\n")
    assert rows.steps == [("a", "b"), ("a",), ()]
    assert (rows.orders.tolist(), rows.without.tolist()) == ([1, 0, 1], [0, 1, 0])
    assert read("path,conversions\nstart > a,1\nb > start,2\n").steps == [("start", "a"), ("b", "start")]


def test_rows_that_cannot_be_are_set_aside_with_line_column_and_reason() -> None:
    rows = read("path,conversions,value,null\na>b,2.5,1,0\na>c,3,x,0\na,-1,1,0\nb,1,2,3\nc,0,7,1\nd,1,2\n")
    assert rows.orders.tolist() == [1]
    assert [(row.line, row.column) for row in rows.set_aside] == [
        (2, "conversions"), (3, "value"), (4, "conversions"), (6, "value"), (7, ""),
    ]  # fmt: skip
    assert rows.rows_read == 6


def test_a_total_row_is_compared_and_not_counted() -> None:
    rows = read("path,conversions\na>b,2\na,3\nTotal,6\n")
    assert rows.orders.sum() == 5
    assert "The total in line 4 says 6, but the rows that were taken add up to 5." in said(rows)


def test_steps_in_columns_are_read_and_blank_ones_are_none() -> None:
    rows = read("touch_2,touch_1,touch_3,conversions,value\nb,a,c,2,10\n,a,c,1,4\n")
    assert rows.steps == [("a", "b", "c"), ("a", "c")]
    assert int(np.sum(rows.value)) == 14 * 1_000_000


def test_a_money_sign_names_the_currency() -> None:
    rows = read("path,conversions,value\na>b,2,€10\na,3,€5\n")
    assert (rows.currency, Decimal(int(rows.value.sum())) / 1_000_000) == ("EUR", Decimal(15))


def test_a_file_of_which_nothing_can_be_taken_is_refused_at_its_first_line() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("path,conversions\na>b,many\n")
    assert (refused.value.where.line, refused.value.where.column) == (2, "conversions")
    with pytest.raises(FileRefusedError, match="no row below the head"):
        read("path,conversions\n")
