"""The ad warehouse: facts, touchpoints, orders, claims and the imports they came from (Ibis).

Queries are Ibis expressions over :mod:`adcrm.warehouse.tables`, so one expression serves every engine.
"""

from adcrm.warehouse.connection import Dated, Warehouse, Writer, open_warehouse

__all__ = ["Dated", "Warehouse", "Writer", "open_warehouse"]
