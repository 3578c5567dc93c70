"""What needs a hand today, out of the facts and the book: unusual spend, falling click rates, missing data, contracts, leads.

Spend and clicks are counted as they happen, so their last days may be judged; nothing here looks at conversions of immature days.
Each alarm compares three days with the same weekdays of the eight weeks before; the limits are set so that all series of the
agency together raise a false alarm in about one of ten looks.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pandas as pd
from ibis import _
from scipy import stats
from sqlalchemy import func, select

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message, message, plural
from adcrm.recommend.advice import last_day
from adcrm.recommend.model import Count, Money, Share
from adcrm.store import Store
from adcrm.store.tables import Client, Contract, Lead
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance, imports

DAYS = 3
WEEKS = 8
FALSE_ALARMS = 0.10
LEAST_CHANGE = 0.15  # smaller moves need no hand, however certain
LEAST_CLICKS = 60  # in every one of the compared weeks
BEHIND_DAYS = 2
ENDED_DAYS = 28  # an account silent for longer has ended
CONTRACT_DAYS = 45
LEAD_WAIT_DAYS = 2


@dataclass(frozen=True)
class Attention:
    """One thing to do. ``stake`` is the money it is about in ``currency``, for the order of the cards only.

    ``kind``: spend, click_rate, data, rows, unassigned, contract, lead, client, suggestion. ``page`` is a page file and ``query`` the
    address parameters that open it on the thing.
    """

    kind: str
    title: Message
    detail: Message
    figure: Money | Share | Count
    stake: float
    currency: str
    page: str
    query: tuple[tuple[str, str], ...] = field(default=())
    client_id: int | None = None
    channel: str = ""


def from_facts(facts: Warehouse) -> list[Attention]:
    """Spend out of its band, click rates that collapsed, accounts behind, accounts without a client."""
    newest = last_day(facts)
    if newest is None:
        return _unassigned(facts)
    channels = facts.frame(_daily(newest))
    channels["back"] = (pd.Timestamp(newest) - pd.to_datetime(channels["day"])).dt.days
    return [*_spend(channels), *_click_rate(channels), *_behind(channels, newest), *_unassigned(facts)]


def contracts_ending(crm: Store, today: date) -> list[Attention]:
    """Active contracts that end within ``CONTRACT_DAYS`` days and are followed by none."""
    with crm.read() as session:
        rows = session.execute(
            select(Client.id, Client.name, func.max(Contract.ends_on))
            .join(Contract, Contract.client_id == Client.id)
            .where(Contract.status == "active")
            .group_by(Client.id, Client.name)
        ).all()
        ending = [(identifier, name, end) for identifier, name, end in rows if today <= end <= today + timedelta(days=CONTRACT_DAYS)]
        made = []
        for identifier, name, end in ending:
            contract = session.scalars(select(Contract).where(Contract.client_id == identifier, Contract.ends_on == end)).first()
            if contract is None:
                continue
            days = (end - today).days
            made.append(
                Attention(
                    kind="contract",
                    title=plural("The contract with {client} ends in {n} day.", "The contract with {client} ends in {n} days.", days, client=name),
                    detail=message("{reference}, no later contract is in the book.", reference=contract.reference),
                    figure=Money(float(contract.value), contract.currency),
                    stake=float(contract.value),
                    currency=contract.currency,
                    page="client.py",
                    query=(("id", str(identifier)),),
                    client_id=identifier,
                )
            )
        return made


def hot_leads(crm: Store, moment: datetime) -> list[Attention]:
    """Leads that are likely to buy and still new after ``LEAD_WAIT_DAYS`` days, together, by currency."""
    with crm.read() as session:
        mean = session.scalar(select(func.avg(Lead.probability)).where(Lead.status == "new"))
        if mean is None:
            return []
        won = select(Lead.client_id, Lead.currency, func.avg(Lead.value)).where(Lead.status == "won", Lead.value.is_not(None))
        values = {(row[0], row[1]): float(row[2]) for row in session.execute(won.group_by(Lead.client_id, Lead.currency))}
        waiting = session.execute(
            select(Lead.client_id, Lead.currency, Lead.probability).where(
                Lead.status == "new", Lead.probability >= max(0.2, 2 * float(mean)), Lead.captured_at < moment - timedelta(days=LEAD_WAIT_DAYS)
            )
        ).all()
    made = []
    for currency in sorted({row.currency for row in waiting}):
        mine = [row for row in waiting if row.currency == currency]
        expected = sum(float(row.probability) * values.get((row.client_id, currency), 0.0) for row in mine)
        made.append(
            Attention(
                kind="lead",
                title=plural(
                    "{n} lead that is likely to buy waits for a first call.", "{n} leads that are likely to buy wait for a first call.", len(mine)
                ),
                detail=message("At the value of past wins of their clients, {amount} is expected of them.", amount=Money(expected, currency)),
                figure=Count(len(mine)),
                stake=expected,
                currency=currency,
                page="leads.py",
            )
        )
    return made


def _daily(newest: date) -> ibis.Table:
    """Client, account and day with daily rows of the compared weeks."""
    first = newest - timedelta(days=7 * WEEKS + DAYS + 7)
    made_up = imports.filter(imports.is_demo).select("import_id", is_demo=True)
    rows = (
        ad_performance.left_join(made_up, "import_id")
        .drop("import_id_right")
        .filter(
            _.in_total,
            _.client_id.notnull(),
            _.date_start.between(ibis.literal(first), ibis.literal(newest)),
            _.date_start == _.date_end,
            _.cost.notnull(),
        )
    )
    return rows.group_by("client_id", "platform", "account", "currency", day=rows.date_start, is_demo=rows.is_demo.fill_null(False)).agg(
        cost=_.cost.sum(), impressions=_.impressions.sum(), clicks=_.clicks.sum()
    )


def _windows(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Sum of ``measure`` in the last ``DAYS`` days (column 0) and on the same weekdays of the weeks before (1 … WEEKS), by channel."""
    week, place = rows["back"] // 7, rows["back"] % 7
    held = rows[(place < DAYS) & (week <= WEEKS)].assign(week=week)
    wide = held.pivot_table(index=["client_id", "platform", "currency"], columns="week", values=measure, aggfunc="sum")
    return wide.reindex(columns=range(WEEKS + 1)).dropna()


def _surprises(ratio: pd.DataFrame) -> pd.DataFrame:
    """Log of column 0 over what the other columns predict, with its limit; columns ``expected``, ``low``, ``high``, ``is_out``."""
    logs = np.log(ratio.to_numpy(float))
    before = logs[:, 1:]
    centre = before.mean(axis=1)
    spread = np.maximum(before.std(axis=1, ddof=1), 0.03) * np.sqrt(1 + 1 / WEEKS)
    limit = float(stats.t.ppf(1 - FALSE_ALARMS / (2 * max(len(ratio), 1)), WEEKS - 1))
    out = (np.abs(logs[:, 0] - centre) > limit * spread) & (np.abs(np.exp(logs[:, 0] - centre) - 1) >= LEAST_CHANGE)
    band = {"expected": np.exp(centre), "low": np.exp(centre - limit * spread), "high": np.exp(centre + limit * spread)}
    return pd.DataFrame({**band, "is_out": out}, index=ratio.index)


def _parts(key: Any) -> tuple[int, str, str]:
    """Client, platform and currency of one row of :func:`_windows`."""
    client, platform, currency = key
    return int(client), str(platform), str(currency)


def _spend(channels: pd.DataFrame) -> list[Attention]:
    spend = _windows(channels, "cost")
    spend = spend[(spend > 0).all(axis=1)]
    made = []
    judged = _surprises(spend).assign(now=spend[0])
    for key, row in judged[judged["is_out"]].iterrows():
        now, (client, platform, currency) = float(row["now"]), _parts(key)
        change = now / float(row["expected"]) - 1
        words = {"channel": platform_name(platform), "change": Share(abs(change))}
        made.append(
            Attention(
                kind="spend",
                title=message("{channel} spends {change} more than usual.", **words)
                if change > 0
                else message("{channel} spends {change} less than usual.", **words),
                detail=message(
                    "{now} in the last three days; the same weekdays before let expect {low} to {high}.",
                    now=Money(now, currency),
                    low=Money(float(row["low"]), currency),
                    high=Money(float(row["high"]), currency),
                ),
                figure=Money(now - float(row["expected"]), currency),
                stake=abs(now - float(row["expected"])),
                currency=currency,
                page="overview.py",
                query=(("client", str(client)), ("channel", platform), ("period", "28")),
                client_id=client,
                channel=platform,
            )
        )
    return made


def _click_rate(channels: pd.DataFrame) -> list[Attention]:
    clicks, shown, cost = (_windows(channels, measure) for measure in ("clicks", "impressions", "cost"))
    both = clicks.index.intersection(shown.index).intersection(cost.index)
    clicks, shown = clicks.loc[both], shown.loc[both]
    enough = ((clicks.iloc[:, 1:] >= LEAST_CLICKS).all(axis=1)) & (clicks[0] > 0) & ((shown > 0).all(axis=1))
    rate = (clicks / shown)[enough]
    judged = _surprises(rate).assign(now=rate[0], shown=shown[0], price=cost.iloc[:, 1:].sum(axis=1) / clicks.iloc[:, 1:].sum(axis=1))
    made = []
    for key, row in judged[judged["is_out"]].iterrows():
        now, (client, platform, currency) = float(row["now"]), _parts(key)
        if now >= float(row["expected"]):
            continue
        lost = (float(row["expected"]) - now) * float(row["shown"]) * float(row["price"])
        made.append(
            Attention(
                kind="click_rate",
                title=message("The click rate on {channel} has collapsed.", channel=platform_name(platform)),
                detail=message(
                    "{now} in the last three days; the same weekdays before let expect {low} to {high}.",
                    now=Share(now),
                    low=Share(float(row["low"])),
                    high=Share(float(row["high"])),
                ),
                figure=Share(now / float(row["expected"]) - 1, signed=True),
                stake=lost,
                currency=currency,
                page="campaigns.py",
                query=(("client", str(client)), ("channel", platform), ("period", "28")),
                client_id=client,
                channel=platform,
            )
        )
    return made


def _behind(channels: pd.DataFrame, newest: date) -> list[Attention]:
    """Accounts that reported on nearly every day and have stopped. Made-up ones are measured by each other: nobody brings them up to date."""
    made = []
    ends = channels.groupby("is_demo")["back"].min()
    for key, rows in channels.groupby(["client_id", "platform", "account", "currency", "is_demo"]):
        identity: Any = key
        client, platform, account, currency, is_demo = identity
        since = int(rows["back"].min())
        behind = since - (int(ends[True]) if is_demo else 0)
        span = int(rows["back"].max()) - since + 1
        if not BEHIND_DAYS <= behind <= ENDED_DAYS or span < 14 or rows["back"].nunique() < 0.9 * span:
            continue
        daily = float(rows["cost"].sum()) / span
        name = str(account) or str(platform)
        made.append(
            Attention(
                kind="data",
                title=plural("{channel} is {n} day behind.", "{channel} is {n} days behind.", behind, channel=platform_name(str(platform))),
                detail=message("Account {account}: last day {day}.", account=name, day=newest - timedelta(days=since)),
                figure=Money(daily * behind, str(currency)),
                stake=daily * behind,
                currency=str(currency),
                page="channel_data.py",
                query=(("client", str(int(client))),),
                client_id=int(client),
                channel=str(platform),
            )
        )
    return made


def _unassigned(facts: Warehouse) -> list[Attention]:
    """Accounts of nobody, with the spend of their own last four weeks. Their rows count in no total, so the largest report of each stands for it."""
    nobody = ad_performance.filter(_.client_id.isnull(), _.is_additive, _.cost > 0)
    nobody = nobody.mutate(name=ibis.coalesce(_.account.nullif(""), _.account_id, ""))
    account = ["platform", "name", "currency"]
    dated = nobody.mutate(last=_.date_end.max().over(group_by=account))
    recent = dated.filter(dated.date_start > dated.last - ibis.interval(days=28))
    reports = recent.group_by(*account, "level", "breakdown").agg(cost=_.cost.sum())
    largest = facts.frame(reports.group_by(*account).agg(cost=_.cost.max()).order_by(*account))
    made = []
    for platform, name, currency, cost in largest[[*account, "cost"]].itertuples(index=False):
        made.append(
            Attention(
                kind="unassigned",
                title=message("An account of {channel} belongs to no client yet.", channel=platform_name(platform)),
                detail=message("Account {account}: its spend is in no client's figures.", account=name),
                figure=Money(float(cost), currency),
                stake=float(cost),
                currency=currency,
                page="channel_data.py",
                channel=platform,
            )
        )
    return made
