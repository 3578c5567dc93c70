"""Which channels a row of heads could belong to at all: an index from heads to the channels that ask for them.

Every row near the top of a file is held against every declared platform, so the many that have nothing to do with it must cost nothing.
"""

from collections.abc import Iterable
from functools import cache

from adcrm.channels.declare import Channel, Mark, normal_head, word_above
from adcrm.channels.known import channels


def candidates(row: Iterable[str]) -> tuple[Channel, ...]:
    """The channels of which some signature or look-alike may stand in ``row`` (normal heads), in the order of :func:`channels`."""
    index, always = _index()
    found = always.union(*(index[head] for head in row if head in index))
    every = channels()
    return tuple(every[i] for i in sorted(found))


@cache
def _index() -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """Positions of the channels by a head without which a signature cannot be; and of those that no head rules out."""
    gates: dict[str, set[int]] = {}
    always: set[int] = set()
    for i, channel in enumerate(channels()):
        for marks in (*channel.signatures, *(lookalike.heads for lookalike in channel.lookalikes)):
            gate = next((heads for mark in marks if (heads := _plain_heads(mark))), None)
            if gate is None:
                always.add(i)
            for head in gate or ():
                gates.setdefault(head, set()).add(i)
    return {head: frozenset(positions) for head, positions in gates.items()}, frozenset(always)


def _plain_heads(mark: Mark) -> frozenset[str]:
    """The heads one of which the mark needs; none where a star or a word above the head may stand for it."""
    heads = mark if isinstance(mark, tuple) else (mark,)
    plain = all(isinstance(head, str) and "*" not in head and not word_above(head) for head in heads)
    return frozenset(normal_head(head) for head in heads) if plain else frozenset()
