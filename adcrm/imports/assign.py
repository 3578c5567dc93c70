"""Gives an ad account to a client: its rows move, with their keys, and the account is remembered."""

from typing import Any

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.campaigns.rules import first_client, rules
from adcrm.channels.known import channels
from adcrm.errors import NotFoundError
from adcrm.imports.clients import Account, client_name, remember_account
from adcrm.imports.keys import key_uuid
from adcrm.imports.staging import number_repeats
from adcrm.imports.targets import ADS, Target, named, target_of, warehouse_targets
from adcrm.imports.totals import settle
from adcrm.imports.versions import FLAGS, restore_latest
from adcrm.messages import message
from adcrm.warehouse import Writer
from adcrm.warehouse.steps import INDEXED, index_steps

CLAIMS = "claims:"


def unassigned_accounts(books: Books) -> list[tuple[str, Account, int]]:
    """Accounts whose rows belong to no client: (platform, account, rows), most rows first."""
    found = []
    for target in warehouse_targets():
        number = "coalesce(account_id, '')" if target.has_account_id else "''"
        found += books.facts.sql(
            f"SELECT {_platform(target)} AS platform, {number} AS id, max(coalesce(account, '')) AS name, count(*) AS n FROM {target.table} "
            f"WHERE client_id IS NULL GROUP BY 1, 2, CASE WHEN {number} = '' THEN account ELSE '' END"
        ).to_pylist()
    found.sort(key=lambda row: (-row["n"], row["platform"], row["id"], row["name"]))
    return [(row["platform"], Account(row["id"], row["name"]), int(row["n"])) for row in found]


def assign_account(books: Books, platform: str, account: str, client_id: int, actor: Actor) -> int:
    """Move every row of ``account`` (its id, else its name) to a client, remember it, and return how many rows moved.

    Where the client has a row of the same key, the version of the newest import is the current one.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such client, or no row of this account that is not the client's).
    """
    require(actor, "imports.load")
    if not client_name(books.crm, client_id):
        raise NotFoundError(message("There is no client with the number {id}.", id=str(client_id)), message("Choose a client from the list."))
    target = _target_of(platform)
    with books.facts.write() as writer:
        moved = take_out(writer, target, _of_account(target), platform=platform, account=account, client=client_id)
        if not moved:
            raise NotFoundError(
                message("There are no rows of the account “{account}” to move.", account=account),
                message("Look at the accounts on the page Channel data."),
            )
        before = writer.query("SELECT DISTINCT was_client FROM moving WHERE was_client IS NOT NULL ORDER BY 1")["was_client"].to_pylist()
        number = "max(coalesce(account_id, ''))" if target.has_account_id else "''"
        found = writer.query(f"SELECT {number} AS id, max(coalesce(account, '')) AS name, max(currency) AS currency FROM moving").to_pylist()[0]
        ruled = tuple(rule for rule in rules(books.crm) if rule.campaign_id is None) if target is ADS else ()
        writer.execute(f"UPDATE moving SET client_id = {first_client(ruled, f'CAST({int(client_id)} AS INTEGER)')}")
        put_back(writer, target)
        for client in sorted({*before, client_id, *(rule.client_id for rule in ruled)}) if target is ADS else ():
            settle(writer, client, platform)
        if target.table in INDEXED:
            index_steps(writer, [*before, client_id])
    remember_account(books.crm, platform, Account(found["id"], found["name"]), client_id, actor, currency=found["currency"] or "", replace=True)
    return moved


def _target_of(platform: str) -> Target:
    """The kind of records that a platform's key stands for; ad facts, where no other says so."""
    if platform.startswith(CLAIMS):
        return target_of("claims")
    of_one = {key: target for target in warehouse_targets() for key in target.platforms}
    web = {channel.key for channel in channels() if channel.target == "web"}
    return of_one.get(platform, target_of("web") if platform in web else ADS)


def _platform(target: Target) -> str:
    """SQL of a row's platform, by the key that it has outside its table."""
    if target.key == "claims":
        return f"'{CLAIMS}' || platform"
    return f"'{target.platforms[0]}'" if target.platforms else "platform"


def _of_account(target: Target) -> str:
    """SQL: an account is known by its id; one without an id by its name. Rows that name none can only be told apart while they are nobody's."""
    by_name = "coalesce(account, '') = $account AND ($account <> '' OR client_id IS NULL)"
    mine = f"CASE WHEN coalesce(account_id, '') <> '' THEN account_id = $account ELSE {by_name} END" if target.has_account_id else f"({by_name})"
    return f"{_platform(target)} = $platform AND client_id IS DISTINCT FROM CAST($client AS INTEGER) AND {mine}"


def take_out(writer: Writer, target: Target, mine: str, **values: Any) -> int:
    """Move all versions of the rows that ``mine`` (SQL) names into ``moving``; the number of current ones.

    ``of_file`` is the import that brought a row's file: corrections belong to the one that they correct, with which they were numbered.
    """
    table, history = target.table, f"{target.table}_history"
    writer.execute("DROP TABLE IF EXISTS moving")
    corrections = "LEFT JOIN (SELECT import_id AS c_import, corrects AS c_file FROM imports) corrections ON c_import = import_id"
    more = "coalesce(c_file, import_id) AS of_file, client_id AS was_client"
    writer.execute(
        f"CREATE TEMP TABLE moving AS SELECT {target.columns}, {more}, 1 AS was_current FROM {table} {corrections} WHERE {mine} "
        f"UNION ALL SELECT {target.columns}, {more}, 0 FROM {history} {corrections} WHERE {mine}",
        **values,
    )
    for name in (table, history):
        writer.execute(f"DELETE FROM {name} WHERE {mine}", **values)
    return int(writer.query("SELECT count(*) FILTER (WHERE was_current = 1) AS n FROM moving")["n"][0].as_py())


def put_back(writer: Writer, target: Target) -> None:
    """Give the rows of ``moving`` the keys of their new clients and take them in.

    All versions go to the history, those they now meet as well; then the newest of each key becomes current.
    """
    writer.execute(f"UPDATE moving SET row_key = {key_uuid(target=target)}")
    number_repeats(writer, "moving", within="of_file", target=target)
    own = ", ".join("FALSE" if name in FLAGS else named(name) for name in target.schema.names)
    keys = "SELECT row_key FROM moving"
    table, history = target.table, f"{target.table}_history"
    writer.execute(f"INSERT INTO {history} ({target.columns}) SELECT {own} FROM {table} WHERE row_key IN ({keys})")
    writer.execute(f"DELETE FROM {table} WHERE row_key IN ({keys})")
    writer.execute(f"INSERT INTO {history} ({target.columns}) SELECT {own} FROM moving")
    restore_latest(writer, keys, target)
    writer.execute("DROP TABLE moving")
