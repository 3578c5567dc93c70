"""Sentences of the advice in the reader's language: money, shares, numbers and days in their own way, names safe in Markdown."""

from dataclasses import replace
from datetime import date
from typing import Any

from adcrm.messages import Message
from adcrm.recommend.model import Count, Effect, Money, Record, Share
from adcrm.ui import formats
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tn, tr


def say(what: Message, plain: bool = False) -> str:
    """A message of the domain as Markdown, or as plain text for places that know no Markdown."""
    return tr(_filled(what, plain))


def shown(value: Money | Share | Count | float | int) -> str:
    """One figure in the reader's way."""
    if isinstance(value, Money):
        return money(value.amount, value.currency)
    if isinstance(value, Share):
        return formats.percent(value.value, sign=value.signed)
    return formats.number(value.value, value.places) if isinstance(value, Count) else formats.number(value)


def money(amount: float, currency: str, sign: bool = False) -> str:
    """Whole units above a hundred, cents below; 1.2M where it is long."""
    mark = "-" if amount < 0 else "+" if sign else ""
    size = abs(amount)
    text = formats.compact(size) if size >= 1e6 else formats.number(size, 0 if size >= 100 else 2)
    return f"{mark}{formats.symbol(currency)}{text}"


def kind_name(kind: str) -> str:
    """Budget, creative, timing in the reader's language; another rule keeps its own name."""
    return {"budget": t("Budget"), "creative": t("Creative"), "timing": t("Timing")}.get(kind, kind)


def metric_name(metric: str) -> str:
    """What a card promises more of."""
    return {"conversion_value": t("order value"), "conversions": t("conversions"), "clicks": t("clicks")}[metric]


def amount(effect: Effect, value: float) -> str:
    """A point or an end of an effect, with its sign."""
    if effect.metric == "conversion_value":
        return money(value, effect.currency, sign=True)
    return ("+" if value >= 0 else "-") + formats.number(abs(value), 0 if abs(value) >= 10 else 1)


def effect_sentence(effect: Effect) -> str:
    """As "+¥1,200 order value in 28 days, most likely between +¥800 and +¥1,600"."""
    return t(
        "between {low} and {high} {metric} in {days} days",
        low=escape(amount(effect, effect.low)),
        high=escape(amount(effect, effect.high)),
        metric=metric_name(effect.metric),
        days=effect.days,
    )


def record_sentence(found: Record | None, is_ready: bool) -> str:
    """How the rule did before, or why that is not known."""
    if not is_ready:
        return t("Record: being worked out from past data …")
    if found is None or not found.fired or found.median_gain is None or found.worst is None:
        return t("No record yet: past data never let this rule speak and be judged.")
    return tn(
        "Record: right {right} of {n} time; median gain {median}, worst {worst}.",
        "Record: right {right} of {n} times; median gain {median}, worst {worst}.",
        found.fired,
        right=found.right,
        median=formats.percent(found.median_gain, sign=True),
        worst=formats.percent(found.worst, sign=True),
    )


def _filled(what: Message, plain: bool) -> Message:
    return replace(what, values={name: _value(value, plain) for name, value in what.values.items()})


def _value(value: Any, plain: bool) -> Any:
    if isinstance(value, Message):  # a mapped table's platform is called as a person typed it
        return tr(_filled(value, plain)) if plain else escape(tr(_filled(value, plain=True)))
    if isinstance(value, Money | Share | Count):
        text = shown(value)
    elif isinstance(value, date):
        text = formats.short_day(value)
    elif isinstance(value, str):
        text = value
    else:
        return value
    return text if plain else escape(text)
