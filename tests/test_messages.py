"""Values inside a message: counts and days in the reader's way, names as they are."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np

from adcrm.imports.notes import pack, unpack
from adcrm.messages import message, plural, translate


def test_a_count_has_its_thousands_marked_in_both_languages() -> None:
    said = plural("{n} row", "{n} rows", 1234567)
    assert translate(said, "en") == "1,234,567 rows"
    assert "1,234,567" in translate(said, "zh")
    assert str(message("{n} rows", n=Decimal("41322"))) == "41,322 rows"
    assert str(message("{n} of {m}", n=np.int64(20000), m=999)) == "20,000 of 999"


def test_a_text_that_looks_like_a_number_stays_as_it_is() -> None:
    assert str(message("Account {id}", id="1234567")) == "Account 1234567"


def test_a_day_is_written_in_the_readers_way() -> None:
    said = message("No ad data since {day}: paused, or not uploaded yet.", day=date(2026, 10, 24))
    assert translate(said, "en") == "No ad data since Oct 24, 2026: paused, or not uploaded yet."
    assert "2026年10月24日" in translate(said, "zh")


def test_a_moment_keeps_its_own_form() -> None:
    assert str(message("At {time}", time=datetime(2026, 10, 24, 8, 0))) == "At 2026-10-24 08:00:00"


def test_a_kept_message_still_knows_its_days_and_counts() -> None:
    said = message("{rows} rows since {day}, {inner}", rows=1200, day=date(2026, 1, 2), inner=message("in all"))
    assert translate(unpack(pack(said)), "zh") == translate(said, "zh")
    assert str(unpack(pack(said))) == "1,200 rows since Jan 2, 2026, in all"
