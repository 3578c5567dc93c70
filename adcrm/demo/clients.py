"""The made-up agency's book of clients: contacts, timeline, cases, surveys, contracts, tags, accounts."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adcrm.demo.files import account_id
from adcrm.demo.texts import CASES, COMMENTS, TIMELINE
from adcrm.demo.world import Advertiser, World
from adcrm.store.tables import AdAccount, Case, Client, Contact, Contract, Interaction, Survey, Tag

TALKS_A_MONTH = {"high": 3.4, "medium": 2.0, "low": 0.8}
YEAR = 365


def add_clients(session: Session, world: World, advertisers: tuple[Advertiser, ...]) -> list[Client]:
    """Add every client with all that hangs on it; returns them flushed, in the order of ``advertisers``."""
    taken = set(session.scalars(select(func.lower(Client.name))))
    tags = {tag.name.lower(): tag for tag in session.scalars(select(Tag))}
    made = []
    for index, advertiser in enumerate(advertisers):
        draw = world.dice(index, 70)
        name = advertiser.name if advertiser.name.lower() not in taken else f"{advertiser.name} (demo)"
        began = world.end_of_data - timedelta(days=int(draw.integers(450, 1500)))
        client = Client(
            name=name, short_name=advertiser.short, industry=advertiser.industry, region=advertiser.region, size=advertiser.size,
            frequency=advertiser.frequency, owner=advertiser.owner, currency=advertiser.currency, website=f"https://{advertiser.key}.example",
            needs=advertiser.needs, next_step=advertiser.next_step, is_demo=True, created_at=began, updated_at=world.end_of_data,
        )  # fmt: skip
        for tag in advertiser.tags:
            client.tags.append(tags.setdefault(tag.lower(), Tag(name=tag)))
        client.contacts = [_contact(advertiser, number, index) for number in range(len(advertiser.contacts))]
        client.cases = _cases(world, advertiser, draw)
        client.surveys = _surveys(world, advertiser, draw)
        client.contracts = _contracts(world, advertiser, index)
        session.add(client)
        session.flush()
        client.interactions = _timeline(world, advertiser, client, draw)
        for number, channel in enumerate(advertiser.channels):
            account = account_id(index, number)
            session.add(
                AdAccount(platform=channel.platform, account=account, name=advertiser.name, client_id=client.id, currency=advertiser.currency)
            )
        made.append(client)
    session.flush()
    return made


def _contact(advertiser: Advertiser, number: int, client: int) -> Contact:
    person = advertiser.contacts[number]
    chinese = advertiser.language == "zh"
    phone = f"+86 199 0000 {client:02d}{number:02d}" if chinese else f"+1 555 0100 {client:02d}{number:02d}"
    wechat = f"{advertiser.key}_{number + 1}" if chinese else ""
    mail = f"{person.mailbox}@{advertiser.key}.example"
    return Contact(name=person.name, title=person.title, role=person.role, email=mail, phone=phone, wechat=wechat)


def _timeline(world: World, advertiser: Advertiser, client: Client, draw: np.random.Generator) -> list[Interaction]:
    """Talks over the 14 months, ordered by time; a client about whom something is wrong hears from us this week."""
    count = max(6, round(TALKS_A_MONTH[advertiser.frequency] * 14))
    days = np.sort(draw.integers(0, 424, count))[::-1]
    lines = TIMELINE[advertiser.language]
    made = []
    for days_ago, which in zip(days, draw.integers(0, len(lines), count), strict=True):
        kind, text = lines[which]
        at = _office_time(world, int(days_ago) + 1, draw)
        contact = client.contacts[int(draw.integers(0, len(client.contacts)))]
        product = advertiser.products[int(draw.integers(0, len(advertiser.products)))]
        summary = text.format(name=contact.name, product=product)
        made.append(Interaction(contact_id=contact.id, kind=kind, at=at, summary=summary, by=advertiser.owner))
    return made


def _cases(world: World, advertiser: Advertiser, draw: np.random.Generator) -> list[Case]:
    unhappy = advertiser.nps[-1] <= 6
    made = []
    for number, which in enumerate(draw.permutation(len(CASES[advertiser.language]))[: 4 + 2 * unhappy]):
        kind, subject, detail, resolution = CASES[advertiser.language][which]
        opened = _office_time(world, int(draw.integers(6, 400)) if number else int(draw.integers(1, 9)), draw)
        answered = opened + timedelta(hours=float(draw.lognormal(1.2 + 0.9 * unhappy, 0.7)))
        resolved = answered + timedelta(hours=float(draw.lognormal(3.2 + 0.5 * unhappy, 0.8)))
        is_open = number == 0 or resolved >= world.end_of_data
        is_answered = answered < world.end_of_data and not (number == 0 and unhappy)
        made.append(
            Case(
                kind=kind,
                subject=subject,
                detail=detail,
                status="open" if is_open else "resolved",
                opened_at=opened,
                first_answer_at=answered if is_answered else None,
                resolved_at=None if is_open else resolved,
                resolution="" if is_open else resolution,
            )
        )
    return made


def _surveys(world: World, advertiser: Advertiser, draw: np.random.Generator) -> list[Survey]:
    made = []
    comments = COMMENTS[advertiser.language]
    for quarter, score in enumerate(advertiser.nps):
        day = world.end_day - timedelta(days=(len(advertiser.nps) - 1 - quarter) * 91 + int(draw.integers(8, 20)))
        level = 0 if score >= 9 else 1 if score >= 7 else 2
        made.append(Survey(kind="nps", score=score, comment=comments[level][quarter % len(comments[level])], answered_on=day))
        made.append(Survey(kind="nps", score=int(np.clip(score + draw.integers(-1, 2), 0, 10)), comment="", answered_on=day + timedelta(days=2)))
    return made


def _contracts(world: World, advertiser: Advertiser, index: int) -> list[Contract]:
    """Last year's contract, ended, and the present one, which ends as the roster says (in the past: ended)."""
    ends = world.end_day + timedelta(days=advertiser.contract_ends)
    model = ("percent", "percent", "fixed", "percent", "cpa")[index % 5]
    rate = Decimal("0.08") + Decimal(index % 5) / 100 if model == "percent" else Decimal(0)
    value = Decimal(round(advertiser.monthly * 12 / 1000) * 1000)

    def contract(starts: date, until: date, share: Decimal, status: str) -> Contract:
        return Contract(
            reference=f"{advertiser.key[:4].upper()}-{starts.year}-{index + 1:02d}",
            starts_on=starts,
            ends_on=until,
            value=(value * share).quantize(Decimal("0.01")),
            currency=advertiser.currency,
            fee_model=model,
            fee_rate=rate,
            status=status,
        )

    starts = ends - timedelta(days=YEAR - 1)
    before = contract(starts - timedelta(days=YEAR), starts - timedelta(days=1), Decimal("0.85"), "ended")
    return [before, contract(starts, ends, Decimal(1), "active" if advertiser.contract_ends > 0 else "ended")]


def _office_time(world: World, days_ago: int, draw: np.random.Generator) -> datetime:
    day = world.end_of_data - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return day + timedelta(hours=int(draw.integers(1, 10)), minutes=int(draw.integers(0, 12)) * 5)
