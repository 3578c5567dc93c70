"""Rules that lead a platform's campaign to a client or to a planned campaign: kept in order, the first that fits decides.

A rule for a client moves the rows of the campaigns that it names to that client, at every load and when the rule is made; one for a
planned campaign only says what the client's spend was for, so it is asked when a page is drawn and nothing is written.
"""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import Campaign, CampaignRule, Client

PERMISSION = "clients.edit"
WAYS: dict[str, Message] = {
    "contains": message("contains"),
    "starts": message("starts with"),
    "equals": message("is exactly"),
    "like": message("fits the pattern (* any letters, ? one)"),
    "any": message("is any"),
}


@dataclass(frozen=True)
class Rule:
    """``campaign_id``: the planned campaign, ``None`` for a rule that says whose the campaigns are. See :class:`CampaignRule` for the rest."""

    id: int
    client_id: int
    campaign_id: int | None
    platform: str
    account: str
    how: str
    text: str
    position: int = 0

    @property
    def names(self) -> str:
        """SQL that is true where the column ``campaign`` (a platform's name or a UTM campaign) is one of those meant."""
        name = "lower(coalesce(campaign, ''))"
        wanted = self.text.lower()
        tests = {
            "any": "TRUE",
            "equals": f"{name} = {_quoted(wanted)}",
            "starts": f"starts_with({name}, {_quoted(wanted)})",
            "contains": f"strpos({name}, {_quoted(wanted)}) > 0",
            "like": f"{name} LIKE {_quoted(_as_like(wanted))} ESCAPE '!'",
        }
        return tests[self.how]

    @property
    def condition(self) -> str:
        """SQL over the columns of ``ad_performance`` that is true for a row of these campaigns (DuckDB and PostgreSQL)."""
        parts = [self.names]
        if self.platform:
            parts.append(f"platform = {_quoted(self.platform)}")
        if self.account:
            parts.append(f"(coalesce(account_id, '') = {_quoted(self.account)} OR coalesce(account, '') = {_quoted(self.account)})")
        if self.campaign_id is not None:
            parts.append(f"client_id = {int(self.client_id)}")
        return "(" + " AND ".join(parts) + ")"


def rules(crm: Store) -> tuple[Rule, ...]:
    """All rules, in the order in which they are asked."""
    with crm.read() as session:
        return tuple(_rule(row) for row in session.scalars(select(CampaignRule).order_by(CampaignRule.position, CampaignRule.id)))


def add_rule(
    crm: Store,
    actor: Actor,
    *,
    client_id: int,
    campaign_id: int | None = None,
    platform: str = "",
    account: str = "",
    how: str = "contains",
    text: str,
    position: int | None = None,
) -> Rule:
    """Put a rule behind the others, or to the place ``position`` from which it was taken away.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such client or planned campaign of it), InputError (it names nothing to look for, or everything).
    """
    require(actor, PERMISSION)
    wanted = " ".join(text.split())
    if how not in WAYS:
        raise InputError(message("There is no way “{how}” to compare names.", how=how), message("Choose one from the list."))
    if how != "any" and not wanted:
        raise InputError(message("The rule does not say which campaigns it is about."), message("Type a part of the campaign’s name."))
    if how == "any" and not account:
        raise InputError(
            message("A rule for every campaign of every account would take in everything."), message("Name the account, or a part of the name.")
        )
    with crm.write() as session:
        if session.get(Client, client_id) is None:
            raise NotFoundError(message("There is no client with the number {id}.", id=str(client_id)), message("Choose a client from the list."))
        planned = session.get(Campaign, campaign_id) if campaign_id is not None else None
        if campaign_id is not None and (planned is None or planned.client_id != client_id):
            raise NotFoundError(message("This client has no such planned campaign."), message("Choose one of the client’s planned campaigns."))
        last = session.scalar(select(func.max(CampaignRule.position))) or 0
        row = CampaignRule(
            position=last + 1 if position is None else position,
            client_id=client_id,
            campaign_id=campaign_id,
            platform=platform,
            account=account.strip(),
            how=how,
            text=wanted if how != "any" else "",
            created_at=now(),
            created_by=actor.name,
        )
        session.add(row)
        record(session, actor, "campaign_rule.add", row, after={"text": row.text, "how": how, "client_id": client_id, "campaign_id": campaign_id})
        return _rule(row)


def remove_rule(crm: Store, rule_id: int, actor: Actor) -> Rule:
    """Take a rule away and return it, so that it can be put back.

    Raises
    ------
    PermissionRefusedError, NotFoundError.
    """
    require(actor, PERMISSION)
    with crm.write() as session:
        row = session.get(CampaignRule, rule_id)
        if row is None:
            raise NotFoundError(message("There is no rule with the number {id}.", id=str(rule_id)), message("Choose one from the list."))
        gone = _rule(row)
        record(session, actor, "campaign_rule.remove", row, before={"text": row.text, "how": row.how, "client_id": row.client_id})
        session.execute(delete(CampaignRule).where(CampaignRule.id == rule_id))
        return gone


def first_that_fits(some: tuple[Rule, ...]) -> str:
    """SQL of the number of the first rule that fits a row, NULL for none."""
    if not some:
        return "CAST(NULL AS INTEGER)"
    return "CASE " + " ".join(f"WHEN {rule.condition} THEN {rule.id}" for rule in some) + " END"


def first_client(some: tuple[Rule, ...], otherwise: str) -> str:
    """SQL of the client that the first fitting rule names, else ``otherwise`` (SQL too)."""
    if not some:
        return otherwise
    return "CASE " + " ".join(f"WHEN {rule.condition} THEN CAST({int(rule.client_id)} AS INTEGER)" for rule in some) + f" ELSE {otherwise} END"


def _rule(row: CampaignRule) -> Rule:
    return Rule(row.id, row.client_id, row.campaign_id, row.platform, row.account, row.how, row.text, row.position)


def _as_like(pattern: str) -> str:
    """``*`` and ``?`` as SQL's ``%`` and ``_``; the signs themselves, escaped by ``!``."""
    escaped = pattern.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return escaped.replace("*", "%").replace("?", "_")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
