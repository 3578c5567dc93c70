"""Runs the migrations from the program itself, so that nobody has to know Alembic to start AdCRM."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

HERE = Path(__file__).parent


def config(engine: Engine) -> Config:
    """An Alembic configuration that uses ``engine``."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["engine"] = engine
    return made


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision; costs one query when it is there already."""
    made = config(engine)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != ScriptDirectory.from_config(made).get_current_head():
        command.upgrade(made, "head")
