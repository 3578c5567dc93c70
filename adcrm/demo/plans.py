"""What the made-up agency planned for some of its clients, and the rules that lead the platforms' campaigns to these plans.

Search campaigns belong to a plan for the whole year, feeds and creators to one for the season; what is left without a plan is there to be
mapped. Budgets are near what was spent, so that some plans run over.
"""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adcrm.demo.world import Advertiser, World
from adcrm.store.tables import Campaign, CampaignRule, Client

PLANNED = 6  # clients with plans
SEASON_DAYS = 90
# A plan: its name in either language, the platforms that it takes all campaigns of, and its days before the end (``None``: the whole time).
PLANS = (
    ("全年搜索", "Search, all year", ("google_ads", "baidu_search"), None),
    ("季度拉新", "Season push", ("meta_ads", "tencent_ads", "ocean_engine", "kol"), SEASON_DAYS),
)


def add_plans(session: Session, world: World, advertisers: tuple[Advertiser, ...], clients: list[Client]) -> None:
    """Add plans and rules for the first clients, behind the rules that are there."""
    place = session.scalar(select(func.max(CampaignRule.position))) or 0
    for advertiser, client in list(zip(advertisers, clients, strict=True))[:PLANNED]:
        for chinese, english, platforms, days in PLANS:
            mine = [channel for channel in advertiser.channels if channel.platform in platforms]
            if not mine:
                continue
            starts = world.first_day if days is None else max(world.first_day, world.end_day - timedelta(days=days - 1))
            plan = Campaign(
                client_id=client.id,
                name=chinese if advertiser.language == "zh" else english,
                starts_on=starts,
                ends_on=world.end_day + timedelta(days=30),
                budget=_budget(advertiser, sum(channel.share for channel in mine), starts, world.end_day),
                currency=advertiser.currency,
                created_at=world.end_of_data,
            )
            session.add(plan)
            session.flush()
            for channel in mine:
                place += 1
                rule = {"client_id": client.id, "campaign_id": plan.id, "platform": channel.platform, "how": "contains", "text": advertiser.short}
                session.add(CampaignRule(position=place, **rule, created_at=world.end_of_data, created_by=advertiser.owner))


def _budget(advertiser: Advertiser, share: float, starts: date, ends: date) -> Decimal:
    """The ordinary spend of these channels over the plan's days and the month to come, in round thousands."""
    months = ((ends - starts).days + 31) / 30.4
    return Decimal(max(1, round(advertiser.monthly * share * months / 1000)) * 1000)
