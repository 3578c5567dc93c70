"""How good and how fast the lead score is: on real tables, and on the demo agency whose truth is known.

    python benchmarks/scoring.py FOLDER     tables such as bank_additional_full.csv, where they are
    python benchmarks/scoring.py --demo     train on the books that the settings name and compare with demo_truth

Published or computed figures stand beside ours; a table that is not there is said to be absent.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.scoring import train_and_score
from adcrm.scoring.apply import newest_model
from adcrm.scoring.judge import area
from adcrm.scoring.report import read_report
from adcrm.scoring.tables import train_table
from adcrm.scoring.tabular import LINE, read_sheet
from adcrm.settings import settings
from adcrm.store.tables import Lead

# file, label, time, AUC of others on a comparable cut without leaking columns
TABLES = (
    ("bank_additional_full.csv", "y", "", "logistic .803, boosted .814"),
    ("bank_additional_full.csv", "y", LINE, "logistic .667, boosted .607"),
    ("x_education_leads.csv", "Converted", "", "boosted .900, without Last Activity too .867"),
    ("online_shoppers_intention.csv", "Revenue", "", "boosted .774"),
    ("ifood_marketing_campaign.tsv", "Response", "", "boosted .904"),
)


def tables(folder: Path) -> None:
    """Train on each table and print AUC, calibration and the columns left out."""
    for name, label, order, others in TABLES:
        if not (folder / name).exists():
            print(f"{name}: absent")
            continue
        start = time.perf_counter()
        made, _ = train_table(read_sheet(folder / name), label, order)
        took = time.perf_counter() - start
        assert made.judgement is not None
        left = ", ".join(leak.column for leak in made.leaks) or "nothing"
        auc, slope = made.judgement.auc, made.judgement.slope.point
        print(f"{name} by {made.validation}: AUC {auc.point:.3f} ({auc.low:.3f}-{auc.high:.3f}), slope {slope:.2f}, {took:.1f} s; others {others}")
        print(f"    left out: {left}")


def demo() -> None:
    """Train and score the demo agency; how well its open leads are ranked against their true chances."""
    opened = books()
    start = time.perf_counter()
    train_and_score(opened, Actor("benchmark"))
    took = time.perf_counter() - start
    model = newest_model(opened)
    assert model is not None
    report = read_report(model.report)
    print(f"trained and scored in {took:.1f} s, verdict {report.verdict}")
    judged, top = report.judgement, report.top
    if judged and top:
        print(f"AUC {judged.auc.point:.3f}, slope {judged.slope.point:.2f}; top {top.size}: {top.won} won, {top.expected:.1f} expected")
    truth = settings().data_dir / "demo_truth" / "leads.parquet"
    if not truth.exists():
        print("no truth of a demo agency here")
        return
    known = pd.read_parquet(truth)
    with opened.crm.read() as session:
        held = session.query(Lead.client_id, Lead.person_key, Lead.probability).filter(Lead.probability.is_not(None)).all()
    ours = pd.DataFrame(held, columns=["client_id", "person_key", "probability"]).merge(known, on="person_key", suffixes=("", "_true"))
    true = ours["probability_true"].to_numpy(float)
    print(f"{len(ours)} open leads: rank correlation with the truth {ours['probability'].corr(ours['probability_true'], method='spearman'):.3f}")
    print(f"best tenth by truth found: AUC {area(ours['probability'].to_numpy(float), true >= np.quantile(true, 0.9)):.3f}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--demo"]:
        demo()
    elif len(sys.argv) == 2:
        tables(Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
