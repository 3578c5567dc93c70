"""What the spend of the platforms' campaigns was for: each campaign with the plan that the rules lead it to, and what no rule covers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from adcrm.books import Books
from adcrm.campaigns.plans import Plan, plans
from adcrm.campaigns.rules import Rule, first_that_fits, rules
from adcrm.imports.keys import IS_COUNTED

# SQL: what belongs to nobody has no part in totals yet; its rows without a breakdown are what it will bring.
OF_NOBODY = f"(client_id IS NULL AND is_additive AND breakdown = 'none' AND {IS_COUNTED})"
# SQL of what tells an account's reports apart, behind the account itself.
ONE_REPORT = ("platform", "coalesce(account_id, '')", "coalesce(account, '')", "coalesce(currency, '')", "date_start <> date_end", "level")


@dataclass(frozen=True)
class Mapped:
    """A campaign of a platform in some days, as totals count it. ``plan`` and ``rule`` are ``None`` where no rule fits.

    ``cost`` is in ``currency``, the account's own; ``client_id`` is ``None`` for an account of nobody.
    """

    platform: str
    account: str
    campaign: str
    client_id: int | None
    currency: str
    cost: Decimal
    conversions: Decimal | None
    first_day: date
    last_day: date
    plan: Plan | None
    rule: Rule | None


@dataclass(frozen=True)
class Tagged:
    """Orders whose UTM campaign leads to a plan (``None``: to none), and their net value in ``currency``."""

    plan: Plan | None
    currency: str
    orders: int
    value: Decimal


@dataclass(frozen=True)
class Coverage:
    """Spend of one client and currency that rules lead to plans, and all of it."""

    client_id: int | None
    currency: str
    mapped: Decimal
    whole: Decimal

    @property
    def unmapped(self) -> Decimal:
        """Spend that no rule covers."""
        return self.whole - self.mapped


def mapped_campaigns(books: Books, date_from: date, date_to: date, client_id: int | None = None) -> tuple[Mapped, ...]:
    """Every campaign with spend or results in these days, dearest first; rows that count, and those of accounts of nobody beside them."""
    wanted = tuple(rule for rule in rules(books.crm) if rule.campaign_id is not None)
    known = {plan.id: plan for plan in plans(books.crm)}
    mine = f"AND client_id = {int(client_id)}" if client_id is not None else ""
    days = f"date_start >= DATE '{date_from}' AND date_end <= DATE '{date_to}'"
    found = books.facts.sql(
        "SELECT platform, coalesce(account, account_id, '') AS account, coalesce(campaign, campaign_id, '') AS campaign, client_id, "
        "coalesce(currency, '') AS currency, rule, sum(cost) AS cost, sum(conversions) AS conversions, min(date_start) AS first_day, "
        f"max(date_end) AS last_day FROM (SELECT *, {first_that_fits(wanted)} AS rule FROM ad_performance "
        f"WHERE (in_total OR ({OF_NOBODY} AND ({', '.join(ONE_REPORT)}) IN ({_reports_of_nobody(days)}))) AND {days} {mine}) told "
        "GROUP BY 1, 2, 3, 4, 5, 6"
    ).to_pylist()
    by_rule = {rule.id: rule for rule in wanted}
    made = []
    for row in found:
        rule = by_rule.get(row.pop("rule"))
        cost = Decimal(row.pop("cost") or 0)
        made.append(Mapped(**row, cost=cost, rule=rule, plan=known.get(rule.campaign_id or 0) if rule else None))
    return tuple(sorted(made, key=lambda one: (one.plan is not None, -one.cost, one.platform, one.campaign)))


def _reports_of_nobody(days: str) -> str:
    """SQL: ``ONE_REPORT`` of each account of nobody. Its reports of several levels repeat each other, so that of the most spend speaks for it."""
    account, report = ", ".join(ONE_REPORT[:4]), ", ".join(ONE_REPORT)
    order = f"round(sum(cost)) DESC NULLS LAST, max(coalesce(campaign, campaign_id, '')) <> '' DESC, {', '.join(ONE_REPORT[4:])}"
    names = ", ".join(f"n{i}" for i in range(len(ONE_REPORT)))
    return (
        f"SELECT {names} FROM (SELECT {report}, row_number() OVER (PARTITION BY {account} ORDER BY {order}) FROM ad_performance "
        f"WHERE {OF_NOBODY} AND {days} GROUP BY {report}) ranked({names}, place) WHERE place = 1"
    )


def tagged_orders(books: Books, date_from: date, date_to: date, client_id: int | None = None) -> tuple[Tagged, ...]:
    """The shop's orders of these days by the plan that their UTM campaign leads to; those that lead to none come last.

    A rule for a channel or an account says nothing about a UTM campaign and is passed over. Cancelled orders are left out.
    """
    wanted = tuple(rule for rule in rules(books.crm) if rule.campaign_id is not None and not rule.platform and not rule.account)
    known = {plan.id: plan for plan in plans(books.crm)}
    cases = " ".join(f"WHEN {rule.names} AND client_id = {int(rule.client_id)} THEN {int(rule.campaign_id or 0)}" for rule in wanted)
    mine = f"AND client_id = {int(client_id)}" if client_id is not None else ""
    found = books.facts.sql(
        f"SELECT plan, coalesce(currency, '') AS currency, count(*) AS orders, sum(net_value) AS value FROM (SELECT currency, net_value, "
        f"{f'CASE {cases} END' if cases else 'CAST(NULL AS INTEGER)'} AS plan FROM orders WHERE status <> 'cancelled' "
        f"AND day BETWEEN DATE '{date_from}' AND DATE '{date_to}' {mine}) told GROUP BY 1, 2"
    ).to_pylist()
    made = [Tagged(known.get(row["plan"] or 0), row["currency"], int(row["orders"]), Decimal(row["value"] or 0)) for row in found]
    return tuple(sorted(made, key=lambda one: (one.plan is None, -one.value)))


def coverage(campaigns: tuple[Mapped, ...]) -> tuple[Coverage, ...]:
    """The spend by client and currency, mapped and whole; amounts in different currencies are never added."""
    sums: dict[tuple[int | None, str], list[Decimal]] = {}
    for one in campaigns:
        part = sums.setdefault((one.client_id, one.currency), [Decimal(0), Decimal(0)])
        part[0] += one.cost if one.plan else 0
        part[1] += one.cost
    return tuple(Coverage(client, currency, *part) for (client, currency), part in sorted(sums.items(), key=lambda item: -item[1][1]))


def fitting(
    campaigns: tuple[Mapped, ...], how: str, text: str, platform: str = "", account: str = "", planned_too: bool = False
) -> tuple[Mapped, ...]:
    """The campaigns that a rule still being written names: what the page shows before it is kept.

    One for a plan comes behind the others, so only campaigns without a plan are left for it; ``planned_too`` gives all.
    """
    wanted = " ".join(text.split()).casefold()
    return tuple(
        one
        for one in campaigns
        if (planned_too or one.plan is None)
        and (not platform or one.platform == platform)
        and (not account or one.account == account)
        and _fits(one.campaign.casefold(), how, wanted)
    )


def _fits(name: str, how: str, wanted: str) -> bool:
    """The same comparison that a kept rule makes in SQL."""
    if how == "any":
        return True
    if not wanted:
        return False
    if how == "like":
        return fnmatchcase(name, wanted.replace("[", "[[]"))
    return name == wanted if how == "equals" else name.startswith(wanted) if how == "starts" else wanted in name
