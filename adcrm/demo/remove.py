"""Takes the made-up agency out of both stores and its files out of the folder of kept files."""

from sqlalchemy import delete, select, update

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo.roster import ADVERTISERS
from adcrm.imports.keys import key_uuid
from adcrm.imports.staging import number_repeats
from adcrm.imports.targets import ADS, warehouse_targets
from adcrm.settings import settings
from adcrm.store.session import record
from adcrm.store.tables import Client, Lead, LeadModel, Tag, client_tags
from adcrm.warehouse.steps import clients_of, index_steps

MADE_UP = "SELECT import_id FROM imports WHERE is_demo"


def remove_demo(books: Books, actor: Actor) -> None:
    """Remove clients and imports that are marked as made up, with everything that hangs on them; the log keeps their names.

    What the user loaded for a made-up client stays, and belongs to no client from now on.
    """
    with books.crm.read() as session:
        ids = list(session.scalars(select(Client.id).where(Client.is_demo)))
    files = _remove_facts(books, ids)
    with books.crm.write() as session:
        for client in session.scalars(select(Client).where(Client.is_demo)):
            record(session, actor, "demo.clear", client, before={"name": client.name})
        if ids:  # what was learned from made-up leads says nothing about real ones
            session.execute(update(Lead).values(probability=None, score=None, reasons=None, scored_at=None))
            session.execute(delete(LeadModel))
        session.execute(delete(Client).where(Client.is_demo))
        names = {tag for advertiser in ADVERTISERS for tag in advertiser.tags}
        unused = ~Tag.id.in_(select(client_tags.c.tag_id))
        session.execute(delete(Tag).where(Tag.name.in_(names), unused))
    for sha256 in files:
        (settings().files_dir / sha256).unlink(missing_ok=True)


def _remove_facts(books: Books, client_ids: list[int]) -> list[str]:
    """Remove the rows; returns the SHA-256 of the files that no remaining import came from."""
    with books.facts.write() as writer:
        gone = writer.query("SELECT DISTINCT sha256 FROM imports WHERE is_demo AND sha256 NOT IN (SELECT sha256 FROM imports WHERE NOT is_demo)")[
            "sha256"
        ].to_pylist()
        on_the_way = clients_of(writer, f"import_id IN ({MADE_UP})")
        others = [name for target in warehouse_targets() if target is not ADS for name in (target.table, f"{target.table}_history")]
        for table in ("ad_performance", "ad_performance_history", *others, "quarantine", "import_changes", "exchange_rates"):
            writer.execute(f"DELETE FROM {table} WHERE import_id IN ({MADE_UP})")
        writer.execute("DELETE FROM imports WHERE is_demo")
        if client_ids:
            mine = f"client_id IN ({', '.join(str(int(i)) for i in client_ids)})"
            for table in ("ad_performance", "ad_performance_history"):
                if writer.query(f"SELECT count(*) AS n FROM {table} WHERE {mine}")["n"][0].as_py():
                    writer.execute(f"UPDATE {table} SET client_id = NULL, in_total = FALSE, in_split = FALSE WHERE {mine}")
                    writer.execute(f"UPDATE {table} SET row_key = {key_uuid()} WHERE client_id IS NULL")
                    number_repeats(writer, table, "import_id")
            writer.execute(f"UPDATE imports SET client_id = NULL WHERE {mine}")
            for target in (one for one in warehouse_targets() if one is not ADS):
                for table in (target.table, f"{target.table}_history"):
                    if writer.query(f"SELECT count(*) AS n FROM {table} WHERE {mine}")["n"][0].as_py():
                        writer.execute(f"UPDATE {table} SET client_id = NULL WHERE {mine}")
                        writer.execute(f"UPDATE {table} SET row_key = {key_uuid(target=target)} WHERE client_id IS NULL")
                        number_repeats(writer, table, "import_id", target)
        index_steps(writer, [*on_the_way, *client_ids])
    return list(gone)
