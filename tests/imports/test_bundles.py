"""A zip that a person made of several reports is opened; one that is a report, or no folder, is not."""

import io
import zipfile
import zlib

import pytest

from adcrm.imports.bundles import bundled
from adcrm.settings import settings


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_each_file_of_a_folder_comes_with_its_name_and_bytes_and_what_desktops_add_is_left_out() -> None:
    made = _zip({"July/Google.csv": b"a", "July/Meta.csv": b"b", "__MACOSX/July/._Meta.csv": b"x", "July/.DS_Store": b"x"})
    assert bundled("all.zip", made) == (("July/Google.csv", b"a"), ("July/Meta.csv", b"b"))


def test_of_two_downloads_the_older_comes_first_whatever_their_names() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("report (1).csv", (2026, 7, 2, 9, 0, 0)), b"newer")
        archive.writestr(zipfile.ZipInfo("report.csv", (2026, 7, 1, 9, 0, 0)), b"older")
    assert [data for _, data in bundled("all.zip", made.getvalue())] == [b"older", b"newer"]


def test_a_text_a_workbook_one_file_alone_and_a_damaged_zip_are_no_folder() -> None:
    workbook = _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/styles.xml": b"<styles/>"})
    two = _zip({"a.csv": b"a" * 1000, "b.csv": b"b" * 1000})
    for data in (b"Day,Cost\n", workbook, _zip({"a.csv": b"a"}), two[:-30]):
        assert bundled("x", data) == ()


def test_a_folder_that_unpacks_to_more_than_is_allowed_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_MAX_FILE_MB", "1")
    settings.cache_clear()
    try:
        assert bundled("x.zip", _zip({"a.csv": b"0" * 600_000, "b.csv": b"0" * 600_000})) == ()
    finally:
        settings.cache_clear()


def test_a_folder_with_a_file_that_cannot_be_unpacked_is_not_opened_in_part() -> None:
    made = bytearray(_zip({"a.csv": b"a" * 1000, "b.csv": b"b" * 1000}))
    at = made.index(zlib.compress(b"b" * 1000)[2:6])
    made[at : at + 2] = b"\xff\xff"
    assert bundled("x.zip", bytes(made)) == ()
