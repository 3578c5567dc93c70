"""Compares what was read with the totals that the file states itself, and says what the rows do not show."""

from decimal import Decimal
from math import sqrt

from adcrm.channels.declare import Totals
from adcrm.imports.parse import Parsed
from adcrm.imports.targets import MONEY
from adcrm.messages import Message, message

CENT = Decimal("0.01")


def compare(parsed: Parsed) -> tuple[dict[str, Decimal] | None, tuple[Message, ...]]:
    """The total row that covers exactly the rows shown (``None`` where the file has none), and what there is to say.

    Where the file only states the account's total, that is taken if the rows add up to it; otherwise the rest is named.
    Each figure of a row is rounded by the platform, so a sum of n rows may differ by about half a cent times the square
    root of n (measured on real files: 0.06 on 8,869 rows); more is a warning. Counts must agree.
    """
    totals = parsed.reading.channel.totals
    named = [(_name(label, totals), figures) for label, figures in parsed.totals]
    stated = next((figures for name, figures in named if figures and (not name or not totals.own or name in totals.own)), None)
    warnings: list[Message] = []
    wider = totals.wider
    if stated is None:
        whole = next((figures for name, figures in named if name in totals.whole and figures), None)
        if whole is not None and any(_differs(fact, whole[fact], parsed) for fact in whole):
            wider = (*wider, *totals.whole)
        else:
            stated = whole
    if stated is not None:
        warnings += [_mismatch(fact, stated[fact], parsed) for fact in stated if _differs(fact, stated[fact], parsed)]
    for (name, figures), (label, _) in zip(named, parsed.totals, strict=True):
        cost = figures.get("cost", Decimal(0))
        if name in totals.unlisted and cost:
            warnings.append(message("“{label}”: a cost of {amount} is real spend that no row shows.", label=_shown(label), amount=f"{cost:,.2f}"))
        listed = (stated or parsed.all_sums).get("cost", Decimal(0))
        if name in wider and cost > listed:
            warnings.append(
                message(
                    "“{label}” states a cost of {total}; {amount} of it is in no row.",
                    label=_shown(label),
                    total=f"{cost:,.2f}",
                    amount=f"{cost - listed:,.2f}",
                )
            )
    return stated, tuple(warnings)


def _name(label: str, totals: Totals) -> str:
    for start in totals.starts:
        if label.startswith(start):
            return label.removeprefix(start).strip().casefold()
    return ""


def _shown(label: str) -> str:
    return label.replace(": ", ":").replace(":", ": ")


def _differs(fact: str, stated: Decimal, parsed: Parsed) -> bool:
    exact = fact in ("impressions", "clicks", "link_clicks")
    tolerance = Decimal(0) if exact else max(CENT, Decimal(0.005 * sqrt(parsed.rows_read)).quantize(CENT))
    return abs(stated - parsed.all_sums[fact]) > tolerance


def _mismatch(fact: str, stated: Decimal, parsed: Parsed) -> Message:
    places = ".2f" if fact in MONEY else "f"
    return message(
        "Column “{column}”: the rows add up to {sum}, but the file's own total says {total}.",
        column=" + ".join(parsed.columns[fact]),
        sum=f"{parsed.all_sums[fact]:,{places}}",
        total=f"{stated:,{places}}",
    )
