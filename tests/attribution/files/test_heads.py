"""A file of journeys is known by its head, in either language and any order of columns."""

import pytest

from adcrm.attribution.files.heads import find
from adcrm.errors import FileRefusedError
from adcrm.imports.containers import unpack


@pytest.mark.parametrize(
    ("head", "row", "kind", "facts"),
    [
        ("path,total_conversions,total_conversion_value,total_null", "a > b,1,2,3", "paths", {"path", "orders", "value", "without"}),
        ("转化路径;转化数;金额", "抖音->百度;3;12,5", "paths", {"path", "orders", "value"}),
        ("Conversions,MCF Channel Grouping Path,Conversion Value", "3,Direct > Email,9.00", "paths", {"path", "orders", "value"}),
        ("Path", "a > b", "paths", {"path"}),
        ("step_1,step_2,step_3,conversions,revenue", "a,b,,1,9", "steps", {"orders", "value"}),
        ("是否转化,触点1,触点2", "是,抖音,百度", "steps", {"orders"}),
        ("Touch 1\tTouch 2\tConverted", "a\tb\tyes", "steps", {"orders"}),
        ("userId,touchTime,channel,conversion,value", "u,2026-01-01,a,1,3", "events", {"person_key", "at", "channel", "flag", "value"}),
        ("渠道,时间,用户ID,是否转化,订单号", "抖音,2026-01-01 08:00,u,1,9", "events", {"person_key", "at", "channel", "flag", "order_key"}),
        ("event,channel,timestamp,cookie", "click,a,2026-01-01,u", "events", {"person_key", "at", "channel", "kind"}),
    ],
)
def test_the_head_says_what_the_file_is(head: str, row: str, kind: str, facts: set[str]) -> None:
    found = find("own.csv", unpack("own.csv", f"{head}\n{row}\n".encode()))
    assert (found.kind, set(found.places)) == (kind, facts)


def test_steps_are_in_the_order_of_their_numbers_not_of_the_columns() -> None:
    found = find("own.csv", unpack("own.csv", b"step_10,step_2,step_1,conversions\nd,b,a,1\n"))
    assert found.heads(*found.steps) == ("step_1", "step_2", "step_10")


def test_lines_above_the_head_are_passed() -> None:
    found = find("own.csv", unpack("own.csv", b"# Paths of October\n# --------\n\npath,conversions\na > b,1\n"))
    assert found.head.line == 4


def test_a_table_of_something_else_is_refused_with_what_would_do() -> None:
    with pytest.raises(FileRefusedError) as refused:
        find("own.csv", unpack("own.csv", b"Day,Clicks\n2026-01-01,3\n"))
    assert "“path” and “conversions”" in str(refused.value.remedy)
    assert refused.value.where.file == "own.csv"
