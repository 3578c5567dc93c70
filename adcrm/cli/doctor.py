"""``adcrm doctor``: is everything there that AdCRM needs, and does it work?"""

import importlib.metadata
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click
from sqlalchemy.exc import SQLAlchemyError

from adcrm.cli.output import json_option, print_json
from adcrm.errors import AdcrmError
from adcrm.messages import CATALOGUES, LOCALES, Message, message, translate
from adcrm.settings import settings

PACKAGES = ("streamlit", "altair", "pandas", "pyarrow", "sqlalchemy", "ibis-framework", "duckdb", "scikit-learn")
LEAST_FREE = 2 * 10**9  # bytes; ten million facts take 0.2 GB, and an import writes its rows twice before it commits


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, whether it is in order, what was found, and what to do if it is not.

    AdCRM runs without what is not ``needed``.
    """

    name: str
    ok: bool
    found: str
    remedy: Message | None = None
    needed: bool = True


@click.command("doctor")
@json_option
def command(as_json: bool) -> None:
    """Check that everything AdCRM needs is there and works."""
    findings = [check() for check in CHECKS]
    well = all(finding.ok or not finding.needed for finding in findings)
    if as_json:
        print_json({"ok": well, "checks": [asdict(finding) | {"remedy": finding.remedy} for finding in findings]})
    else:
        for finding in findings:
            sign = "ok" if finding.ok else "FAIL" if finding.needed else "note"
            click.echo(f"{sign:4}  {finding.name}: {finding.found}")
            if not finding.ok and finding.remedy:
                click.echo(f"      {translate(finding.remedy, 'en')}")
    sys.exit(0 if well else 1)


def _python() -> Finding:
    return Finding("python", sys.version_info >= (3, 11), platform.python_version(), message("AdCRM needs Python 3.11 or newer."))


def _packages() -> Finding:
    missing = [name for name in PACKAGES if not _version(name)]
    found = ", ".join(f"{name} {_version(name)}" for name in PACKAGES if _version(name))
    return Finding("packages", not missing, found, message("Missing: {names}. Run make run, which installs them.", names=", ".join(missing)))


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:  # not installed: the check says so
        return ""


def _catalogue() -> Finding:
    chinese = CATALOGUES / LOCALES["zh"] / "LC_MESSAGES"
    source, compiled = chinese / "adcrm.po", chinese / "adcrm.mo"
    fresh = compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime)
    found = "compiled" if fresh else "older than its source" if compiled.exists() else "not compiled"
    return Finding("messages", fresh, found, message("Run make run once: it compiles the Chinese texts."))


def _data_folder() -> Finding:
    folder = settings().data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding("data folder", False, f"{folder}: {error.strerror}", message("Make the folder writable, or name another in ADCRM_DATA_DIR."))
    return Finding("data folder", True, str(folder))


def _disk() -> Finding:
    folder = next(place for place in (settings().data_dir, *settings().data_dir.parents) if place.exists())
    free = shutil.disk_usage(folder).free
    return Finding("disk", free >= LEAST_FREE, f"{free / 1e9:.1f} GB free", message("Free some space, or name another folder in ADCRM_DATA_DIR."))


def _crm() -> Finding:
    from adcrm.store import open_store

    try:
        store = open_store(settings().crm_url)
    except (SQLAlchemyError, OSError) as error:
        return Finding("CRM database", False, _first_line(error), message("Check ADCRM_DATABASE_URL and that the server runs."))
    name, version = store.engine.url.render_as_string(hide_password=True), store.version()
    store.close()
    return Finding("CRM database", True, f"{name}, version {version}")


def _warehouse() -> Finding:
    import duckdb
    import psycopg

    from adcrm.warehouse import open_warehouse

    try:
        warehouse = open_warehouse(settings().facts_url)
    except AdcrmError as error:
        return Finding("warehouse", False, translate(error.what, "en"), error.remedy)
    except (duckdb.Error, psycopg.Error, OSError) as error:
        return Finding("warehouse", False, _first_line(error), message("Check ADCRM_WAREHOUSE_URL and that the server runs."))
    facts = warehouse.sql("SELECT count(*) AS n FROM ad_performance")["n"][0].as_py()
    version = warehouse.version()
    warehouse.close()
    return Finding("warehouse", True, f"{warehouse.dialect}, {facts} facts, version {version}")


def _fonts() -> Finding:
    """The browser draws with the fonts of the machine it runs on; on this one that matters when it is the same."""
    listing = shutil.which("fc-list")
    if listing is None:
        return Finding("fonts", True, "not checked: this system has no fc-list")
    asked = subprocess.run([listing, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    families = sorted({line.split(",")[0].strip() for line in asked.stdout.splitlines() if line.strip()})
    remedy = message("Install a font with Chinese letters if the browser runs on this machine (Debian: fonts-noto-cjk).")
    return Finding("fonts", bool(families), families[0] if families else "none with Chinese letters", remedy, needed=False)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


CHECKS: list[Callable[[], Finding]] = [_python, _packages, _catalogue, _data_folder, _disk, _crm, _warehouse, _fonts]
