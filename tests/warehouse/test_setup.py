"""A warehouse made by an earlier version is brought up to date where it lies, with every row and key as it was."""

from pathlib import Path

from adcrm.warehouse import open_warehouse

LATER = ("item_id", "publisher", "product", "category", "order_key", "status", "sent", "delivered", "opens", "engagements", "attendees", "leads")


def test_a_warehouse_from_before_the_single_things_gets_their_columns(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'old.duckdb'}"
    old = open_warehouse(url)
    with old.write() as writer:
        for table in ("ad_performance", "ad_performance_history"):
            for column in LATER:
                writer.execute(f'ALTER TABLE {table} DROP COLUMN "{column}"')
        writer.execute("INSERT INTO ad_performance (row_key, campaign) VALUES ('11111111-1111-1111-1111-111111111111', 'Kept')")
        writer.execute("UPDATE warehouse_meta SET value = 1 WHERE key = 'schema'")
    old.close()
    opened = open_warehouse(url)
    found = opened.sql(f"SELECT campaign, {', '.join(LATER)} FROM ad_performance").to_pylist()
    assert found == [{"campaign": "Kept", **dict.fromkeys(LATER)}]
    opened.close()
