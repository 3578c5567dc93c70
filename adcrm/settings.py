"""Every setting of AdCRM, in one place; each can be set by an environment variable ``ADCRM_<NAME>``.

Nothing else in the program reads the environment.
"""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

VERSION = "0.1.0"  # as in pyproject.toml; asking the installed package goes through sys.path, which Streamlit changes while other threads run
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings of one running AdCRM.

    Attributes
    ----------
    data_dir : folder of the embedded stores, of the kept import files and of the demo's truth.
    database_url : SQLAlchemy URL of the CRM database; empty means ``<data_dir>/crm.sqlite``.
    warehouse_url : ``duckdb:///path`` or ``postgresql://...``; empty means ``<data_dir>/warehouse.duckdb``.
    reporting_currency : ISO 4217 code of the reporting currency until another is chosen on the settings page.
    maturity_days : days after which conversions are treated as final. Seven days is the default
        click window of Meta and the billing window of Ocean Engine.
    max_file_mb : largest single export that is read, in MB (10^6 bytes), after unpacking.
    watch_dir : folder whose files are imported as they come; a sub-folder's name is the client. Empty for none.
    watch_seconds : how often that folder is looked through.
    sync_file : TOML file with the sources of ``adcrm sync`` and their credentials; empty means ``.streamlit/secrets.toml``.
    sync_wait_seconds : first wait before a platform is asked again (each next one is twice as long), and the pause between two
        looks whether a report is ready.
    user_name : who acts when nobody signs in (the local owner).
    """

    model_config = SettingsConfigDict(env_prefix="ADCRM_", frozen=True)

    data_dir: Path = ROOT / "data"
    database_url: str = ""
    warehouse_url: str = ""
    reporting_currency: str = "CNY"
    maturity_days: int = Field(default=7, ge=0, le=90)
    max_file_mb: int = Field(default=500, ge=1)
    watch_dir: Path | None = None
    watch_seconds: float = Field(default=10, gt=0)
    sync_file: Path | None = None
    sync_wait_seconds: float = Field(default=2, ge=0)
    user_name: str = "owner"

    @property
    def most_bytes(self) -> int:
        """How much of a file is read: one byte more than allowed is refused as too large, without reading on."""
        return self.max_file_mb * 1_000_000 + 1

    @property
    def crm_url(self) -> str:
        """URL of the CRM database, the embedded one unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'crm.sqlite'}"

    @property
    def facts_url(self) -> str:
        """URL of the ad warehouse, the embedded one unless another is set."""
        return self.warehouse_url or f"duckdb:///{self.data_dir / 'warehouse.duckdb'}"

    @property
    def files_dir(self) -> Path:
        """Folder in which the bytes of every loaded file are kept, named by their SHA-256."""
        return self.data_dir / "files"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
