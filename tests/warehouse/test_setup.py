"""A warehouse made by an earlier version is brought up to date where it lies, with every row and key as it was."""

from datetime import date
from pathlib import Path

from adcrm.warehouse import open_warehouse
from adcrm.warehouse.tables import touchpoints, web_sessions

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


def test_orders_touches_and_claims_from_before_their_versions_get_a_key_and_a_day(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'old.duckdb'}"
    old = open_warehouse(url)
    with old.write() as writer:
        for table in ("touchpoints", "orders", "order_claims"):
            writer.execute(f"DROP TABLE {table}_history")
            writer.execute(f"DROP TABLE {table}")
        writer.execute(
            'CREATE TABLE touchpoints (touchpoint_id BIGINT, person_key VARCHAR, client_id INTEGER, "at" TIMESTAMP, '
            "channel VARCHAR, campaign VARCHAR, ad VARCHAR, kind VARCHAR, cost DECIMAL(18, 6), currency VARCHAR, "
            "import_id BIGINT, source_line INTEGER)"
        )
        writer.execute(
            "CREATE TABLE orders (order_key VARCHAR, client_id INTEGER, person_key VARCHAR, ordered_at TIMESTAMP, net_value DECIMAL(18, 6), "
            "refund DECIMAL(18, 6), currency VARCHAR, status VARCHAR, import_id BIGINT, source_line INTEGER)"
        )
        writer.execute(
            "CREATE TABLE order_claims (platform VARCHAR, client_id INTEGER, order_key VARCHAR, claimed_at TIMESTAMP, value DECIMAL(18, 6), "
            "currency VARCHAR, import_id BIGINT, source_line INTEGER)"
        )
        writer.execute("INSERT INTO touchpoints VALUES (1, 'v', 1, TIMESTAMP '2026-07-01 08:00:00', 'meta_ads', '', '', 'click', NULL, '', 7, 2)")
        writer.execute("INSERT INTO orders VALUES ('A', 1, 'v', TIMESTAMP '2026-07-02 09:00:00', 8, 2, 'EUR', 'refunded', 7, 2)")
        writer.execute("UPDATE warehouse_meta SET value = 2 WHERE key = 'schema'")
    old.close()
    opened = open_warehouse(url)
    order = opened.sql("SELECT order_key, gross_value, net_value, day, account, row_key IS NOT NULL AS has_key FROM orders").to_pylist()
    assert order == [{"order_key": "A", "gross_value": 10, "net_value": 8, "day": date(2026, 7, 2), "account": "", "has_key": True}]
    touch = opened.query(touchpoints).to_pylist()[0]
    assert (touch["channel"], touch["day"], touch["source_part"]) == ("meta_ads", date(2026, 7, 1), "")
    assert opened.query(web_sessions).num_rows == 0
    opened.close()
