"""Scoring any table: what is read, which columns know too much, how it is judged, and the command line around it."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.special import expit

from adcrm.cli.score import command
from adcrm.errors import FileRefusedError, InputError
from adcrm.exports.formats import harmless_texts
from adcrm.scoring.leaks import written_after
from adcrm.scoring.tables import train_table, write_sheet
from adcrm.scoring.tabular import decode, examples, outcomes, read_sheet, roles

SHARED = Path(__file__).parents[3] / "shared" / "data" / "lead_scoring"


def past_leads(rows: int = 3000, seed: int = 1) -> pd.DataFrame:
    """Leads in order of time: two honest columns, two without meaning, an id, the label; and a call's duration that knows the outcome."""
    draw = np.random.default_rng(seed)
    visits, source = draw.poisson(3, rows), draw.choice(["form", "fair", "mail"], rows)
    odds = -2.4 + 0.45 * visits + pd.Series(source).map({"form": 0.6, "fair": 0.0, "mail": -0.8}).to_numpy()
    won = draw.random(rows) < expit(odds)
    return pd.DataFrame(
        {
            "id": np.arange(rows) + 1000,
            "day": pd.date_range("2025-01-01", periods=rows, freq="3h").strftime("%Y-%m-%d"),
            "visits": visits,
            "source": source,
            "height": draw.normal(170, 9, rows).round(1),
            "call duration": np.where(won, draw.normal(400, 90, rows), draw.normal(160, 90, rows)).round(),
            "won": np.where(won, "yes", "no"),
        }
    )


def test_a_part_to_judge_in_which_everybody_won_gives_no_verdict(tmp_path: Path) -> None:
    rows = past_leads(1200)
    rows.loc[rows.index[800:], "won"] = "yes"
    rows.to_csv(tmp_path / "x.csv", index=False)
    made, kept = train_table(read_sheet(tmp_path / "x.csv"), "won", "@line")
    assert (made.verdict, made.judgement, kept) == ("not_enough_wins", None, None)


@pytest.fixture
def leads_csv(tmp_path: Path) -> Path:
    path = tmp_path / "past.csv"
    past_leads().to_csv(path, sep=";", index=False)
    return path


def test_a_column_that_knows_the_outcome_is_shown_with_what_it_fakes_and_left_out(leads_csv: Path) -> None:
    made, kept = train_table(read_sheet(leads_csv), "won", "day")
    assert [leak.column for leak in made.leaks] == ["call duration"]
    assert made.leaks[0].auc_with > 0.95
    assert made.leaks[0].auc_without < 0.8
    assert "call duration" not in made.columns
    assert made.validation == "time"
    assert made.judgement is not None
    assert 0.8 <= made.judgement.slope.point <= 1.2
    assert made.verdict == "good"
    assert kept is not None


def test_a_leak_without_a_telling_name_is_found_too(tmp_path: Path) -> None:
    rows = past_leads().rename(columns={"call duration": "field_7"})
    rows.to_csv(tmp_path / "x.csv", index=False)
    made, _ = train_table(read_sheet(tmp_path / "x.csv"), "won")
    assert [leak.column for leak in made.leaks] == ["field_7"]


def test_honest_columns_are_not_suspected_however_strong(tmp_path: Path) -> None:
    past_leads().drop(columns="call duration").to_csv(tmp_path / "x.csv", index=False)
    made, _ = train_table(read_sheet(tmp_path / "x.csv"), "won", "day")
    assert made.leaks == []
    assert {"visits", "source", "height"} == set(made.columns)
    assert [column for column, _ in made.unused] == ["id"]


def test_a_leak_is_kept_only_when_asked_for_and_then_the_verdict_is_weak(leads_csv: Path) -> None:
    made, _ = train_table(read_sheet(leads_csv), "won", "day", keep=frozenset({"call duration"}))
    assert made.leaks[0].kept
    assert "call duration" in made.columns
    assert made.verdict == "weak"


def test_with_few_wins_no_score_is_made(tmp_path: Path) -> None:
    rows = past_leads(400)
    rows.loc[rows.index > 60, "won"] = "no"
    rows.to_csv(tmp_path / "x.csv", index=False)
    made, kept = train_table(read_sheet(tmp_path / "x.csv"), "won")
    assert made.verdict == "not_enough_wins"
    assert made.judgement is None
    assert kept is None


def test_the_command_line_trains_and_applies(leads_csv: Path, tmp_path: Path) -> None:
    model, out = tmp_path / "m.skops", tmp_path / "out.csv"
    run = CliRunner()
    trained = run.invoke(command, ["train", "--data", str(leads_csv), "--label", "won", "--time", "day", "--model", str(model), "--json"])
    assert trained.exit_code == 0, trained.output
    said = json.loads(trained.stdout)
    assert (said["rows"], said["validation"], said["verdict"]) == ("3000", "time", "good")
    assert said["leaks"][0]["auc_with"] > said["leaks"][0]["auc_without"]
    assert {"wins", "model", "auc", "brier", "calibration_slope"} <= set(said)
    fresh = past_leads(500, seed=9)
    fresh.drop(columns=["won", "call duration"]).to_csv(tmp_path / "new.csv", sep=";", index=False)
    applied = run.invoke(command, ["apply", "--data", str(tmp_path / "new.csv"), "--model", str(model), "--out", str(out), "--json"])
    assert applied.exit_code == 0, applied.output
    scored = pd.read_csv(out, sep=";")
    assert len(scored) == 500
    assert list(scored.columns[-3:]) == ["probability", "grade", "reasons"]
    chance = scored["probability"]
    assert chance.between(0, 1).all()
    assert chance.sum() == pytest.approx((fresh["won"] == "yes").sum(), rel=0.15)
    assert chance[fresh["won"] == "yes"].mean() > chance[fresh["won"] == "no"].mean() + 0.1
    assert scored["reasons"].str.contains("visits=").any()


def test_a_missing_column_is_named_when_a_score_is_applied(leads_csv: Path, tmp_path: Path) -> None:
    run = CliRunner()
    model = tmp_path / "m.skops"
    run.invoke(command, ["train", "--data", str(leads_csv), "--label", "won", "--model", str(model)])
    past_leads(50).drop(columns="source").to_csv(tmp_path / "new.csv", index=False)
    refused = run.invoke(command, ["apply", "--data", str(tmp_path / "new.csv"), "--model", str(model), "--out", str(tmp_path / "o.csv")])
    assert isinstance(refused.exception, InputError)
    assert "source" in str(refused.exception)


def test_a_file_that_is_no_score_is_refused(leads_csv: Path, tmp_path: Path) -> None:
    refused = CliRunner().invoke(command, ["apply", "--data", str(leads_csv), "--model", str(leads_csv), "--out", str(tmp_path / "o.csv")])
    assert isinstance(refused.exception, FileRefusedError)


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("渠道,赢\n".encode(), "渠道,赢\n", "utf-8"),
        (b"\xef\xbb\xbf" + "渠道\n".encode(), "渠道\n", "utf-8-sig"),
        ("渠道,是\n".encode("gb18030"), "渠道,是\n", "gb18030"),
        ("Größe,née\n".encode("cp1252"), "Größe,née\n", "cp1252"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_was_written_in(raw: bytes, text: str, encoding: str) -> None:
    assert decode(raw) == (text, encoding)


def test_what_a_spreadsheet_would_run_is_made_harmless_when_rows_are_written_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,change\n=1+1,-5\n@SUM(A1),+3.5 %\nÅse,-x\n", encoding="utf-8")
    sheet = read_sheet(tmp_path / "a.csv")
    write_sheet(harmless_texts(sheet.rows), sheet, tmp_path / "b.csv")
    lines = (tmp_path / "b.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["'=1+1", "-5"], ["'@SUM(A1)", "+3.5 %"], ["Åse", "'-x"]]


def test_chinese_labels_and_a_wide_line_are_understood(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("渠道,成交\n表单,是\n展会,否\n".encode("gb18030"))
    sheet = read_sheet(tmp_path / "a.csv")
    assert outcomes(sheet, "成交").tolist() == [True, False]
    (tmp_path / "b.csv").write_text("a,won\n1,0\n1,0,7\n")
    with pytest.raises(FileRefusedError) as wide:
        read_sheet(tmp_path / "b.csv")
    assert wide.value.where.line == 3


@pytest.mark.parametrize("cells", [["1", "2", "3"], ["red", "blue"], ["1", ""], ["1", "1"]])
def test_a_label_that_is_not_clear_is_refused(tmp_path: Path, cells: list[str]) -> None:
    (tmp_path / "a.csv").write_text("x,won\n" + "".join(f"5,{cell}\n" for cell in cells))
    with pytest.raises(InputError):
        outcomes(read_sheet(tmp_path / "a.csv"), "won")


def test_columns_are_sorted_by_what_they_hold(tmp_path: Path) -> None:
    rows = [f"{i},{['a', 'b'][i % 2]},{i * 7 % 13},same,x{i},2026-01-{1 + i % 28:02d},\n" for i in range(60)]
    (tmp_path / "a.csv").write_text("id,kind,n,one,name,day,empty\n" + "".join(rows))
    sheet = read_sheet(tmp_path / "a.csv")
    columns = roles(sheet, set())
    assert columns.measures == ("n", "day")
    assert columns.categories == ("kind",)
    assert [column for column, _ in columns.unused] == ["id", "one", "name", "empty"]
    held = examples(sheet, columns.measures, columns.categories)
    assert held["day"].iloc[1] - held["day"].iloc[0] == 1


@pytest.mark.parametrize("name", ["duration", "CallDuration", "Lead Quality", "Tags", "deal_stage", "通话时长", "closed_at", "Last Notable Activity"])
def test_names_that_tell_of_the_time_after_are_known(name: str) -> None:
    assert written_after(name)


@pytest.mark.parametrize("name", ["poutcome", "previous_result", "Administrative_Duration", "pdays", "product", "statistics", "NumDealsPurchases"])
def test_names_of_what_was_before_are_not_suspected(name: str) -> None:
    assert not written_after(name)


@pytest.mark.samples
@pytest.mark.slow
def test_the_duration_of_the_call_is_flagged_in_the_bank_data(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("the shared lead data are not beside this checkout")
    rows = (SHARED / "bank_additional_full.csv").read_text().splitlines()
    (tmp_path / "bank.csv").write_text("\n".join([rows[0], *rows[1::4]]))
    made, _ = train_table(read_sheet(tmp_path / "bank.csv"), "y")
    assert [leak.column for leak in made.leaks] == ["duration"]
    assert made.leaks[0].auc_with - made.leaks[0].auc_without > 0.1
