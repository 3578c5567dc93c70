"""Small exports of CRM systems as bytes, for tests."""

import csv
import io
from collections.abc import Iterable, Mapping

ZOHO = (
    "Record Id",
    "Lead Owner.id",
    "Lead Owner",
    "Is Converted",
    "Company",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Lead Status",
    "Created Time",
)


def zoho_leads(rows: Iterable[Mapping[str, str]], head: Iterable[str] = ZOHO) -> bytes:
    """A Zoho export of leads; cells that a row does not name are blank, but for the time of its creation."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(head), restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({"Created Time": "2026-07-01 10:00:00", **row})
    return out.getvalue().encode()
