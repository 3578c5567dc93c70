"""Names of channels that look like one channel written in several ways: proposed as rules, never applied by themselves.

Two names are proposed as one where they are the same but for case, blanks and signs; where one is a known short form of the other; or where
few letters differ (similarity of at least 88 of 100 by rapidfuzz, the share of letters in common order). Names that differ in a number, or
by a whole word, are two channels: "Brand 1" and "Brand 2", "Paid Search" and "Paid Social".
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from adcrm.attribution.grouping import Rule, Rules, channels_of
from adcrm.messages import Message, message

ALIKE = 88.0
SHORTEST = 5  # letters below which two different names are not compared: "TV" and "TW" say nothing
# Short forms and names in another script by which teams call a channel, all after :func:`_tight`.
CALLED = {
    **dict.fromkeys(("fb", "facebook", "facebookads", "脸书"), "facebook"),
    **dict.fromkeys(("ig", "insta", "instagram", "instagramads"), "instagram"),
    **dict.fromkeys(("yt", "youtube", "youtubeads"), "youtube"),
    **dict.fromkeys(("li", "linkedin", "linkedinads", "领英"), "linkedin"),
    **dict.fromkeys(("tt", "tiktok", "tiktokads"), "tiktok"),
    **dict.fromkeys(("gads", "googleads", "adwords", "googleadwords", "谷歌广告"), "googleads"),
    **dict.fromkeys(("msads", "bingads", "microsoftads", "微软广告"), "microsoftads"),
    **dict.fromkeys(("wx", "wechat", "weixin", "微信"), "wechat"),
    **dict.fromkeys(("xhs", "red", "xiaohongshu", "小红书"), "xiaohongshu"),
    **dict.fromkeys(("dy", "douyin", "抖音"), "douyin"),
    **dict.fromkeys(("wb", "weibo", "微博"), "weibo"),
    **dict.fromkeys(("edm", "email", "emails", "mail", "newsletter", "邮件"), "email"),
}
REASONS: dict[str, Message] = {
    "signs": message("the same but for blanks, signs and capitals"),
    "short": message("a known short form"),
    "letters": message("few letters differ"),
}


@dataclass(frozen=True)
class Merge:
    """Channels that may be one: ``names`` would go by ``into`` (the one with most touches). ``reasons`` are keys of ``REASONS``.

    ``rule`` would merge them, and is to be put before all others.
    """

    into: str
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    touches: int
    rule: Rule


def suggested_merges(counts: pd.DataFrame, rules: Rules) -> tuple[Merge, ...]:
    """Which channels may be spellings of one, most touches first. ``counts`` are origins with their ``touches`` (``channel_rules.origins``).

    Only channels that the log names are compared; what is told from source and medium has its name from a rule already.
    """
    named = counts[(counts["channel"] != "") & ~counts["channel"].str.contains(r"[|*?]")]
    found = channels_of(named, rules)
    shown = pd.Series(np.array(found.names, object)[found.codes], named.index, dtype=object)
    touches = {str(name): int(n) for name, n in named["touches"].groupby(shown).sum().items()}
    raw = {str(name): sorted(texts) for name, texts in named["channel"].groupby(shown).unique().items()}
    sorts = ["direct" if direct else "paid" if paid else "unpaid" for direct, paid in zip(found.is_direct, found.is_paid, strict=True)]
    sort = dict(zip(found.names, sorts, strict=True))
    names = sorted(touches, key=lambda name: (-touches[name], name))
    taken: set[str] = set()
    made = []
    for place, first in enumerate(names):
        if first in taken:
            continue
        like = {other: why for other in names[place + 1 :] if other not in taken and (why := _alike(first, other))}
        if not like:
            continue
        taken |= {first, *like}
        words = dict.fromkeys(text for name in (first, *like) for text in raw[name])
        rule = Rule(first, sort[first], channel="|".join(words))  # type: ignore[arg-type]
        made.append(Merge(first, tuple(like), tuple(dict.fromkeys(like.values())), sum(touches[name] for name in (first, *like)), rule))
    return tuple(sorted(made, key=lambda one: (-one.touches, one.into)))


def _alike(one: str, other: str) -> str:
    """Why two names may mean one channel, '' where they do not seem to."""
    first, second = _tight(one), _tight(other)
    if first == second:
        return "signs" if first else ""
    if CALLED.get(first, first) == CALLED.get(second, second):
        return "short"
    if _numbers(first) != _numbers(second) or min(len(first), len(second)) < SHORTEST or _words_differ(one, other):
        return ""
    return "letters" if fuzz.ratio(first, second) >= ALIKE else ""


def _words_differ(one: str, other: str) -> bool:
    """Whether the names have as many words and one of them is another word, not another spelling of it."""
    pairs = list(zip(_words(one), _words(other), strict=False))
    return len(_words(one)) == len(_words(other)) > 1 and any(fuzz.ratio(a, b) < 75 for a, b in pairs)


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold().replace("_", " "))


def _tight(name: str) -> str:
    return "".join(_words(name))


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", name)
