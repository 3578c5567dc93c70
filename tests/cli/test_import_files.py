"""``adcrm import``: every file on its own, one JSON document, nothing written on a dry run."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adcrm.books import books
from adcrm.cli.import_files import command
from adcrm.store.tables import Client

OWN = Path(__file__).parents[2] / "data" / "samples"


def run(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
    return result.exit_code, json.loads(result.output)["files"]


def clients() -> list[str]:
    with books().crm.read() as session:
        return [client.name for client in session.query(Client).order_by(Client.id)]


def test_a_file_is_loaded_for_a_client_that_is_made_and_the_second_time_changes_nothing() -> None:
    code, (first,) = run(str(OWN / "google_campaigns.csv"), "--client", "Northlight Bikes")
    assert code == 0
    assert first["outcome"] == "loaded" and isinstance(first["import_id"], int)
    assert first["sums"] == json.loads((OWN / "sums.json").read_text(encoding="utf-8"))["google_campaigns.csv"]["sums"]
    assert first["stated_total"] == first["sums"]
    assert (first["rows"], first["level"], first["breakdown"]) == ({"read": 63, "loaded": 63, "quarantined": 0}, "campaign", [])
    assert clients() == ["Northlight Bikes"]
    code, (again,) = run(str(OWN / "google_campaigns.csv"), "--client", "northlight bikes")
    assert (code, again["outcome"], clients()) == (0, "unchanged", ["Northlight Bikes"])


def test_a_name_in_gbk_and_a_file_that_cannot_be_opened_stop_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "downloads" / "Lamps"
    folder.mkdir(parents=True)
    (folder / os.fsdecode("夏.csv".encode("gb18030"))).write_bytes((OWN / "google_campaigns.csv").read_bytes())
    (folder / "a.csv").symlink_to("/proc/self/mem")  # there, and not to be read
    code, files = run(str(folder.parent))
    assert (code, {Path(f["file"]).name: f["outcome"] for f in files}) == (1, {"a.csv": "refused", "夏.csv": "loaded"})
    (refused,) = (f for f in files if f["outcome"] == "refused")
    assert refused["problems"][0]["reason"].startswith("The file cannot be opened")


def test_of_two_downloads_in_a_folder_the_newer_has_the_last_word(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    report = (OWN / "google_campaigns.csv").read_bytes()
    for name, data, age in (("report.csv", report, 2), ("report (1).csv", report.replace(b"Total: Account", b"Total: account"), 1)):
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1_000_000_000 - age, 1_000_000_000 - age))
    _, files = run(str(folder), "--client", "Lamps", "--dry-run")
    assert [Path(f["file"]).name for f in files] == ["report.csv", "report (1).csv"]


def test_the_files_own_total_stands_beside_the_sums() -> None:
    result = CliRunner().invoke(command, [str(OWN / "google_campaigns.csv"), "--client", "Lamps", "--dry-run"], catch_exceptions=False)
    sums, total = result.output.split("\n")[0].split(", the file’s own total: ")
    assert total.split(", ")[0].startswith("impressions ") and all(figure in sums for figure in total.split(", "))


def test_what_a_file_changes_in_the_books_is_said_before_and_after_it_is_taken(tmp_path: Path) -> None:
    head = "Day,Campaign,Currency code,Impr.,Clicks,Cost,Conversions"
    for name, conversions in (("old.csv", (100, 110)), ("new.csv", (117, 130))):
        rows = [f"2026-03-{12 + i},A,USD,1000,10,5.00,{n}" for i, n in enumerate(conversions)]
        (tmp_path / name).write_text("\n".join([head, *rows]), encoding="utf-8")
    run(str(tmp_path / "old.csv"), "--client", "Lamps")
    said = {"metric": "conversions", "currency": "", "date_start": "2026-03-12", "date_end": "2026-03-13", "before": "210", "after": "247"}
    again = [str(tmp_path / "new.csv"), "--client", "Lamps"]
    assert run(*again, "--dry-run")[1][0]["changes"] == [said]
    shown = CliRunner().invoke(command, [*again, "--dry-run"], catch_exceptions=False).output
    assert "changes conversions 2026-03-12..2026-03-13: 210 → 247" in shown
    assert run(*again)[1][0]["changes"] == [said]
    (entry,) = run(*again, "--dry-run")[1]
    assert (entry["outcome"], entry["changes"]) == ("unchanged", [])


def test_a_folder_is_read_whole_and_its_sub_folders_name_the_clients(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    for client, name in (
        ("Qingzhu", "baidu_推广计划.csv"),
        ("Qingzhu", "tencent_广告日报.csv"),
        ("Lamps", "google_bad_rows.csv"),
        ("Lamps", "unknown_sponsor_sheet.csv"),
    ):
        (folder / client).mkdir(parents=True, exist_ok=True)
        (folder / client / name).write_bytes((OWN / name).read_bytes())
    (folder / "Lamps" / "picture.csv").write_bytes(b"\x89PNG\r\n")
    for inside in folder.rglob("*.csv"):  # of one age: by name
        os.utime(inside, (1, 1))
    code, files = run(str(folder))
    assert code == 1
    assert [(Path(f["file"]).name, f["client"], f["outcome"]) for f in files] == [
        ("google_bad_rows.csv", "Lamps", "quarantined"),
        ("picture.csv", "Lamps", "refused"),
        ("unknown_sponsor_sheet.csv", "Lamps", "ask"),
        ("baidu_推广计划.csv", "Qingzhu", "loaded"),
        ("tencent_广告日报.csv", "Qingzhu", "loaded"),
    ]
    assert files[0]["problems"][0] == {"line": 6, "column": "Day", "reason": "This day does not exist."}
    assert files[0]["rows"] == {"read": 21, "loaded": 16, "quarantined": 5}
    assert files[2]["header"][0] == "Datum"
    assert sorted(clients()) == ["Lamps", "Qingzhu"]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    before = books().facts.version()
    code, (entry,) = run(str(OWN / "google_bad_rows.csv"), "--client", "Lamps", "--dry-run")
    assert (code, entry["outcome"], entry["import_id"], len(entry["problems"])) == (0, "quarantined", None, 5)
    assert (books().facts.version(), clients()) == (before, [])


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["no such file"], 2)])
def test_wrong_usage_ends_with_two(arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == code


def test_without_json_a_person_can_read_it() -> None:
    result = CliRunner().invoke(command, [str(OWN / "google_bad_rows.csv"), "--dry-run"], catch_exceptions=False)
    assert "quarantined" in result.output and "line 6, Day: This day does not exist." in result.output


def test_what_a_file_leaves_open_is_said_on_the_command_line(tmp_path: Path) -> None:
    sheet = str(OWN / "tiktok_gmv_max.tsv")
    assert run(sheet, "--dry-run")[1][0]["needs"] == ["period"]
    code, (entry,) = run(sheet, "--period", "2026-10-01..2026-10-21", "--dry-run")
    assert (code, entry["outcome"], entry["date_start"], entry["has_day"]) == (0, "loaded", "2026-10-01", False)
    assert entry["columns"]["cost"] == ["Biaya"]
    open_days = tmp_path / "days.csv"
    open_days.write_text("Day,Campaign,Impr.,Clicks,Currency code,Cost\n3/4/2026,A,100,1,EUR,2.00\n", encoding="utf-8")
    assert run(str(open_days), "--dry-run")[1][0]["needs"] == ["date_order"]
    assert run(str(open_days), "--date-order", "dmy", "--dry-run")[1][0]["date_start"] == "2026-04-03"
    mails = tmp_path / "mails.csv"
    head = "Send Date,Send Time,Hard Bounces,Soft Bounces,Campaign Name,List,Total Recipients,Successful Deliveries,Unique Opens,Revenue"
    mails.write_text(head + "\n2026-07-01,2026-07-01 09:30:00,1,2,Hello,All,1000,990,300,12.50\n", encoding="utf-8")
    asked = run(str(mails), "--dry-run")[1][0]
    assert (asked["outcome"], asked["needs"], asked["platforms"]) == ("ask", ["platform"], ["klaviyo", "mailchimp"])
    assert run(str(mails), "--platform", "klaviyo", "--currency", "EUR", "--dry-run")[1][0]["platform"] == "klaviyo"


@pytest.mark.parametrize("period", ["2026-10-01", "2026-10-21..2026-10-01", "soon..later"])
def test_a_period_that_is_none_is_wrong_usage(period: str) -> None:
    assert CliRunner().invoke(command, [str(OWN / "tiktok_gmv_max.tsv"), "--period", period]).exit_code == 2


def test_amounts_in_micros_are_asked_about_and_divided_when_said(tmp_path: Path) -> None:
    head = "Day,Account,Campaign,Impr.,Clicks,Currency code,Cost\n"
    file = tmp_path / "micros.csv"
    file.write_text(head + "".join(f"2026-06-{day:02d},Fernwick EU,Brand,2500,100,EUR,80000000\n" for day in range(1, 6)), encoding="utf-8")
    code, (asked,) = run(str(file), "--client", "Fernwick")
    assert (code, asked["outcome"], asked["needs"], asked["import_id"]) == (0, "ask", ["unit"], None)
    assert "1,000,000 times too large" in asked["problems"][0]["reason"]
    code, (divided,) = run(str(file), "--client", "Fernwick", "--divide-cost-by", "1000000")
    assert (code, divided["outcome"], divided["sums"]["cost"]) == (0, "loaded", "400")
    code, (sure,) = run(str(file), "--client", "Kanaalhuis", "--as-stated")
    assert (code, sure["outcome"], sure["sums"]["cost"]) == (0, "loaded", "400000000")


def test_a_zip_of_several_platforms_is_read_file_by_file_and_its_sub_folders_name_the_clients(tmp_path: Path) -> None:
    packed = tmp_path / "July.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(OWN / "google_campaigns.csv", "Fernwick/google_campaigns.csv")
        archive.write(OWN / "meta_campaigns.csv", "Kanaalhuis/meta_campaigns.csv")
        archive.writestr("Fernwick/read me.pdf", b"%PDF-1.7")
    code, found = run(str(packed))
    assert code == 1  # one of them was refused
    told = {entry["file"].rpartition(" › ")[2]: (entry["outcome"], entry["client"], entry["platform"]) for entry in found}
    assert told == {
        "Fernwick/google_campaigns.csv": ("loaded", "Fernwick", "google_ads"),
        "Kanaalhuis/meta_campaigns.csv": ("loaded", "Kanaalhuis", "meta_ads"),
        "Fernwick/read me.pdf": ("refused", "Fernwick", None),
    }
    assert all(entry["file"].startswith(f"{packed} › ") for entry in found)
