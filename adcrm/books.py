"""The two open stores of this process, as the settings name them. Pages, routes and the command line share them."""

from dataclasses import dataclass
from functools import cache

from adcrm.settings import settings
from adcrm.store import Store, open_store
from adcrm.warehouse import Warehouse, open_warehouse


@dataclass(frozen=True)
class Books:
    """The CRM database and the ad warehouse, both safe to use from every thread."""

    crm: Store
    facts: Warehouse

    def close(self) -> None:
        """Give back every connection of both."""
        self.facts.close()
        self.crm.close()


def books() -> Books:
    """The stores that the settings name, opened once and brought up to date."""
    return _open(settings().crm_url, settings().facts_url)


@cache
def _open(crm_url: str, facts_url: str) -> Books:
    return Books(open_store(crm_url), open_warehouse(facts_url))
