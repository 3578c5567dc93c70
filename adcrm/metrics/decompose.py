"""What changed and why: the change of conversion value (or of conversions) taken apart into causes that add up.

For each channel, value = cost × clicks/cost × conversions/clicks × value/conversion. The logarithmic mean Divisia
index (Ang, 2004, "Decomposition analysis for policymaking in energy", Energy Policy 32) gives each factor
``L(v1, v0) · ln(f1 / f0)`` with ``L(a, b) = (a − b) / (ln a − ln b)``; the parts add up to the change exactly, without a
rest to explain away. It needs every figure of a channel to be above zero in both periods: the change of any other channel
is one part, cause ``channel``. It says what moved, not who moved it: a cheaper click may be our bid or a rival's leave.
"""

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message, message

Target = Literal["conversion_value", "conversions"]
Cause = Literal["spend", "click_price", "conversion_rate", "order_value", "channel"]

# A cause is named only if it moved the figure by at least this much of the former value, and a change below it is no change.
WORTH_NAMING = 0.01


@dataclass(frozen=True)
class Part:
    """``amount`` of the change of the target, in its unit, that one cause on one channel accounts for."""

    platform: str
    cause: Cause
    amount: float


def decompose(current: pd.DataFrame, previous: pd.DataFrame, target: Target = "conversion_value") -> tuple[Part, ...]:
    """The change from ``previous`` to ``current`` by channel and cause, largest first; amounts add up to the change.

    Both frames have columns ``platform``, ``cost``, ``clicks``, ``conversions``, ``conversion_value``; rows of one channel are added up.
    """
    factors: list[tuple[Cause, str, str | None]] = [
        ("spend", "cost", None),
        ("click_price", "clicks", "cost"),
        ("conversion_rate", "conversions", "clicks"),
    ]
    if target == "conversion_value":
        factors.append(("order_value", "conversion_value", "conversions"))
    measures = [top for _, top, _ in factors]
    now, before = (frame.groupby("platform")[measures].sum() for frame in (current, previous))
    parts = []
    for channel in sorted(set(now.index) | set(before.index)):
        new, old = (frame.loc[channel] if channel in frame.index else pd.Series(0.0, measures) for frame in (now, before))
        if (new > 0).all() and (old > 0).all():
            weight = _log_mean(float(new[target]), float(old[target]))
            for cause, top, below in factors:
                ratio = new[top] / old[top] if below is None else (new[top] / new[below]) / (old[top] / old[below])
                parts.append(Part(channel, cause, weight * math.log(float(ratio))))
        elif new[target] != old[target]:
            parts.append(Part(channel, "channel", float(new[target] - old[target])))
    return tuple(sorted(parts, key=lambda part: -abs(part.amount)))


def explain_change(current: pd.DataFrame, previous: pd.DataFrame) -> tuple[Message, ...]:
    """What changed and why, in at most two sentences that are true to the figures; empty where there is nothing to compare.

    Speaks of conversion value, or of conversions where no value is reported. Give it final days only
    (:mod:`adcrm.metrics.maturity`). Frames as for :func:`decompose`.
    """
    target: Target = "conversion_value" if previous["conversion_value"].sum() > 0 else "conversions"
    before, now = float(previous[target].sum()), float(current[target].sum())
    if before <= 0:
        return ()
    change = (now - before) / before
    headline = _headline(target, change)
    parts = decompose(current, previous, target)
    net: dict[Cause, float] = {}
    for part in parts:
        net[part.cause] = net.get(part.cause, 0.0) + part.amount
    ranked = sorted(
        ((cause, amount / before) for cause, amount in net.items() if abs(amount) >= WORTH_NAMING * before), key=lambda item: -abs(item[1])
    )
    if not ranked:
        return (headline,)
    first, moved = ranked[0]
    lead = max((part for part in parts if part.cause == first and (part.amount > 0) == (moved > 0)), key=lambda part: abs(part.amount))
    points = {"points": _points(moved), "cause": _cause(first, moved), "channel": platform_name(lead.platform)}
    if len(ranked) == 1:
        return headline, message("{points} points come from {cause}, above all on {channel}.", **points)
    # The strongest counterforce says more than the second of the same direction.
    other, other_moved = next((item for item in ranked[1:] if (item[1] > 0) != (moved > 0)), ranked[1])
    return headline, message(
        "{points} points come from {cause}, above all on {channel}; {other_points} points come from {other}.",
        **points,
        other_points=_points(other_moved),
        other=_cause(other, other_moved),
    )


def _headline(target: Target, change: float) -> Message:
    share = f"{abs(change):.1%}"
    if abs(change) < WORTH_NAMING:
        if target == "conversion_value":
            return message("Conversion value hardly changed ({share}).", share=f"{change:+.1%}")
        return message("Conversions hardly changed ({share}).", share=f"{change:+.1%}")
    if target == "conversion_value":
        return message("Conversion value rose {share}.", share=share) if change > 0 else message("Conversion value fell {share}.", share=share)
    return message("Conversions rose {share}.", share=share) if change > 0 else message("Conversions fell {share}.", share=share)


def _cause(cause: Cause, amount: float) -> Message:
    if cause == "spend":
        return message("higher spend") if amount > 0 else message("lower spend")
    if cause == "click_price":
        return message("cheaper clicks") if amount > 0 else message("dearer clicks")
    if cause == "conversion_rate":
        return message("better conversion rates") if amount > 0 else message("weaker conversion rates")
    if cause == "order_value":
        return message("a higher value per conversion") if amount > 0 else message("a lower value per conversion")
    return message("channels that started to bring results") if amount > 0 else message("channels that stopped bringing results")


def _points(amount: float) -> str:
    """A part of the change in percent points of the former value: +3.4."""
    return f"{amount * 100:+.1f}"


def _log_mean(a: float, b: float) -> float:
    return a if math.isclose(a, b, rel_tol=1e-12) else (a - b) / (math.log(a) - math.log(b))
