"""Clients by the name that was typed."""

from sqlalchemy import select

from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.messages import message
from adcrm.store.tables import Client


def client_names(opened: Books) -> dict[int, str]:
    """Every client's name by its number."""
    with opened.crm.read() as session:
        return {row.id: row.name for row in session.execute(select(Client.id, Client.name))}


def client_called(names: dict[int, str], asked: str | None) -> int | None:
    """The number of the client called ``asked``, case aside; ``None`` where nobody was asked for.

    Raises
    ------
    NotFoundError : nobody is called so; the names there are get named.
    """
    if asked is None:
        return None
    for identifier, name in names.items():
        if name.casefold() == asked.strip().casefold():
            return identifier
    raise NotFoundError(
        message("There is no client called “{name}”.", name=asked), message("Known clients: {names}.", names=", ".join(sorted(names.values())))
    )
