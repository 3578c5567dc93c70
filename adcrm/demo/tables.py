"""The made-up people, orders and claims as rows of the two stores."""

import zlib
from typing import Any

import numpy as np
import pyarrow as pa

from adcrm.demo.columns import decimals, times
from adcrm.demo.journeys import Orders
from adcrm.demo.people import Leads, Touches

TEXT = pa.string()


def lead_rows(leads: Leads, client_id: int, currency: str) -> list[dict[str, Any]]:
    """One dict a lead, with the columns of ``leads``."""
    columns = {
        "person_key": leads.person,
        "name": leads.name,
        "company": leads.company,
        "email": leads.email,
        "phone": leads.phone,
        "region": leads.region,
        "company_size": leads.company_size,
        "job_level": leads.job_level,
        "product": leads.product,
        "channel": leads.channel,
        "campaign": leads.campaign,
        "captured_at": times(leads.captured).to_pylist(),
        "status": leads.status,
        "closed_at": times(leads.closed).to_pylist(),
        "value": decimals(leads.value, pa.decimal128(18, 2), leads.value < 0).to_pylist(),
        "owner": leads.owner,
    }
    same = {"client_id": client_id, "currency": currency}
    return [same | dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def touchpoint_table(touches: Touches, ids: list[int]) -> pa.Table:
    """Every touchpoint in the order of time; ``ids`` are the clients' ids by their number."""
    at, person = np.concatenate(touches.at), np.concatenate(touches.person)
    order = np.lexsort((person, at))
    texts = {"channel": touches.channel, "campaign": touches.campaign, "ad": touches.ad, "kind": touches.kind}
    n = len(at)
    return pa.table(
        {
            "person_key": pa.array(person[order], TEXT),
            "client_id": pa.array(np.array(ids, np.int32)[np.concatenate(touches.client)[order]]),
            "at": times(at[order]),
            **{name: pa.array(np.concatenate(parts)[order], TEXT) for name, parts in texts.items()},
            "cost": pa.nulls(n, pa.decimal128(18, 6)),
            "currency": pa.nulls(n, TEXT),
        }
    )


def order_table(orders: list[Orders], ids: list[int], currencies: list[str], products: list[tuple[str, ...]]) -> pa.Table:
    """Every order, client by client."""
    return pa.concat_tables(
        pa.table(
            {
                "order_key": pa.array(some.key, TEXT),
                "client_id": pa.repeat(pa.scalar(ids[some.client], pa.int32()), len(some.key)),
                "person_key": pa.array(some.person, TEXT),
                "ordered_at": times(some.at),
                "gross_value": decimals((some.net + some.refund) * 10_000),
                "net_value": decimals(some.net * 10_000),
                "refund": decimals(some.refund * 10_000),
                "currency": pa.repeat(currencies[some.client], len(some.key)),
                "status": pa.array(some.status, TEXT),
                # What was bought says nothing of the way there: it comes from the order's number, not from a draw.
                "product": pa.array([products[some.client][zlib.crc32(key.encode()) % len(products[some.client])] for key in some.key], TEXT),
            }
        )
        for some in orders
    )


def claim_table(orders: list[Orders], ids: list[int], currencies: list[str]) -> pa.Table:
    """Every claim of a platform to an order, client by client."""
    return pa.concat_tables(
        pa.table(
            {
                "platform": pa.array(some.claims.platform, TEXT),
                "client_id": pa.repeat(pa.scalar(ids[some.client], pa.int32()), len(some.claims.at)),
                "order_key": pa.array(some.claims.key, TEXT),
                "claim_key": pa.array(some.claims.number, TEXT),
                "claimed_at": times(some.claims.at),
                "click_at": times(some.claims.click_at),
                "attribution": pa.array(some.claims.window, TEXT),
                "status": pa.array(some.claims.status, TEXT),
                "value": decimals(some.claims.value * 10_000),
                "currency": pa.repeat(currencies[some.client], len(some.claims.at)),
            }
        )
        for some in orders
    )
