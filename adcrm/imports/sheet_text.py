"""How much text the cells of a workbook hold. A text that many cells share stands in the file once, and in memory once for each of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_END = re.compile(rb"</(?:\w+:)?si>")
_SHARED = re.compile(rb"""["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d+)""")


@dataclass
class SharedText:
    """What the members of a workbook tell of its shared texts, looked at one after the other."""

    longest: int = 0
    cells: int = 0

    def look(self, member: bytes) -> None:
        """Note a member: the list of the texts, or a sheet whose cells share them."""
        if is_list(member):
            self.longest = max(self.longest, *map(len, _END.split(member)))
        elif b"sheetData" in member:
            self.cells += member.count(b'"s"') + member.count(b"'s'")

    @property
    def most(self) -> int:
        """Bytes that the cells cannot exceed."""
        return self.longest * self.cells


def shared_bytes(members: Iterable[Callable[[], bytes]]) -> int:
    """Bytes that the cells of a workbook share, every cell counted; ``members`` give what stands in each of its files."""
    sizes: list[int] = []
    used: Counter[int] = Counter()
    for read in members:
        content = read()
        if is_list(content):
            sizes = [len(text) for text in _END.split(content)]
        elif b"sheetData" in content:
            used.update(map(int, _SHARED.findall(content)))
    return sum(sizes[number] * times for number, times in used.items() if number < len(sizes))


def is_list(member: bytes) -> bool:
    """Whether this is the list of the shared texts."""
    return re.search(rb"<(?:\w+:)?sst[\s>]", member[:2_000]) is not None
