"""What makes two reported rows the same row: the key by which a newer import replaces an older one.

An entity is known by its id where the report gives one, otherwise by its name. The measures, the currency and the
attribution setting are not part of the key, so a restated figure finds the row that it replaces.
"""

from adcrm.imports.targets import ADS, Target, named

PERIOD_COLUMNS = ("client_id", "platform", "account_id", "account", "date_start", "date_end", "level", "breakdown")
ENTITIES = (("campaign_id", "campaign"), ("ad_group_id", "ad_group"), ("ad_id", "ad"))
SPLIT_COLUMNS = ("hour", "weekday", "region", "age", "gender", "device", "placement", "keyword", "match_type", "search_term", "asset")
ITEM_COLUMNS = ("item_id", "publisher", "product")
IS_COUNTED = "status IS DISTINCT FROM 'declined'"  # SQL: a sale that the advertiser declined costs nothing


def key_text(target: Target = ADS) -> str:
    """SQL for the text that identifies a row apart from repeats within one file (DuckDB and PostgreSQL).

    An account known by its id is keyed by the id alone, so that renaming it changes nothing.
    """
    if target is not ADS:
        return " || chr(31) || ".join(f"coalesce(CAST({named(column)} AS VARCHAR), '')" for column in ("client_id", "account", *target.keys))
    plain = [c for c in PERIOD_COLUMNS if c not in ("account_id", "account")]
    parts = [f"CAST({column} AS VARCHAR)" for column in (*plain, *SPLIT_COLUMNS)]
    for identifier, name in (("account_id", "account"), *ENTITIES):
        parts.append(f"CASE WHEN coalesce({identifier}, '') <> '' THEN 'id:' || {identifier} ELSE {name} END")
    # Added only where there is one, so that rows from before these columns keep their keys.
    items = ", ".join(f"coalesce({column}, '')" for column in ITEM_COLUMNS)
    item = f"CASE WHEN coalesce({', '.join(ITEM_COLUMNS)}) IS NULL THEN '' ELSE chr(31) || concat_ws(chr(30), {items}) END"
    # One call over all parts, for which NULL is '': a chain of "||" copies the growing text for each of them.
    return f"concat({', chr(31), '.join(parts)}, {item})"


def key_uuid(repeat: str = "1", target: Target = ADS) -> str:
    """SQL for ``row_key``; ``repeat`` is SQL for which of several rows with the same text in its file this is (1, 2 ...)."""
    return f"CAST(md5(concat({key_text(target)}, chr(31), {repeat})) AS UUID)"
