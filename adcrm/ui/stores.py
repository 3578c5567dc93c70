"""What every page needs of the stores: the open books, their versions as cache keys, and who acts."""

from adcrm.actors import Actor
from adcrm.books import Books, books
from adcrm.settings import settings


def stores() -> Books:
    """The open stores."""
    return books()


def actor() -> Actor:
    """Who acts: without sign-in, the local owner."""
    return Actor(settings().user_name)


def facts_version() -> int:
    """Key for caches over the warehouse: rises with every write."""
    return books().facts.version()


def crm_version() -> int:
    """Key for caches over the CRM database: rises with every write."""
    return books().crm.version()
