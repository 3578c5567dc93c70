"""Every format holds the same table, and no cell of it runs in a spreadsheet."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pantab
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from adcrm.errors import InputError
from adcrm.exports.formats import FORMATS, file_bytes, write_file

MONEY = pa.decimal128(18, 6)
TABLE = pa.table(
    {
        "day": pa.array([date(2026, 3, 1), None], pa.date32()),
        "at": pa.array([datetime(2026, 3, 1, 9, 5), None], pa.timestamp("us")),
        "campaign": ["=HYPERLINK(1)", "好, “1”"],
        "=cost": pa.array([Decimal("12.500000"), Decimal("-1200")], MONEY),
        "clicks": pa.array([3, None], pa.int64()),
        "good": [True, False],
        "share": [0.25, None],
    }
)


def test_csv_keeps_exact_decimals_and_runs_no_formula() -> None:
    text = file_bytes(TABLE, "csv")
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == [
        '"day","at","campaign","\'=cost","clicks","good","share"',
        '2026-03-01,2026-03-01 09:05:00,"\'=HYPERLINK(1)",12.500000,3,true,0.25',
        ',,"好, “1”",-1200.000000,,false,',
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)", "－1"])
def test_a_text_that_begins_like_a_formula_is_guarded(text: str) -> None:
    made = file_bytes(pa.table({"name": [text]}), "csv").decode("utf-8-sig")
    assert made.split("\n", 1)[1].strip('"').startswith("'" + text[0])


def test_a_sheet_holds_numbers_days_and_texts_but_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(file_bytes(TABLE, "xlsx"))).active
    assert sheet is not None
    head, first, second = (list(row) for row in sheet.iter_rows())
    assert [cell.value for cell in head] == TABLE.column_names
    assert [cell.value for cell in first] == [datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 5), "=HYPERLINK(1)", 12.5, 3, True, 0.25]
    assert [cell.value for cell in second] == [None, None, "好, “1”", -1200, None, False, None]
    assert {cell.data_type for row in (head, first, second) for cell in row} <= {"s", "n", "d", "b"}


def test_parquet_holds_the_very_same_table() -> None:
    assert pq.read_table(io.BytesIO(file_bytes(TABLE, "parquet"))).equals(TABLE)


def test_a_tableau_extract_holds_the_same_rows_where_tableau_looks_for_them(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path / "out.hyper"
    assert write_file(TABLE, "hyper", path) == 2
    assert path.read_bytes().startswith(b"Hyper")
    ((name, read),) = pantab.frames_from_hyper(path, return_type="pyarrow", process_params={"log_dir": str(tmp_path_factory.mktemp("log"))}).items()
    assert str(name) == '"Extract"."Extract"' or "Extract" in str(name)
    assert read.to_pylist() == TABLE.to_pylist()
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.hyper"]


def test_a_table_that_is_too_long_for_a_sheet_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    rows = pa.table({"x": pa.nulls(1_048_576, pa.string())})
    with pytest.raises(InputError, match="1,048,575"):
        write_file(rows, "xlsx", tmp_path / "long.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_table_still_has_its_heads(kind: str) -> None:
    assert len(file_bytes(TABLE.slice(0, 0), kind)) > 10


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="docx"):
        write_file(TABLE, "docx", tmp_path / "x")


def test_a_place_where_nothing_can_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "table.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be written"):
            write_file(pa.table({"a": [1]}), "csv", path)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
