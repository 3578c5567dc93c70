"""What a person says about a table of no known platform is kept, and found again by the head of the next file."""

from dataclasses import replace

import pytest

from adcrm.actors import Actor
from adcrm.errors import InputError, PermissionRefusedError
from adcrm.imports.mapping import guess, recall, remember
from adcrm.imports.model import NeedsAnswerError, TableMapping
from adcrm.imports.read import read
from adcrm.store import Store
from adcrm.store.tables import AuditEvent, ColumnMapping

HEADER = ("Datum", "Sender", "Kontakte", "Betrag", "Code")
SAID = TableMapping("radio", {"day": "Datum", "campaign": "Sender", "impressions": "Kontakte", "cost": "Betrag"}, currency="EUR")


def sheet(*rows: str, header: tuple[str, ...] = HEADER) -> bytes:
    return "\n".join([";".join(header), *rows]).encode()


FIRST = sheet("13.07.2026;Nord;1.200;1.050,50;a", "14.07.2026;Süd;800;20,00;b")


def test_an_answer_is_used_for_every_later_file_with_the_same_head(crm: Store, owner: Actor) -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("july.csv", FIRST, crm=crm)
    remember(crm, asked.value.header, SAID, owner)
    report = read("august.csv", sheet("01.08.2026;West;10;3,00;c", header=(" datum", *HEADER[1:])), crm=crm)
    assert (report.platform, report.currency, report.level, report.kind) == ("radio", "EUR", "campaign", "campaign_daily")
    assert (report.date_start.isoformat(), str(report.sums["cost"])) == ("2026-08-01", "3.00")
    with pytest.raises(NeedsAnswerError):
        read("other.csv", sheet("01.08.2026;West;10;3,00", header=HEADER[:4]), crm=crm)


def test_a_newer_answer_replaces_the_older_one_and_both_are_in_the_log(crm: Store, owner: Actor) -> None:
    remember(crm, HEADER, SAID, owner)
    remember(crm, HEADER, replace(SAID, currency="CHF"), owner)
    assert recall(crm, HEADER) == replace(SAID, currency="CHF")
    with crm.read() as session:
        assert session.query(ColumnMapping).count() == 1
        assert [e.before is None for e in session.query(AuditEvent).order_by(AuditEvent.id)] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(SAID, platform=" "), "No platform"),
        (replace(SAID, columns={"day": "Datum"}), "No figure"),
        (replace(SAID, columns={"cost": "Kosten"}), "no column “Kosten”"),
        (replace(SAID, columns={"cost": "Betrag", "clicks": "Betrag"}), "chosen twice"),
        (replace(SAID, columns={"price": "Betrag"}), "price"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(crm: Store, owner: Actor, wrong: TableMapping, words: str) -> None:
    with pytest.raises(InputError, match=words):
        remember(crm, HEADER, wrong, owner)
    with pytest.raises(InputError, match=words):
        read("x", FIRST, mapping=wrong)


def test_only_who_may_load_imports_can_teach(crm: Store) -> None:
    with pytest.raises(PermissionRefusedError):
        remember(crm, HEADER, SAID, Actor("guest", "viewer"))


def test_a_guess_needs_both_the_word_and_fitting_cells() -> None:
    proposal = guess(("Date", "Campaign name", "Spend", "Clicks"), (("2026-07-01", "A", "soon", "5"), ("2026-07-02", "B", "later", "7")))
    assert proposal.columns == {"day": "Date", "campaign": "Campaign name", "clicks": "Clicks"}
    assert guess(("When", "What"), (("2026-07-01", "x"), ("2026-07-02", "y"))).columns == {"day": "When"}


def test_a_mapped_table_is_checked_like_any_other() -> None:
    report = read("x", sheet("13.07.2026;Nord;-5;1,00;a", "31.02.2026;Nord;5;1,00;a", "14.07.2026;Nord;5;1,00;a"), mapping=SAID)
    assert [(row.line, row.column) for row in report.set_aside] == [(2, "Kontakte"), (3, "Datum")]


def test_a_table_whose_days_have_the_month_first_is_asked_about_and_not_refused() -> None:
    """Most days of a month are over 12, and are no days at all with the day first."""
    with pytest.raises(NeedsAnswerError) as asked:
        read("x", b"Date,Station,Contacts,Spots\n7/13/2026,North,100,3\n7/14/2026,South,80,2\n7/1/2026,South,80,2\n")
    assert (asked.value.needs, asked.value.guess and asked.value.guess.columns["day"]) == (("columns",), "Date")
