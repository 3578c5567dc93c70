"""``adcrm score train`` and ``adcrm score apply``: the lead score on any table, without a browser."""

from pathlib import Path
from typing import Any

import click

from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.messages import translate

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("score")
def command() -> None:
    """Train a score on past leads, or apply one to new leads."""


@command.command("train")
@click.option("--data", type=FILE, required=True, help="CSV with one line for each past lead.")
@click.option("--label", required=True, help="Column that says whether it was won (1/0, yes/no, won/lost ...).")
@click.option("--time", default="", help="Column with the time of each lead; @line if the lines are in order of time.")
@click.option("--ignore", default="", help="Columns to leave out, with commas between them.")
@click.option("--keep", default="", help="Columns to keep although they seem to know the outcome, with commas between them.")
@click.option("--model", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to keep the score in.")
@json_option
def train(data: Path, label: str, time: str, ignore: str, keep: str, model: Path, as_json: bool) -> None:
    """Learn from past leads, judge on later ones, keep the score."""
    from adcrm.scoring.tables import train_table
    from adcrm.scoring.tabular import read_sheet

    made, kept = train_table(read_sheet(data), label, time, _names(ignore), _names(keep))
    if kept is not None:
        model.write_bytes(kept)
    judged = made.judgement
    document: dict[str, Any] = {
        "rows": decimal_text(made.rows),
        "wins": decimal_text(made.wins),
        "model": "logistic" if judged else None,
        "model_file": str(model) if kept is not None else None,
        "validation": made.validation,
        "judged": {"rows": decimal_text(judged.n), "wins": decimal_text(judged.won)} if judged else None,
        "auc": judged.auc.point if judged else None,
        "auc_low": judged.auc.low if judged else None,
        "auc_high": judged.auc.high if judged else None,
        "brier": judged.brier if judged else None,
        "calibration_slope": judged.slope.point if judged else None,
        "boosting_auc_difference": made.boosting.point if made.boosting else None,
        "leaks": [
            {"column": leak.column, "reason": leak.reason, "auc_with": leak.auc_with, "auc_without": leak.auc_without, "kept": leak.kept}
            for leak in made.leaks
        ],
        "columns": list(made.columns),
        "unused": [{"column": column, "reason": reason} for column, reason in made.unused],
        "verdict": made.verdict,
        "warnings": made.warnings,
    }
    if as_json:
        print_json(document)
        return
    click.echo(f"{made.rows} rows, {made.wins} won; judged by {made.validation}: {made.verdict}")
    if judged:
        click.echo(
            f"AUC {judged.auc.point:.3f} ({judged.auc.low:.3f} to {judged.auc.high:.3f}), Brier {judged.brier:.4f}, slope {judged.slope.point:.2f}"
        )
    else:
        click.echo(f"Not enough wins: {made.learned_wins} to learn from, {made.judged_wins} to judge on. No score was kept.")
    for leak in made.leaks:
        done = "kept" if leak.kept else "left out"
        click.echo(f"{leak.column}: {translate(leak.reason, 'en')}; {done} (AUC {leak.auc_with:.3f} with it, {leak.auc_without:.3f} without)")
    for words in made.warnings:
        click.echo(translate(words, "en"))


@command.command("apply")
@click.option("--data", type=FILE, required=True, help="CSV with the columns that the score was trained on.")
@click.option("--model", type=FILE, required=True, help="The score, as “score train” kept it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@json_option
def apply(data: Path, model: Path, out: Path, as_json: bool) -> None:
    """Write the rows again, with their chance, grade and reasons."""
    from adcrm.exports.formats import harmless_texts
    from adcrm.scoring.tables import apply_table, write_sheet
    from adcrm.scoring.tabular import read_sheet

    sheet = read_sheet(data)
    rows, grades = apply_table(sheet, model)
    write_sheet(harmless_texts(rows), sheet, out)
    if as_json:
        print_json({"rows": decimal_text(len(rows)), "out": str(out), "grades": {letter: decimal_text(n) for letter, n in grades.items()}})
        return
    click.echo(f"{len(rows)} rows written to {out}: " + ", ".join(f"{letter} {n}" for letter, n in grades.items()))


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())
