"""The tables of the ad warehouse, said once: the DDL of every engine and every query start from here.

Money and conversions are exact decimals with six places, the finest unit in which an ad platform bills
(one millionth of the currency). Times are UTC without a zone. A measure that a report does not carry is NULL.
"""

import ibis

_MONEY = "decimal(18, 6)"

AD_PERFORMANCE = ibis.schema(
    {
        # What the row is about. ``row_key`` is the MD5 of client, platform, account, period, level, breakdown,
        # entity and breakdown values, and the how-manieth row with these in its file.
        "row_key": "uuid",
        "import_id": "int64",
        "source_part": "string",  # sheet or zip member, '' where the file is one table
        "source_line": "int32",  # line of the file or row of the sheet, from 1
        "client_id": "int32",  # NULL: the account belongs to no client yet
        "platform": "string",  # a key of adcrm.channels.platforms
        "account_id": "string",
        "account": "string",
        "date_start": "date",
        "date_end": "date",  # equal to date_start for a daily row
        "level": "string",  # account, campaign, ad_group, ad, keyword, asset
        "breakdown": "string",  # none, or the split, as hour, region, age_gender, device, placement, search_term
        "campaign_id": "string",
        "campaign": "string",
        "campaign_type": "string",
        "ad_group_id": "string",
        "ad_group": "string",
        "ad_id": "string",
        "ad": "string",
        # Values of the breakdown.
        "hour": "int16",
        "weekday": "int16",  # 0 Monday to 6 Sunday, only where the report gives no day
        "region": "string",
        "age": "string",
        "gender": "string",
        "device": "string",
        "placement": "string",
        "keyword": "string",
        "match_type": "string",
        "search_term": "string",
        "asset": "string",
        # What single things have: an affiliate's transaction, a mail or SMS send, a KOL's post, an event.
        "item_id": "string",  # the platform's own number of it, part of the row's key
        "publisher": "string",  # affiliate site or KOL
        "product": "string",
        "category": "string",
        "order_key": "string",  # the shop's order that a transaction is about
        "status": "string",  # approved, pending, declined; NULL where the platform has none. A declined row counts nowhere.
        # Measures.
        "currency": "string",
        "impressions": "int64",
        "clicks": "int64",
        "link_clicks": "int64",
        "cost": _MONEY,
        "conversions": _MONEY,
        "conversion_value": _MONEY,
        "reach": "int64",  # unique people: never summed
        "sent": "int64",  # mails or messages handed in
        "delivered": "int64",
        "opens": "int64",
        "engagements": "int64",  # likes, comments, shares ... together, as the platform counts them
        "attendees": "int64",
        "leads": "int64",  # people who left their details
        "attribution": "string",  # the report's attribution setting, '' where it names none
        "is_additive": "boolean",  # false: rows of this report show the same spend several times
        # Decided by adcrm.imports.totals after every import and undo.
        "in_total": "boolean",  # the row counts in totals
        "in_split": "boolean",  # the row counts in the chart of its own breakdown
    }
)

# Older versions of the same rows, kept so that an undo restores them; same columns.
AD_PERFORMANCE_HISTORY = AD_PERFORMANCE

IMPORTS = ibis.schema(
    {
        "import_id": "int64",
        "created_at": "timestamp",
        "actor": "string",
        "client_id": "int32",
        "file_name": "string",
        "sha256": "string",
        "size_bytes": "int64",
        "platform": "string",
        "account": "string",
        "report": "string",  # key of the report kind, as 'campaign_daily'
        "level": "string",
        "breakdown": "string",
        "currency": "string",  # '' where rows carry several
        "date_start": "date",
        "date_end": "date",
        "rows_read": "int64",
        "rows_loaded": "int64",
        "rows_quarantined": "int64",
        "rows_new": "int64",
        "rows_changed": "int64",
        "rows_same": "int64",
        "sums": "string",  # JSON {measure: decimal text}
        "stated_total": "string",  # JSON {measure: decimal text} or ''
        "warnings": "string",  # JSON list of {text, values}
        "is_demo": "boolean",
        "undone_at": "timestamp",
        "undone_by": "string",
        "corrects": "int64",  # the import whose set-aside rows this one brings, NULL for a file of its own
        "answers": "string",  # JSON of adcrm.imports.answers: how the file was read, so that a set-aside row is read again in the same way
    }
)

# What an import changed in figures that were in the books, by period and metric; kept after an undo.
IMPORT_CHANGES = ibis.schema(
    {
        "import_id": "int64",
        "date_start": "date",
        "date_end": "date",
        "metric": "string",
        "currency": "string",  # of an amount, '' for a count
        "value_before": "decimal(38, 6)",
        "value_after": "decimal(38, 6)",
    }
)

QUARANTINE = ibis.schema(
    {
        "import_id": "int64",
        "source_part": "string",
        "source_line": "int32",
        "column_name": "string",
        "reason": "string",  # JSON {text, values} of a message
        "raw": "string",  # JSON {head: cell} of the row as it stood
        # What became of it; all NULL while it is open.
        "state": "string",  # taken, left_out or superseded
        "changed": "string",  # JSON {head: cell} of the cells that a person corrected
        "note": "string",  # why it was left out
        "decided_at": "timestamp",
        "decided_by": "string",
        "taken_by": "int64",  # the correction that brought it, or the newer import that holds it too
    }
)

# Every other kind of record stands in its own table, with where its row came from, and a twin for older versions.
# ``day`` is the calendar day in the zone in which the file writes its times; the moment itself is UTC.
_SOURCE = {
    "row_key": "uuid",  # MD5 of the columns that adcrm.imports.targets names, and the how-manieth row with these in its file
    "import_id": "int64",
    "source_part": "string",
    "source_line": "int32",
    "client_id": "int32",  # NULL: belongs to no client yet
    "account": "string",  # shop, property or account that the file or a person names, '' for none
}

TOUCHPOINTS = ibis.schema(
    {
        **_SOURCE,
        "person_key": "string",
        "at": "timestamp",
        "day": "date",
        "channel": "string",  # NULL on a conversion
        "source": "string",
        "medium": "string",
        "campaign": "string",
        "ad": "string",
        "publisher": "string",  # affiliate site or KOL
        "kind": "string",  # click, view, visit, form, download, mail_open, mail_click, sms_click, event, live, call; conversion: an order
        "click_id": "string",
        "order_key": "string",  # the order that a conversion is
        "country": "string",
        "cost": _MONEY,
        "value": _MONEY,  # of a conversion, where the log has it
        "currency": "string",
    }
)

ORDERS = ibis.schema(
    {
        **_SOURCE,
        "order_key": "string",
        "person_key": "string",
        "ordered_at": "timestamp",
        "day": "date",
        "status": "string",  # paid, refunded, cancelled, pending
        "gross_value": _MONEY,  # what the buyer was charged: after discounts, with shipping and tax, before refunds
        "discount": _MONEY,
        "refund": _MONEY,
        "net_value": _MONEY,  # gross_value less refunds; 0 of a cancelled order
        "currency": "string",
        "items": "int64",  # pieces ordered
        "product": "string",  # of the line with the most money
        "category": "string",
        "first_item": "string",
        "last_item": "string",
        "coupon": "string",
        "source": "string",
        "medium": "string",
        "campaign": "string",
        "click_id": "string",
        "landing_page": "string",
        "country": "string",
        "region": "string",
    }
)

ORDER_CLAIMS = ibis.schema(
    {
        **_SOURCE,
        "platform": "string",
        "network": "string",  # of an affiliate claim
        "publisher": "string",
        "order_key": "string",  # '' where the platform gave none: never matches anything
        "claim_key": "string",  # the platform's own number of the claim
        "claimed_at": "timestamp",  # of the conversion
        "day": "date",
        "click_at": "timestamp",  # of the click or view that the claim rests on
        "click_id": "string",
        "campaign": "string",
        "ad": "string",
        "attribution": "string",  # the window, as "7-day click"
        "coupon": "string",
        "status": "string",
        "value": _MONEY,
        "currency": "string",
    }
)

# Web analytics, kept apart from ad facts: other tools count other things. A row is one line of one report; reports overlap.
WEB_SESSIONS = ibis.schema(
    {
        **_SOURCE,
        "platform": "string",
        "report": "string",  # the report's kind and dimensions; rows of two reports are never added
        "date_start": "date",
        "date_end": "date",
        "channel_group": "string",
        "source": "string",
        "medium": "string",
        "campaign": "string",
        "landing_page": "string",
        "page": "string",
        "event": "string",
        "country": "string",
        "region": "string",
        "device": "string",
        "dimension": "string",  # name of a dimension that has no column of its own, and the row's value of it
        "dimension_value": "string",
        "segment": "string",
        "sessions": "int64",
        "visits": "int64",  # Adobe's and a session of Google's are counted by other rules
        "engaged_sessions": "int64",
        "views": "int64",
        "events": "int64",
        "conversions": _MONEY,
        "orders": _MONEY,
        "revenue": _MONEY,
        "users": "int64",  # unique people: never summed
        "new_users": "int64",
        "currency": "string",
    }
)

# The index of journeys: derived from touchpoints and orders by adcrm.warehouse.steps, for each client by itself. Rows of a client are
# written in order of person, time, touches before orders at the same second, label.
JOURNEY_STEPS = ibis.schema(
    {
        "client_id": "int32",
        "person": "int32",  # 0, 1, 2 ... within the client, in the order of their keys
        "at": "int64",  # seconds since 1970, UTC
        "day": "date",  # as in touchpoints and orders
        "label": "int32",  # of a touch, a row of journey_labels; -1 of an order
        "order_row": "int32",  # of an order, a row of journey_orders; -1 of a touch
    }
)

# What touches say of where they came from: one row for each combination that a client's log has, '' where the log says nothing.
JOURNEY_LABELS = ibis.schema(
    {
        "client_id": "int32",
        "label": "int32",  # 0, 1, 2 ... within the client, in the order of what follows
        "channel": "string",
        "source": "string",
        "medium": "string",
        "campaign": "string",
        "ad": "string",
        "publisher": "string",
        "country": "string",
        "kind": "string",
    }
)

# The orders that count, as adcrm.warehouse.real_orders defines them.
JOURNEY_ORDERS = ibis.schema(
    {
        "client_id": "int32",
        "order_row": "int32",  # 0, 1, 2 ... within the client, in order of time and key
        "order_key": "string",  # '' where the log of touches is the only record and gives none
        "person": "int32",  # as in journey_steps
        "person_key": "string",  # '' of an order whose person is unknown: it has a number of its own
        "at": "int64",
        "day": "date",
        "value": _MONEY,
        "currency": "string",
        "status": "string",
        "product": "string",
        "category": "string",
        "country": "string",
    }
)

# Published or typed-in rates, every version of them: of two rows with the same day, pair and source the newest import's counts.
EXCHANGE_RATES = ibis.schema(
    {
        "day": "date",
        "base": "string",  # one unit of this currency (ISO 4217) ...
        "quote": "string",  # ... is worth ``rate`` of this one
        "rate": "decimal(24, 12)",
        "source": "string",  # a key of adcrm.rates.model.SOURCES
        "import_id": "int64",
        "source_line": "int32",
    }
)

# Ready factors from a currency into ``target`` for the days and periods that facts have; derived by adcrm.metrics.exchange.
CROSS_RATES = ibis.schema(
    {
        "target": "string",
        "currency": "string",
        "date_start": "date",
        "date_end": "date",
        "factor": "decimal(38, 12)",
    }
)

# What one agency decides for all of its figures: 'reporting_currency', 'rate_carry_days'.
AGENCY_SETTINGS = ibis.schema({"key": "string", "value": "string"})

META = ibis.schema({"key": "string", "value": "int64"})  # 'schema', 'data' (rises with every write), 'import_id' (last used)

SCHEMAS = {
    "ad_performance": AD_PERFORMANCE,
    "ad_performance_history": AD_PERFORMANCE_HISTORY,
    "imports": IMPORTS,
    "import_changes": IMPORT_CHANGES,
    "quarantine": QUARANTINE,
    "touchpoints": TOUCHPOINTS,
    "touchpoints_history": TOUCHPOINTS,
    "orders": ORDERS,
    "orders_history": ORDERS,
    "order_claims": ORDER_CLAIMS,
    "order_claims_history": ORDER_CLAIMS,
    "web_sessions": WEB_SESSIONS,
    "web_sessions_history": WEB_SESSIONS,
    "journey_steps": JOURNEY_STEPS,
    "journey_labels": JOURNEY_LABELS,
    "journey_orders": JOURNEY_ORDERS,
    "exchange_rates": EXCHANGE_RATES,
    "cross_rates": CROSS_RATES,
    "agency_settings": AGENCY_SETTINGS,
    "warehouse_meta": META,
}

ad_performance = ibis.table(AD_PERFORMANCE, name="ad_performance")
ad_performance_history = ibis.table(AD_PERFORMANCE_HISTORY, name="ad_performance_history")
imports = ibis.table(IMPORTS, name="imports")
import_changes = ibis.table(IMPORT_CHANGES, name="import_changes")
quarantine = ibis.table(QUARANTINE, name="quarantine")
touchpoints = ibis.table(TOUCHPOINTS, name="touchpoints")
orders = ibis.table(ORDERS, name="orders")
order_claims = ibis.table(ORDER_CLAIMS, name="order_claims")
web_sessions = ibis.table(WEB_SESSIONS, name="web_sessions")
journey_steps = ibis.table(JOURNEY_STEPS, name="journey_steps")
journey_labels = ibis.table(JOURNEY_LABELS, name="journey_labels")
journey_orders = ibis.table(JOURNEY_ORDERS, name="journey_orders")
exchange_rates = ibis.table(EXCHANGE_RATES, name="exchange_rates")
cross_rates = ibis.table(CROSS_RATES, name="cross_rates")
agency_settings = ibis.table(AGENCY_SETTINGS, name="agency_settings")
warehouse_meta = ibis.table(META, name="warehouse_meta")
