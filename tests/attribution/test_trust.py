"""What was measured of the models on known truth is there for each of them, and hangs together."""

from adcrm.attribution.models import models
from adcrm.attribution.trust import trust


def test_every_model_was_measured() -> None:
    found = trust()
    measured = {one.model for one in found.everything} | {one.model for one in found.with_lift_tests}
    assert measured >= set(models())
    assert found.clients > 10 and found.orders > 1_000
    assert found.made_by == "python -m benchmarks.attribution_truth --write"


def test_distances_are_in_order_and_channels_hang_together() -> None:
    found = trust()
    for distances in (found.everything, found.as_asked_first, found.with_lift_tests):
        shares = [one.share for one in distances]
        assert shares == sorted(shares) and all(0 <= one.share <= one.worst_share <= 1 for one in distances)
    truths = {(row.channel, row.incremental) for row in found.channels if row.incremental}
    assert len(truths) == len({channel for channel, _ in truths})  # the truth of a channel is the same beside every model
