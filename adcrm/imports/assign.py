"""Gives an ad account to a client: its rows move, with their keys, and the account is remembered."""

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.imports.clients import Account, client_name, remember_account
from adcrm.imports.keys import key_uuid
from adcrm.imports.staging import COLUMNS, number_repeats
from adcrm.imports.totals import settle
from adcrm.imports.versions import restore_latest
from adcrm.messages import message
from adcrm.warehouse import Writer

# An account is known by its id; one without an id by its name. Rows that name none can only be told from others while they are nobody's.
OF_ACCOUNT = (
    "platform = $platform AND client_id IS DISTINCT FROM CAST($client AS INTEGER) AND CASE WHEN coalesce(account_id, '') <> '' "
    "THEN account_id = $account ELSE coalesce(account, '') = $account AND ($account <> '' OR client_id IS NULL) END"
)


def unassigned_accounts(books: Books) -> list[tuple[str, Account, int]]:
    """Accounts whose rows belong to no client: (platform, account, rows), most rows first."""
    found = books.facts.sql(
        "SELECT platform, coalesce(account_id, '') AS id, max(coalesce(account, '')) AS name, count(*) AS n FROM ad_performance "
        "WHERE client_id IS NULL GROUP BY platform, coalesce(account_id, ''), CASE WHEN coalesce(account_id, '') = '' THEN account ELSE '' END "
        "ORDER BY n DESC, platform, id, name"
    ).to_pylist()
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
    with books.facts.write() as writer:
        moved = _take_out(writer, platform, account, client_id)
        if not moved:
            raise NotFoundError(
                message("There are no rows of the account “{account}” to move.", account=account),
                message("Look at the accounts on the page Channel data."),
            )
        before = writer.query("SELECT DISTINCT was_client FROM moving WHERE was_client IS NOT NULL ORDER BY 1")["was_client"].to_pylist()
        named = writer.query("SELECT max(coalesce(account_id, '')) AS id, max(coalesce(account, '')) AS name, max(currency) AS currency FROM moving")
        writer.execute(f"UPDATE moving SET client_id = {int(client_id)}")
        writer.execute(f"UPDATE moving SET row_key = {key_uuid()}")
        number_repeats(writer, "moving", within="import_id")
        _put_back(writer)
        for client in (*before, client_id):
            settle(writer, client, platform)
    found = named.to_pylist()[0]
    remember_account(books.crm, platform, Account(found["id"], found["name"]), client_id, actor, currency=found["currency"] or "", replace=True)
    return moved


def _take_out(writer: Writer, platform: str, account: str, client_id: int) -> int:
    """Move all versions of the account's rows into ``moving``; the number of current ones."""
    values = {"platform": platform, "account": account, "client": client_id}
    writer.execute("DROP TABLE IF EXISTS moving")
    writer.execute(
        f"CREATE TEMP TABLE moving AS SELECT {COLUMNS}, client_id AS was_client, 1 AS was_current FROM ad_performance WHERE {OF_ACCOUNT} "
        f"UNION ALL SELECT {COLUMNS}, client_id, 0 FROM ad_performance_history WHERE {OF_ACCOUNT}",
        **values,
    )
    for table in ("ad_performance", "ad_performance_history"):
        writer.execute(f"DELETE FROM {table} WHERE {OF_ACCOUNT}", **values)
    return int(writer.query("SELECT count(*) FILTER (WHERE was_current = 1) AS n FROM moving")["n"][0].as_py())


def _put_back(writer: Writer) -> None:
    """All versions go to the history, those they now meet as well; then the newest of each key becomes current."""
    own = COLUMNS.replace("in_total, in_split", "FALSE, FALSE")
    keys = "SELECT row_key FROM moving"
    writer.execute(f"INSERT INTO ad_performance_history ({COLUMNS}) SELECT {own} FROM ad_performance WHERE row_key IN ({keys})")
    writer.execute(f"DELETE FROM ad_performance WHERE row_key IN ({keys})")
    writer.execute(f"INSERT INTO ad_performance_history ({COLUMNS}) SELECT {own} FROM moving")
    restore_latest(writer, keys)
    writer.execute("DROP TABLE moving")
