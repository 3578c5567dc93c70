"""Words at the ends of paths that are no channels: some tools write ``start > a > b > conversion`` and ``start > c > null``."""

from adcrm.channels.declare import MISSING

STARTS = ("start", "(start)", "begin", "(begin)", "开始", "起点")
ORDERED = ("conversion", "(conversion)", "conv", "(conv)", "converted", "(converted)", "purchase", "(purchase)", "转化", "成交", "已转化")
NOT_ORDERED = ("null", "(null)", "no conversion", "(no conversion)", "drop", "(drop)", "exit", "(exit)", "未转化", "未成交", "流失")
Steps = tuple[str, ...]


def without_markers(paths: list[Steps]) -> tuple[list[Steps], list[bool] | None]:
    """The channels of each path, and whether it ended in an order, where every path says so at its end; ``None`` where they do not.

    A word is a marker only where every path that has a step bears one in that place.
    """
    filled = [path for path in paths if path]
    ended = None
    if filled and all(path[-1].casefold() in (*ORDERED, *NOT_ORDERED) for path in filled):
        ended = [bool(path) and path[-1].casefold() in ORDERED for path in paths]
        paths = [path[:-1] for path in paths]
    if filled and all(path[0].casefold() in STARTS for path in filled):
        paths = [path[1:] for path in paths]
    return [tuple(step for step in path if step not in MISSING) for path in paths], ended
