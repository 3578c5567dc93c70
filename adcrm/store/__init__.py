"""The CRM database: clients, people, leads, decisions and the audit log (SQLAlchemy 2 and Alembic)."""

from adcrm.store.session import Store, open_store

__all__ = ["Store", "open_store"]
