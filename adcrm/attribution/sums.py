"""Sums of step weights: what a model gives each channel, by person group, with what is left to no channel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from adcrm.attribution.material import Bools, Material
from adcrm.attribution.model import BESIDE, NO_TOUCH, OTHER_DAYS, Floats, Ints


@dataclass(frozen=True)
class Sums:
    """Credits by person group (rows) and name (columns: the channels, then ``BESIDE``); ``value`` in millionths.

    ``touched``: orders with a touch, by group.
    """

    orders: Floats
    value: Floats
    touched: Floats


def sums(
    material: Material,
    weights: Floats,
    *,
    codes: npt.NDArray[np.int64] | None = None,
    names: int | None = None,
    counted: Bools | None = None,
    asked: Bools | None = None,
    left: str = NO_TOUCH,
) -> Sums:
    """Add up ``weights`` by group and channel, or by ``codes`` (of each step, below ``names``).

    ``counted``: the steps whose day the question is about; ``asked``: the orders. ``left``: where the part of an order goes that a model gives to
    none of its touches; an order without touches always goes to no touch.
    """
    n, groups = len(material.channels) if names is None else names, material.groups
    width = n + len(BESIDE)
    code: Ints = np.asarray(material.paths.channel if codes is None else codes, np.int64)
    other = n + BESIDE.index(OTHER_DAYS)
    if counted is not None:
        code = np.where(counted, code, other)
    bucket, value = np.asarray(material.paths.bucket, np.int64), material.paths.value.astype(np.float64)
    if asked is not None:
        value = value * asked
    cell = bucket[material.journey] * width + code
    rest = np.maximum(1.0 - material.total(weights), 0.0)
    rest[rest < 1e-9] = 0.0
    beside = bucket * width + n + np.where(material.touched, BESIDE.index(left), 0)
    shape = groups * width
    count = material.count if asked is None else material.count * asked
    orders = np.bincount(cell, weights * count[material.journey], minlength=shape) + np.bincount(beside, rest * count, minlength=shape)
    money = np.bincount(cell, weights * value[material.journey], minlength=shape) + np.bincount(beside, rest * value, minlength=shape)
    touched = np.bincount(bucket, material.touched * count, minlength=groups)
    return Sums(_table(orders, width), _table(money, width), touched.astype(np.float64))


def _table(cells: npt.NDArray[Any], width: int) -> Floats:
    return np.asarray(cells.reshape(-1, width), np.float64)
