"""A row's key does not depend on how the SQL that makes it was written: keys of years ago must be found again."""

import hashlib
import uuid
from datetime import date

import duckdb
import hypothesis
import pyarrow as pa
from hypothesis import strategies as st

from adcrm.imports.keys import ENTITIES, ITEM_COLUMNS, PERIOD_COLUMNS, SPLIT_COLUMNS, key_text, key_uuid

NUMBERS = {"client_id": pa.int32(), "hour": pa.int16(), "weekday": pa.int16(), "date_start": pa.date32(), "date_end": pa.date32()}
COLUMNS = (*PERIOD_COLUMNS, *(name for pair in ENTITIES for name in pair), *SPLIT_COLUMNS, *ITEM_COLUMNS)
TEXTS = tuple(name for name in COLUMNS if name not in NUMBERS)
KINDS = pa.schema([(name, NUMBERS.get(name, pa.string())) for name in COLUMNS])
DAY = date(2025, 3, 4)
ROW = {"client_id": 7, "platform": "meta_ads", "account_id": "act_1", "account": "It's \x1f ours", "date_start": DAY, "date_end": DAY} | {
    "level": "ad", "breakdown": "none", "campaign": "Frühling", "ad_group_id": "11", "ad_group": "All", "ad_id": "", "ad": "Video 1 – Zelt"
}  # fmt: skip


def of_row(sql: str, row: dict[str, object]) -> object:
    with duckdb.connect() as connection:
        connection.register("one", pa.Table.from_pylist([row], KINDS))
        return connection.sql(f"SELECT CAST({sql} AS VARCHAR) FROM one").fetchall()[0][0]


def test_the_text_of_a_key_is_that_of_every_key_made_before() -> None:
    between = "\x1f" * 12
    text = f"7\x1fmeta_ads\x1f2025-03-04\x1f2025-03-04\x1fad\x1fnone{between}id:act_1\x1fFrühling\x1fid:11\x1fVideo 1 – Zelt"
    assert of_row(key_text(), ROW) == text
    assert of_row(key_uuid("2"), ROW) == str(uuid.UUID(hashlib.md5(f"{text}\x1f2".encode()).hexdigest()))
    assert of_row(key_text(), ROW | {"product": "Tent"}) == f"{text}\x1f\x1e\x1eTent"


@hypothesis.settings(deadline=None, max_examples=60)
@hypothesis.given(
    st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(["", "a", "it's", "id:", "\x1f", "%s $x 中文"])),
    st.sets(st.sampled_from([*TEXTS, "client_id", "hour"])),
    st.sampled_from([None, 7]),
)
def test_what_every_row_says_may_be_written_into_the_sql(texts: dict[str, str], known: set[str], client: int | None) -> None:
    row = {"date_start": DAY, "date_end": DAY, "client_id": client, "hour": client} | texts
    same = {name: None if row.get(name) is None else str(row[name]) for name in known}
    filled = {name for name in ("account_id", "campaign_id", "ad_group_id", "ad_id") if row.get(name)}
    assert of_row(key_text(same=same, filled=filled), row) == of_row(key_text(), row)
    assert of_row(key_uuid(same=same, filled=filled), row) == of_row(key_uuid(), row)
