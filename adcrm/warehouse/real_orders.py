"""What a real order is: said once, for the credit of orders to touches and for the comparison with what platforms claim.

Where a client has orders from its shop, every one that is paid or refunded is one order, worth its net value: a refund restates it,
down to 0. A cancelled order is none, and a pending one is none yet. Conversions in the log of touches that name no order of the shop are
not counted: the shop's list is the truth.

Where a client has no orders at all, the conversions of its log are the orders: one for each order key, the earliest row of it, worth what the log
says. A conversion without a key cannot be told to be another one's repetition, so each is one order.

Whose an order is, and when it was made, is taken from the conversion with its key where the log has one: touches and conversion then come from one
clock and one way of knowing people, while the shop's clock may be in another zone. Else the order itself says it. A key that is missing
('' or NULL) matches nothing, and one that two shops of the client both use matches neither of their orders. The day, for every period that is
asked for, is the shop's own.

A shop (account) whose orders all have a day and no time of day, while touches have one, sold at some moment of these days: its orders stand at
the end of them, or every touch that led to an order on the same day would come after it. Where neither has times, both stand at midnight,
touches first.
"""

COUNTED = ("paid", "refunded")  # statuses of an order that counts


def real_orders(client_id: int) -> str:
    """A SELECT of the real orders of a client, in no order, in SQL of DuckDB and PostgreSQL.

    Columns: ``row_key`` (of the row that the order comes from), ``order_key`` ('' where there is none), ``person_key`` ('' where unknown), ``moment``
    (UTC), ``day``, ``value`` (DECIMAL(18,6), never NULL), ``currency``, ``status``, ``product``, ``category``, ``country`` ('' where unknown).
    """
    client = int(client_id)
    texts = "coalesce({0}.currency, '') AS currency, {1} AS status, {2} AS product, {3} AS category"
    of_shop = texts.format("shop", "shop.status", "coalesce(shop.product, '')", "coalesce(shop.category, '')")
    of_log = texts.format("log", "'paid'", "''", "''")
    log = (
        'SELECT row_key, order_key, person_key, "at", day, value, currency, country, '
        "row_number() OVER (PARTITION BY coalesce(order_key, ''), CASE WHEN coalesce(order_key, '') = '' THEN row_key END "
        'ORDER BY "at", coalesce(person_key, \'\') COLLATE "C", row_key) AS nth '
        f"FROM touchpoints WHERE client_id = {client} AND kind = 'conversion'"
    )
    midnight, moment = "CAST(day AS TIMESTAMP)", "coalesce(ordered_at, CAST(day AS TIMESTAMP))"
    dated = f"bool_and({moment} = {midnight}) OVER (PARTITION BY coalesce(account, ''))"
    touch = f"client_id = {client} AND coalesce(kind, '') <> 'conversion'"
    is_timed = f'EXISTS (SELECT 1 FROM touchpoints WHERE {touch} AND "at" <> date_trunc(\'day\', "at"))'
    sold = f"CASE WHEN {dated} AND {is_timed} THEN {moment} + INTERVAL '86399 seconds' ELSE {moment} END"
    shop = f"(SELECT *, count(*) OVER (PARTITION BY order_key) AS alike, {sold} AS sold_at FROM orders WHERE client_id = {client})"
    return (
        "SELECT shop.row_key, coalesce(shop.order_key, '') AS order_key, "
        "coalesce(nullif(log.person_key, ''), nullif(shop.person_key, ''), '') AS person_key, "
        'coalesce(log."at", shop.sold_at) AS moment, coalesce(shop.day, CAST(log."at" AS DATE)) AS day, '
        f"coalesce(shop.net_value, 0) AS value, {of_shop}, coalesce(nullif(shop.country, ''), log.country, '') AS country "
        f"FROM {shop} shop LEFT JOIN ({log}) log ON log.order_key = shop.order_key AND log.order_key <> '' AND log.nth = 1 AND shop.alike = 1 "
        f"WHERE shop.client_id = {client} AND shop.status IN ({', '.join(repr(status) for status in COUNTED)}) "
        "UNION ALL "
        "SELECT log.row_key, coalesce(log.order_key, '') AS order_key, coalesce(log.person_key, '') AS person_key, "
        'log."at" AS moment, coalesce(log.day, CAST(log."at" AS DATE)) AS day, '
        f"coalesce(log.value, 0) AS value, {of_log}, coalesce(log.country, '') AS country "
        f"FROM ({log}) log WHERE log.nth = 1 AND NOT EXISTS (SELECT 1 FROM orders WHERE client_id = {client})"
    )
