"""What the agency decides for all of its figures: the reporting currency, and how far back a holiday may look for a rate."""

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.channels.declare import currency_codes
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.metrics.currency import carry_days, reporting_currency
from adcrm.store.session import now
from adcrm.store.tables import AuditEvent

MOST_CARRY_DAYS = 31


def set_reporting_currency(books: Books, code: str, actor: Actor) -> None:
    """Show agency-wide figures in this currency (ISO 4217) from now on.

    Raises
    ------
    PermissionRefusedError, InputError
    """
    require(actor, "settings.edit")
    clean = code.strip().upper()
    if clean not in currency_codes():
        raise InputError(
            message("“{value}” is not a currency code.", value=clean or "–"),
            message("Use the three letters of the currency, such as CNY, USD or EUR."),
        )
    _decide(books, "reporting_currency", reporting_currency(books.facts), clean, actor)


def set_carry_days(books: Books, days: int, actor: Actor) -> None:
    """Let a day without a published rate take the last one of at most so many days before.

    Raises
    ------
    PermissionRefusedError, InputError
    """
    require(actor, "settings.edit")
    if not 0 <= days <= MOST_CARRY_DAYS:
        raise InputError(message("{days} days back are not possible.", days=days), message("Choose 0 to {most} days.", most=MOST_CARRY_DAYS))
    _decide(books, "rate_carry_days", str(carry_days(books.facts)), str(days), actor)


def _decide(books: Books, key: str, before: str, after: str, actor: Actor) -> None:
    if before == after:
        return
    with books.facts.write() as writer:
        writer.execute("DELETE FROM agency_settings WHERE key = $key", key=key)
        writer.execute("INSERT INTO agency_settings (key, value) VALUES ($key, $value)", key=key, value=after)
    with books.crm.write() as session:
        session.add(
            AuditEvent(
                at=now(), actor=actor.name, action="agency.edit", object_type="agency", object_id=key, before={key: before}, after={key: after}
            )
        )
