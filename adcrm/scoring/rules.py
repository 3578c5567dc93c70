"""The rule score: points that anybody can check, used while there are too few wins to learn from.

Engagement (0-70): each kind of behaviour earns points that fade by half every 30 days, up to a limit per kind.
Fit (0-30): the person's level and the size of the company, where the form asked for them. The points follow the
usual order of intent in lead scoring (a talk or a form says more than a visit, a visit more than an opened mail);
they are a starting point, not a finding, and a trained model is always compared with them.
"""

import numpy as np
import pandas as pd

from adcrm.scoring.features import KINDS

HALF_LIFE = 30
# kind: (points for one, most points in all)
ENGAGEMENT = {
    "call": (12.0, 24.0),
    "form": (10.0, 20.0),
    "event": (12.0, 24.0),
    "download": (8.0, 16.0),
    "live": (6.0, 12.0),
    "mail_click": (5.0, 10.0),
    "sms_click": (4.0, 8.0),
    "click": (3.0, 6.0),
    "visit": (2.0, 10.0),
    "mail_open": (1.0, 4.0),
    "view": (0.5, 2.0),
}
MOST_ENGAGEMENT = 70.0
LEVELS = {"executive": 20.0, "director": 16.0, "manager": 8.0, "staff": 0.0}
SIZES = {"1000+": 10.0, "200-999": 7.0, "50-199": 4.0, "1-49": 0.0, "large": 10.0, "medium": 5.0, "small": 0.0}
GRADES = {"A": 60.0, "B": 40.0, "C": 20.0}


def rule_points(known: pd.DataFrame) -> pd.DataFrame:
    """Points by field for each lead of ``known`` (see :func:`adcrm.scoring.features.add_behaviour`); their sum is the score, 0 to 100."""
    earned = {}
    for kind in KINDS:
        points, most = ENGAGEMENT[kind]
        earned[kind] = np.minimum(points * known[f"{kind}_{HALF_LIFE}"].astype(float), most)
    made = pd.DataFrame(earned, index=known.index)
    total = made.sum(axis=1)
    made = made.mul(np.minimum(1.0, MOST_ENGAGEMENT / total.where(total > 0, 1.0)), axis=0)  # the common limit is shared in proportion
    made["job_level"] = known["job_level"].map(LEVELS).fillna(0.0).astype(float)
    made["company_size"] = known["company_size"].map(SIZES).fillna(0.0).astype(float)
    return made
