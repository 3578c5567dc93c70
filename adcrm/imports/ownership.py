"""Rules that say whose a platform's campaigns are: the rows in the books follow a rule when it is made and when it goes.

A rule lies in the CRM database and the rows in the warehouse, so the two writes are ordered: a new rule is kept first, one that goes is
taken away last. Whatever a kill leaves between them, :func:`follow_rules` at the next start brings the rows to where the rules say.
"""

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.campaigns.rules import PERMISSION, Rule, add_rule, first_client, remove_rule, rules
from adcrm.imports.assign import put_back, take_out
from adcrm.imports.clients import Account, owners
from adcrm.imports.layout import quoted
from adcrm.imports.targets import ADS
from adcrm.imports.totals import settle
from adcrm.store.tables import AdAccount


def give_campaigns(
    books: Books,
    actor: Actor,
    *,
    client_id: int,
    platform: str = "",
    account: str = "",
    how: str = "contains",
    text: str,
    position: int | None = None,
) -> tuple[Rule, int]:
    """Keep a rule that these campaigns are a client's, and move their rows; the rule and how many rows moved. Raises as ``add_rule``."""
    rule = add_rule(books.crm, actor, client_id=client_id, platform=platform, account=account, how=how, text=text, position=position)
    return rule, follow_rules(books)


def release_campaigns(books: Books, rule_id: int, actor: Actor) -> Rule:
    """Take such a rule away; its rows go to the next rule that fits, else to their account's client, else to whom their file brought them.

    Raises
    ------
    PermissionRefusedError, NotFoundError.
    """
    require(actor, PERMISSION)
    left = tuple(rule for rule in _owning(books) if rule.id != rule_id)
    gone = next((rule for rule in _owning(books) if rule.id == rule_id), None)
    if gone is not None:
        _move(books, gone.condition, first_client(left, _without_rules(books, gone.condition)))
    return remove_rule(books.crm, rule_id, actor)


def follow_rules(books: Books) -> int:
    """Bring every row to the client that the rules say; says how many moved. Does nothing where they agree already."""
    said = _owning(books)
    if not said:
        return 0
    return _move(books, "(" + " OR ".join(rule.condition for rule in said) + ")", first_client(said, "client_id"))


def _owning(books: Books) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules(books.crm) if rule.campaign_id is None)


def _move(books: Books, which: str, wanted: str) -> int:
    """Give the rows of ``which`` (SQL) to the client ``wanted`` (SQL), with all their versions; one transaction."""
    mine = f"{which} AND client_id IS DISTINCT FROM ({wanted})"
    if not any(books.facts.sql(f"SELECT 1 AS n FROM {table} WHERE {mine} LIMIT 1").num_rows for table in (ADS.table, f"{ADS.table}_history")):
        return 0
    with books.facts.write() as writer:
        moved = take_out(writer, ADS, mine)
        writer.execute(f"UPDATE moving SET client_id = ({wanted})")
        both = "SELECT DISTINCT platform, was_client AS client FROM moving UNION SELECT DISTINCT platform, client_id FROM moving ORDER BY 1, 2"
        touched = [row for row in writer.query(both).to_pylist() if row["client"] is not None]
        put_back(writer, ADS)
        for one in touched:
            settle(writer, one["client"], one["platform"])
    return moved


def _without_rules(books: Books, which: str) -> str:
    """SQL of the client of a row of ``which`` (SQL) by its account, else as the import that brought it decided for the accounts of its file."""
    with books.crm.read() as session:
        known = session.execute(select(AdAccount.platform, AdAccount.account, AdAccount.client_id)).all()
    key = "CASE WHEN coalesce(account_id, '') <> '' THEN account_id ELSE coalesce(account, '') END"
    cases = [
        f"WHEN platform = {quoted(platform)} AND {key} = {quoted(account)} THEN CAST({int(client)} AS INTEGER)"
        for platform, account, client in known
        if account
    ]
    cases += [
        f"WHEN import_id = {number} AND {key} = {quoted(account.key)} THEN CAST({'NULL' if client is None else int(client)} AS INTEGER)"
        for number, account, client in _of_others(books, which)
    ]
    by_import = "(SELECT max(i_client) FROM (SELECT import_id AS i_id, client_id AS i_client FROM imports) i WHERE i_id = import_id)"
    return f"CASE {' '.join(cases)} ELSE {by_import} END" if cases else by_import


def _of_others(books: Books, which: str) -> list[tuple[int, Account, int | None]]:
    """Of the files that rows of ``which`` (SQL) came in: (import, account, its client) where that is not whom the file was loaded for."""
    columns = "import_id, platform, coalesce(account_id, '') AS id, coalesce(account, '') AS name"
    both = " UNION ".join(f"SELECT {columns}, {which} AS is_meant FROM {table}" for table in (ADS.table, f"{ADS.table}_history"))
    found = books.facts.sql(
        "SELECT told.*, coalesce(corrects, told.import_id) AS file, client_id FROM imports "
        f"JOIN ({both}) told ON told.import_id = imports.import_id ORDER BY told.import_id, id, name"
    ).to_pylist()
    meant = {row["file"] for row in found if row["is_meant"]}
    accounts: dict[int, dict[Account, None]] = {}
    for row in found:
        accounts.setdefault(row["file"], {})[Account(row["id"], row["name"])] = None
    made = {}
    for row in found:
        if row["file"] in meant and len(accounts[row["file"]]) > 1:
            account = Account(row["id"], row["name"])
            client = owners(books.crm, row["platform"], list(accounts[row["file"]]), row["client_id"]).client_of[account]
            if client != row["client_id"]:
                made[row["import_id"], account] = client
    return [(number, account, client) for (number, account), client in made.items()]
