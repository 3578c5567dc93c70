"""Reports that name no account, of a client who has several: the same spend may stand in one of them already.

Of a client with one account such a report is that account's. With several nobody can tell, but its campaigns can: what stands in a named
account on the same days does not count a second time. Rather a report too few in a total than the same spend twice.
"""

from datetime import date

from adcrm.messages import Message, message
from adcrm.warehouse import Writer

END = "\x1f"  # between an account's name and its currency, see adcrm.imports.totals


def told_twice(writer: Writer) -> set[tuple[str, date, date]]:
    """Account key, first and last day of those rows of ``facts`` without an account whose campaigns stand in a named account, or that name none.

    Works on ``facts`` and ``facts_accounts``; nothing is looked at where no client has both kinds in one currency.
    """
    keys = set(writer.query("SELECT DISTINCT account_key FROM facts_accounts")["account_key"].to_pylist())
    nameless = {key for key in keys if key.startswith(END)}
    if not any(key.endswith(one) for one in nameless for key in keys - nameless):
        return set()
    told = (
        "SELECT DISTINCT facts.account_key, facts.date_start, facts.date_end, coalesce(ads.campaign_id, '') AS number, "
        "coalesce(ads.campaign, '') AS name FROM facts JOIN ad_performance ads ON ads.row_key = facts.row_key WHERE facts.additive"
    )
    same = (
        "(mine.number = '' AND mine.name = '') OR (mine.number <> '' AND mine.number = other.number) "
        "OR (mine.name <> '' AND mine.name = other.name AND (mine.number = '' OR other.number = ''))"
    )
    found = writer.query(
        f"WITH told AS ({told}) SELECT DISTINCT mine.account_key, mine.date_start, mine.date_end FROM told mine JOIN told other "
        "ON other.date_start <= mine.date_end AND mine.date_start <= other.date_end AND right(other.account_key, length(mine.account_key)) "
        f"= mine.account_key WHERE starts_with(mine.account_key, chr(31)) AND NOT starts_with(other.account_key, chr(31)) AND ({same})"
    )
    return {(row["account_key"], row["date_start"], row["date_end"]) for row in found.to_pylist()}


def said_nameless(writer: Writer, platform: str) -> tuple[Message, ...]:
    """A note where the staged report (``keyed``) has rows without an account and its client several accounts on the platform."""
    unnamed = "coalesce(account_id, '') = '' AND coalesce(account, '') = ''"
    held = writer.query(
        "SELECT DISTINCT client_id, coalesce(nullif(account, ''), account_id) AS name, coalesce(nullif(account_id, ''), account) AS key "
        f"FROM ad_performance WHERE platform = $platform AND client_id IS NOT NULL AND NOT ({unnamed}) ORDER BY 3, 2",
        platform=platform,
    ).to_pylist()
    of_client: dict[int, dict[str, str]] = {}
    for row in held:
        of_client.setdefault(row["client_id"], {})[row["key"]] = row["name"]
    several = [client for client, accounts in of_client.items() if len(accounts) > 1]
    if not several:  # the rows of a large report are better not looked at
        return ()
    mine = set(writer.query(f"SELECT DISTINCT client_id FROM keyed WHERE {unnamed}")["client_id"].to_pylist())
    names = [name for client in several if client in mine for name in of_client[client].values()]
    if not names:
        return ()
    return (
        message(
            "The report names no account, and the client has several on this channel ({accounts}): on days on which one of them has its campaigns "
            "already, it counts in no total. Name its account to have it counted.",
            accounts=", ".join(names[:5]),
        ),
    )
