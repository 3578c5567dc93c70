"""What the two stores of this process are: engine, version, place and size. Never a password."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from adcrm.books import Books
from adcrm.settings import settings


@dataclass(frozen=True)
class StoreState:
    """One store. ``place`` is the file, or host and database; ``size_bytes`` ``None`` where the engine does not tell."""

    engine: str
    engine_version: str
    place: str
    size_bytes: int | None
    schema: str
    data_version: int


def store_states(books: Books) -> tuple[StoreState, StoreState]:
    """The CRM database and the ad warehouse."""
    return _crm(books), _facts(books)


def _crm(books: Books) -> StoreState:
    engine: Engine = books.crm.engine
    lite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        version = connection.execute(text("SELECT sqlite_version()" if lite else "SHOW server_version")).scalar_one()
        size = None if lite else connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return StoreState(
        "SQLite" if lite else "PostgreSQL",
        _short(str(version)),
        _place(settings().crm_url),
        _file_size(settings().crm_url) if lite else size,
        str(schema),
        books.crm.version(),
    )


def _facts(books: Books) -> StoreState:
    duck = books.facts.dialect == "duckdb"
    asked = "SELECT version() AS v, 0 AS n" if duck else "SELECT current_setting('server_version') AS v, pg_database_size(current_database()) AS n"
    told = books.facts.sql(asked)
    schema = books.facts.sql("SELECT value FROM warehouse_meta WHERE key = 'schema'")["value"][0].as_py()
    return StoreState(
        "DuckDB" if duck else "PostgreSQL",
        _short(told["v"][0].as_py()),
        _place(settings().facts_url),
        _file_size(settings().facts_url) if duck else int(told["n"][0].as_py()),
        str(schema),
        books.facts.version(),
    )


def _short(version: str) -> str:
    found = re.search(r"\d+(\.\d+)+", version)
    return found.group() if found else version


def _place(url: str) -> str:
    parsed = make_url(url)
    if parsed.host:
        return f"{parsed.host}{f':{parsed.port}' if parsed.port else ''}/{parsed.database or ''}"
    return parsed.database or ""


def _file_size(url: str) -> int | None:
    """The file and what was written beside it since the last tidying."""
    base = Path(make_url(url).database or "")
    files = [file for file in (base, base.with_name(base.name + "-wal"), base.with_name(base.name + ".wal")) if file.is_file()]
    return sum(file.stat().st_size for file in files) if files else None
