"""Whole numbers as the exact columns of Arrow: money and moments."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.demo.world import Whole

MONEY = pa.decimal128(18, 6)


def decimals(units: Whole, kind: pa.DataType = MONEY, missing: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Exact decimals from whole numbers of the last place of ``kind``."""
    words = np.empty((len(units), 2), np.int64)
    words[:, 0], words[:, 1] = units, np.where(units < 0, -1, 0)
    made = pa.Array.from_buffers(kind, len(units), [None, pa.py_buffer(words)])
    return made if missing is None else pc.if_else(pa.array(missing), pa.scalar(None, kind), made)


def times(seconds: Whole) -> pa.Array:
    """Timestamps from seconds since 1970; -1 is unknown."""
    return pa.array(seconds * 1_000_000, pa.timestamp("us"), mask=seconds < 0)
