"""Own files of every layout become journeys, and what a reader must know of them is said."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from adcrm.attribution.files.ask import answer_own
from adcrm.attribution.files.read import read_own, read_touches
from adcrm.attribution.model import Question
from adcrm.errors import FileRefusedError, InputError
from adcrm.imports.model import Answers

LOG = """user_id,time,channel,conversion,value
u1,2026-01-01 10:00:00,Search,0,
u1,2026-01-02 10:00:00,Mail,1,12.50
u2,2026-01-01 10:00:00,Social,0,
u2,2026-01-05 10:00:00,,1,7.50
u3,2026-01-03 10:00:00,Search,0,
u4,2026-01-03 10:00:00,Search,perhaps,
"""


def credit(text: str, model: str, question: Question | None = None) -> dict[str, float]:
    made = answer_own(read_own("own.csv", text.encode()), question or Question(), [model])
    return dict(zip(made.credits["channel"], made.credits["conversions"], strict=True))


def test_a_marked_row_is_the_touch_and_the_order_after_it() -> None:
    own = read_own("own.csv", LOG.encode())
    assert (own.kind, own.orders, own.value, own.without_order) == ("events", 2, Decimal("20.00"), 1)
    assert [(row.line, row.column, str(row.reason)) for row in own.set_aside] == [(7, "conversion", "This is neither yes nor no.")]
    assert credit(LOG, "linear") == {"Mail": 0.5, "Search": 0.5, "Social": 1.0}


def test_the_order_of_rows_and_columns_and_the_language_of_the_head_change_nothing() -> None:
    lines = LOG.strip().split("\n")
    assert credit("\n".join([lines[0], *lines[:0:-1]]), "linear") == credit(LOG, "linear")
    rows = [line.split(",") for line in ["用户ID,时间,渠道,是否转化,金额", *lines[1:]]]
    turned = "\n".join(";".join(row[::-1]) for row in rows)
    assert credit(turned, "linear") == credit(LOG, "linear")


def test_a_log_with_words_for_kinds_counts_rows_of_orders_as_orders() -> None:
    log = "client_id,timestamp,channel,event,order_id\na,2026-01-01T08:00:00Z,Mail,click,\n"
    log += "a,2026-01-01T09:00:00Z,,purchase,77\na,2026-01-01T09:00:01Z,,purchase,77\n"
    assert credit(log, "last") == {"Mail": 1.0}


def test_a_log_that_names_the_order_on_each_of_its_touches_has_the_order_after_the_last() -> None:
    log = "order_id,user_id,time,channel,value\n9,u,2026-01-03,Mail,10\n9,u,2026-01-01,Search,10\n8,v,2026-01-02,Social,4\n,w,2026-01-02,Social,\n"
    own = read_own("own.csv", log.encode())
    assert (own.orders, own.value, own.without_order) == (2, Decimal("14.00"), 1)
    assert credit(log, "last") == {"Mail": 1.0, "Search": 0.0, "Social": 1.0}
    assert credit(log, "linear") == {"Mail": 0.5, "Search": 0.5, "Social": 1.0}


def test_paths_steps_and_logs_of_the_same_journeys_give_the_same_credit() -> None:
    paths = "path,conversions,value\nSearch > Mail,1,12.50\nSocial,1,7.50\n"
    steps = "step_1,step_2,conversions,value\nSearch,Mail,1,12.50\nSocial,,1,7.50\n"
    for model in ("first", "last", "linear"):
        assert credit(paths, model) == credit(steps, model) == credit(LOG, model)


def test_without_times_age_is_counted_in_steps_and_days_cannot_be_asked_for() -> None:
    paths = "path,conversions\nSearch > Mail,3\n"
    own = read_own("own.csv", paths.encode())
    assert any("one step counting as one day" in str(note) for note in own.notes)
    made = credit(paths, "time_decay", Question(half_life_days=1, lookback_days=0))
    assert made == {"Mail": 2.0, "Search": 1.0}
    with pytest.raises(InputError, match="has no times"):
        answer_own(own, Question(start=date(2026, 1, 1)), ["first"])


def test_orders_that_nothing_led_to_keep_their_credit() -> None:
    assert credit("path,conversions\na > b,3\n,2\n", "first") == {"a": 3.0, "b": 0.0, "(no touch)": 2.0}


def test_a_log_without_orders_or_a_table_in_the_place_of_a_log_is_refused_with_a_remedy() -> None:
    with pytest.raises(FileRefusedError, match="No row of this log is an order") as refused:
        read_own("own.csv", b"user_id,time,channel\nu,2026-01-01,a\n")
    assert "conversion" in str(refused.value.remedy)
    with pytest.raises(FileRefusedError, match="no log of touches") as refused:
        read_touches("own.csv", b"path,conversions\na,1\n", Answers())
    assert refused.value.where.file == "own.csv"


@pytest.mark.parametrize("container", ["utf-16 with tabs", "GBK with semicolons", "workbook", "zip"])
def test_every_container_and_encoding_that_the_import_reads_will_do(container: str) -> None:
    rows = [["触点1", "触点2", "转化数", "金额"], ["搜索", "邮件", 3, 37.5], ["社交", "", 1, 7.5]]
    text = "\n".join(";".join(map(str, row)) for row in rows)
    held = io.BytesIO()
    if container == "workbook":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(held)
    elif container == "zip":
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("steps.csv", text.encode())
    else:
        held.write(text.replace(";", "\t").encode("utf-16") if "tabs" in container else text.encode("gb18030"))
    own = read_own("own", held.getvalue())
    assert (own.kind, own.orders, own.value, own.set_aside) == ("steps", 4, Decimal("45.00"), ())
    made = answer_own(own, Question(), ["last"])
    assert dict(zip(made.credits["channel"], made.credits["value"], strict=True)) == {"搜索": 0.0, "社交": 7.5, "邮件": 37.5}


def test_orders_of_nobody_known_take_nobody_from_those_without_an_order() -> None:
    log = "user_id,time,channel,conversion,value\nu1,2026-07-01,a,1,10\n,2026-07-02,a,1,5\n,2026-07-02,b,1,7\nu2,2026-07-03,a,0,\n"
    own = read_own("own.csv", log.encode())
    assert (own.orders, own.value, own.without_order) == (3, Decimal("22.00"), 1)


PATHS = "path,conversions\nEmail > Direct,1\nemail > podcast,1\nPodcast >  EMAIL,1\n"
EVENTS = """user_id,time,channel,conversion
u1,2026-01-01,Email,0
u1,2026-01-02,Direct,1
u2,2026-01-01,email,0
u2,2026-01-02,podcast,1
u3,2026-01-01,Podcast,0
u3,2026-01-02,EMAIL,1
"""


@pytest.mark.parametrize("text", [PATHS, EVENTS], ids=["paths", "events"])
def test_a_channel_written_in_other_letters_is_one_channel(text: str) -> None:
    found = credit(text, "linear")
    assert {name.casefold(): orders for name, orders in found.items()} == {"email": 1.5, "direct": 0.5, "podcast": 1.0}
