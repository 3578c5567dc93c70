"""Ends with 0 when neither store holds anything yet, else with 1; the start script loads the demo agency only then."""

import sys

from sqlalchemy import func, select

from adcrm.books import books
from adcrm.store.tables import Client


def main() -> int:
    """0 for empty stores, 1 otherwise."""
    opened = books()
    with opened.crm.read() as session:
        clients = session.scalar(select(func.count()).select_from(Client)) or 0
    imports = opened.facts.sql("SELECT count(*) AS n FROM imports")["n"][0].as_py()
    return int(bool(clients or imports))


if __name__ == "__main__":
    sys.exit(main())
