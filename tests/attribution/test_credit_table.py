"""The table that leaves the house: its credits add up to its proof, to the last digit, and every row says by which rules it was counted."""

from decimal import Decimal

import pyarrow as pa

from adcrm.attribution.answer import credited
from adcrm.attribution.credit_table import credit_table
from adcrm.attribution.files.read import read_own
from adcrm.attribution.model import Question
from adcrm.exports.formats import file_bytes

PATHS = b"path,total_conversions,total_conversion_value\na > b > c,7,100.01\nb,3,50\nc > a,1,0.07\n"


def test_the_credits_of_each_model_add_up_to_its_proof_and_the_difference_is_nothing() -> None:
    own = read_own("paths.csv", PATHS)
    table = credit_table(credited(own.journeys, Question(lookback_days=None)))
    for _, rows in table.groupby("model"):
        proof = rows[rows["kind"] == "proof"].iloc[0]
        parts = rows[rows["kind"] == "credit"]
        assert sum(parts["conversions"], Decimal(0)) == proof["conversions"] == 11
        assert sum(parts["value"], Decimal(0)) == proof["value"] == Decimal("150.08")
        assert (proof["order_difference"], proof["value_difference"]) == (Decimal("0.00"), Decimal("0.00"))


def test_every_row_names_window_views_and_date_basis_in_every_format() -> None:
    own = read_own("paths.csv", PATHS)
    table = credit_table(credited(own.journeys, Question(lookback_days=14, with_views=True, date_of="touch")))
    assert set(table["lookback_days"]) == {14} and set(table["views"]) == {"with"} and set(table["dated_by"]) == {"touch"}
    rows = pa.Table.from_pandas(table, preserve_index=False)
    assert b"proof" in file_bytes(rows, "csv")
    assert file_bytes(rows, "xlsx").startswith(b"PK")
