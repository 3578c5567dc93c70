"""What every table of the CRM database stands on."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """All tables share one metadata, which the migrations compare against."""
