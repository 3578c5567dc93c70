"""In which currency a table's amounts are: by its codes, heads, money signs, a person's word, the platform's habit; never by one against another."""

from adcrm.channels.declare import head_currency
from adcrm.errors import FileRefusedError
from adcrm.imports.layout import Layout
from adcrm.imports.numbers import SEVERAL_CURRENCIES_USE, Numbers
from adcrm.imports.targets import MONEY
from adcrm.messages import message

# Currencies whose amounts may bear a sign that several use.
_DOLLARS = "ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MOP MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD"
MAY_BEAR = {"$": frozenset(_DOLLARS.split(" ")), "¥": frozenset({"CNY", "JPY"}), "￥": frozenset({"CNY", "JPY"})}


def named_currencies(layout: Layout, numbers: Numbers, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The ``codes`` of a column of them; else the one currency of the heads, of a person's word, of a money sign, of the platform.

    Raises
    ------
    FileRefusedError : codes, heads and money signs name different currencies.
    """
    heads, open_heads = _heads(layout)
    _refuse_contradiction(layout, numbers, codes, heads, open_heads)
    if codes:
        return codes
    sign, said = _sure_sign(numbers), layout.answers.currency
    named = next(iter(heads), "") or said
    if said and sign and named == said != sign:
        layout.warnings.append(message("The amounts bear the sign of {sign}; they were read as {currency}, as was said.", sign=sign, currency=said))
    if not named and (numbers.currency or open_heads):
        named = numbers.currency or next(iter(open_heads.values()))
        if not sign and named != layout.channel.currency:
            shown = numbers.signs[0] if numbers.signs else next(iter(open_heads))
            layout.warnings.append(message("Only the sign {sign} names the currency; it was read as {currency}.", sign=shown, currency=named))
    named = named or layout.channel.currency
    return (named,) if named else ()


def is_currency_stated(layout: Layout, numbers: Numbers, codes: tuple[str, ...]) -> bool:
    """Whether the table itself names its currency, unmistakably."""
    return bool(codes or _heads(layout)[0] or _sure_sign(numbers))


def _refuse_contradiction(layout: Layout, numbers: Numbers, codes: tuple[str, ...], heads: set[str], open_heads: dict[str, str]) -> None:
    named = set(codes) or heads
    signs = {*open_heads, *(sign for sign in numbers.signs if sign in SEVERAL_CURRENCIES_USE)}
    others = {sign for sign in signs if named and not named & MAY_BEAR[sign]}
    sure = {_sure_sign(numbers)} - {""}
    if len(heads) > 1 or (codes and heads - set(codes)) or (named and sure - named) or others:
        raise FileRefusedError(
            message(
                "The heads, codes and money signs of this file name different currencies ({currencies}): which one is meant?",
                currencies=", ".join([*sorted({*codes, *heads, *sure}), *sorted(others)]),
            ),
            message("Leave out the columns in another currency, or correct the head or the codes, and import the file again."),
            layout.place,
        )


def _heads(layout: Layout) -> tuple[set[str], dict[str, str]]:
    """The currencies that the heads of amounts name, and those that only a sign there stands for, which several currencies use, by sign."""
    sure: set[str] = set()
    by_sign: dict[str, str] = {}
    for head in (layout.head(i) for fact in MONEY if fact in layout.columns for i in layout.columns[fact][1]):
        currency = head_currency(head)[0]
        sign = next((sign for sign in SEVERAL_CURRENCIES_USE if sign in head), "")
        if currency and sign:
            by_sign[sign] = currency
        elif currency:
            sure.add(currency)
    return sure, by_sign


def _sure_sign(numbers: Numbers) -> str:
    """The currency of a money sign that only one currency has, '' for none."""
    return "" if set(numbers.signs) & set(SEVERAL_CURRENCIES_USE) else numbers.currency
