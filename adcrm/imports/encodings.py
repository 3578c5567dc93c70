"""What the bytes above 127 of a text tell of its encoding, where no mark and no head says it: names of campaigns, mostly.

In GB18030 Chinese characters are pairs of such bytes, nearly all of them from the 3,755 common ones of GB 2312, whose first byte is B0 to D7.
In Western European text (windows-1252) a letter with an accent stands alone among plain letters. Others (Big5, Cyrillic) look like neither.
"""

import re

LOOKED_AT = 1_000_000  # bytes from the top
MOSTLY = 0.8
UNKNOWN = "unknown"  # read as windows-1252, in which every byte means something
_RUNS = re.compile(rb"[\x80-\xff]+")
_ODD_RUN = re.compile(rb"[\x80-\xff]*[\xc0-\xff][\x80-\xff]+|[\x80-\xff]+[\xc0-\xff]")  # letters with accents side by side
_ODD_SIGN = re.compile(rb"[\xa4-\xa6\xa8-\xaa\xac-\xbe][A-Za-z@\\^_`{|}~]")  # signs that stand behind words, before a letter


def is_chinese(data: bytes) -> bool:
    """Whether this is text in GB18030."""
    runs = _runs(data)
    pairs = [run[at] for run in runs if len(run) % 2 == 0 for at in range(0, len(run), 2)]
    hanzi = [lead for lead in pairs if lead >= 0xB0]  # before them are marks, as a wide comma
    common = sum(lead <= 0xD7 for lead in hanzi)
    return len(pairs) * 2 >= MOSTLY * sum(map(len, runs)) and common > 1 and common >= MOSTLY * len(hanzi)


def is_western(data: bytes) -> bool:
    """Whether this may well be Western European text; plain ASCII is."""
    runs = _runs(data)
    odd = sum(_ODD_RUN.fullmatch(run) is not None for run in runs) + len(_ODD_SIGN.findall(data[:LOOKED_AT]))
    return odd <= (1 - MOSTLY) * len(runs)


def _runs(data: bytes) -> list[bytes]:
    return _RUNS.findall(data[:LOOKED_AT])
