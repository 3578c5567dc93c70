"""The same leads in every flavour of an export: order of columns, own columns, encodings, separators, spellings of days and numbers."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adcrm.imports.read import read

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
DAYS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%d.%m.%Y")
FIRST = datetime(2026, 7, 13)  # the 13th settles the order of day and month


@dataclass(frozen=True)
class System:
    """How a system calls its columns; ``won`` is how a converted lead and another one look there."""

    number: str
    name: tuple[str, ...]
    email: str
    phone: str
    created: str
    state: str
    won: tuple[str, str]
    more: tuple[str, ...]


SYSTEMS = {
    "zoho": System("Record Id", ("First Name", "Last Name"), "Email", "Phone", "Created Time", "Is Converted", ("true", "false"), ("Lead Owner",)),
    "hubspot": System(
        "Record ID", ("First Name", "Last Name"), "Email", "Phone Number", "Create Date", "Lifecycle Stage", ("customer", "lead"), ("Contact owner",)
    ),
    "salesforce": System("Id", ("FirstName", "LastName"), "Email", "Phone", "CreatedDate", "IsConverted", ("1", "0"), ("IsDeleted", "LeadSource")),
    "fxiaoke": System("唯一性ID", ("姓名（必填）",), "邮箱", "手机", "创建时间", "线索状态", ("已转换", "跟进中"), ("线索来源", "负责人*")),
}
NAMES = st.sampled_from(("José Peña", "Zoë O'Neil", 'Ann "Ace" Lee', "王 丽", "Müller, Eva", "Li\nWei"))
LEADS = st.lists(st.tuples(NAMES, st.sampled_from(("", "ann@x.com", " BEA@X.com ", "cem@x.com")), st.booleans()), min_size=1, max_size=6)


@MANY
@given(st.data(), st.sampled_from(tuple(SYSTEMS)), LEADS)
def test_every_flavour_says_the_same(data: st.DataObject, key: str, leads: list[tuple[str, str, bool]]) -> None:
    system = SYSTEMS[key]
    written = data.draw(st.sampled_from(DAYS))
    rows = [
        {
            system.number: f"{'zcrm_' if key == 'zoho' else ''}1{i:09d}",
            **dict(zip(system.name, _names(name, len(system.name)), strict=True)),
            system.email: email,
            system.phone: f"+1-555-{i:04d}",
            system.created: (FIRST + timedelta(days=i)).strftime(written),
            system.state: system.won[not won],
            **dict.fromkeys(system.more, "0" if key == "salesforce" else "x"),
        }
        for i, (name, email, won) in enumerate(leads)
    ]
    extra = data.draw(st.lists(st.sampled_from(("Password__c", "病史", "Custom 1")), unique=True))
    head = data.draw(st.permutations([*rows[0], *extra]))
    file = _written(data, head, [row | dict.fromkeys(extra, "s3cret") for row in rows])
    report = read("export.csv", file)
    assert (report.platform, report.rows.num_rows, report.set_aside) == (key, len(rows), ())
    assert report.counts["emails"] == sum(bool(email.strip()) for _, email, _ in leads)
    assert report.counts["emails_distinct"] == len({email.strip().casefold() for _, email, _ in leads if email.strip()})
    assert report.counts["won" if key == "hubspot" else "converted"] == sum(won for _, _, won in leads)
    said = repr(report.rows.to_pylist())
    assert "s3cret" not in said
    assert all((FIRST + timedelta(days=i)).date().isoformat() in said for i in range(len(rows)))


def _names(name: str, parts: int) -> list[str]:
    return [name] if parts == 1 else [name.split(maxsplit=1)[0], " ".join(name.split()[1:])]


def _written(data: st.DataObject, head: list[str], rows: list[dict[str, str]]) -> bytes:
    """The rows as a file of a drawn flavour."""
    out = io.StringIO(newline="")
    quoting = data.draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    end = data.draw(st.sampled_from(("\n", "\r\n")))
    writer = csv.DictWriter(out, head, delimiter=data.draw(st.sampled_from((",", ";", "\t"))), lineterminator=end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    text = out.getvalue()
    return text.encode(data.draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16"))))
