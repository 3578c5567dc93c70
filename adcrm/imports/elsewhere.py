"""Tables that have a place of their own elsewhere in the program: they are known by name and sent there."""

import re
from functools import cache

from babel import Locale

from adcrm.channels.declare import currency_codes
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.tables import Table
from adcrm.messages import message

DAY_HEADS = {"date", "day", "日期", "时间"}
_AROUND = re.compile(r"^\d+|中间价|汇率|[（(].*[)）]|\s")


def refuse_rates(file: str, table: Table) -> None:
    """Raise :class:`FileRefusedError` for a table of exchange rates, which has a place of its own."""
    for _, records in table.tops():
        for record in records[:20]:
            heads = [cell.strip() for cell in record.cells if cell.strip()]
            if _is_of_rates(heads):
                raise FileRefusedError(
                    message("This is a table of exchange rates, not a report."),
                    message("Load it in Settings › Currencies and rates, or with “adcrm rates load”."),
                    Place(file, table.part, record.line),
                )


def refuse_paths(file: str, table: Table) -> None:
    """Raise :class:`FileRefusedError` for a table of paths to orders (``a > b > c``), which is looked at by itself."""
    for _, records in table.tops():
        paths = [record for record in records[:20] if any(len(cell.split(" > ")) > 1 for cell in record.cells)]
        if len(paths) >= 2:
            raise FileRefusedError(
                message("This is a table of paths to orders, not a report."),
                message("Drop it on the Attribution page, under Own files; “adcrm attribution --paths” takes it too."),
                Place(file, table.part, paths[0].line),
            )


def _is_of_rates(heads: list[str]) -> bool:
    if {"TIME_PERIOD", "OBS_VALUE"} <= set(heads) or sum("EXR." in head for head in heads) > 0:
        return True
    if len(heads) < 2 or heads[0].lower() not in DAY_HEADS:
        return False
    return all(_is_currency(head) for head in heads[1:])


def _is_currency(head: str) -> bool:
    """``USD``, ``100JPY/CNY``, ``美元``, ``美元/人民币``."""
    parts = [_AROUND.sub("", part) for part in head.split("/")]
    return len(parts) <= 2 and all(part in currency_codes() or part in _chinese_names() for part in parts)


@cache
def _chinese_names() -> frozenset[str]:
    names = {str(name) for name in Locale("zh").currencies.values()}
    return frozenset(names | {"港币", "澳元", "加元", "林吉特", "卢布", "兰特", "韩元", "迪拉姆", "里亚尔", "福林", "兹罗提", "里拉", "比索", "泰铢"})
