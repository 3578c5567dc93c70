"""What makes two reported rows the same row: the key by which a newer import replaces an older one.

An entity is known by its id where the report gives one, otherwise by its name. The measures, the currency and the
attribution setting are not part of the key, so a restated figure finds the row that it replaces.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from adcrm.imports.targets import ADS, Target, named

PERIOD_COLUMNS = ("client_id", "platform", "account_id", "account", "date_start", "date_end", "level", "breakdown")
ENTITIES = (("campaign_id", "campaign"), ("ad_group_id", "ad_group"), ("ad_id", "ad"))
SPLIT_COLUMNS = ("hour", "weekday", "region", "age", "gender", "device", "placement", "keyword", "match_type", "search_term", "asset")
ITEM_COLUMNS = ("item_id", "publisher", "product")
IS_COUNTED = "status IS DISTINCT FROM 'declined'"  # SQL: a sale that the advertiser declined costs nothing


Same = Mapping[str, str | None]  # columns in which every row says the same, and what: None for NULL
NOTHING_SAME: Same = MappingProxyType({})
_END = "\x1f"


def key_text(target: Target = ADS, same: Same = NOTHING_SAME, filled: Collection[str] = ()) -> str:
    """SQL for the text that identifies a row apart from repeats within one file (DuckDB and PostgreSQL).

    An account known by its id is keyed by the id alone, so that renaming it changes nothing. The text does not depend on ``same`` and
    ``filled`` (ids that no row lacks); it is put together in less time when what stands in every row is written into the SQL once.
    """
    return _concat(_pieces(target, same, filled))


def key_uuid(repeat: str = "1", target: Target = ADS, same: Same = NOTHING_SAME, filled: Collection[str] = ()) -> str:
    """SQL for ``row_key``; ``repeat`` is SQL for which of several rows with the same text in its file this is (1, 2 ...)."""
    return f"CAST(md5({_concat([*_pieces(target, same, filled), literal(_END), literal(repeat) if repeat.isdigit() else repeat])}) AS UUID)"


def _pieces(target: Target, same: Same, filled: Collection[str]) -> list[str]:
    """What the text is made of, one after the other: SQL literals and expressions, of which NULL is no text."""
    if target is not ADS:
        columns = ("client_id", "account", *target.keys)
        return _apart([[f"CAST({named(column)} AS VARCHAR)"] for column in columns])
    plain = [column for column in PERIOD_COLUMNS if column not in ("account_id", "account")]
    parts = [[literal(same[column] or "") if column in same else f"CAST({column} AS VARCHAR)"] for column in (*plain, *SPLIT_COLUMNS)]
    for identifier, name in (("account_id", "account"), *ENTITIES):
        otherwise = literal(same[name] or "") if name in same else name
        if identifier in same:
            parts.append([literal(f"id:{same[identifier]}") if same[identifier] else otherwise])
        elif identifier in filled:
            parts.append([literal("id:"), identifier])
        else:
            parts.append([f"CASE WHEN coalesce({identifier}, '') <> '' THEN 'id:' || {identifier} ELSE {otherwise} END"])
    if all(column in same and same[column] is None for column in ITEM_COLUMNS):
        return _apart(parts)
    # Added only where there is one, so that rows from before these columns keep their keys.
    items = ", ".join(f"coalesce({column}, '')" for column in ITEM_COLUMNS)
    item = f"CASE WHEN coalesce({', '.join(ITEM_COLUMNS)}) IS NULL THEN '' ELSE chr(31) || concat_ws(chr(30), {items}) END"
    return [*_apart(parts), item]


def _apart(parts: list[list[str]]) -> list[str]:
    return [piece for part in parts for piece in (literal(_END), *part)][1:]


def _concat(pieces: list[str]) -> str:
    """One call over all pieces: a chain of "||" copies the growing text for each of them. Literals that meet become one."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _is_literal(piece) and _is_literal(joined[-1]):
            joined[-1] = joined[-1][:-1] + piece[1:]
        else:
            joined.append(piece)
    return f"concat({', '.join(piece for piece in joined if piece != literal(''))})"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _is_literal(sql: str) -> bool:
    return sql[0] == sql[-1] == "'"
