"""Decides which rows count: ``in_total`` and ``in_split``, from nothing but the current rows, after every load and undo.

Whatever the order in which reports were loaded, the same current rows get the same flags. The rules stand in
:mod:`adcrm.imports.choice`; here are the summaries they decide on and the writing of what they decided.
"""

import pandas as pd
import pyarrow as pa

from adcrm.imports.choice import SET, Presence, choose_daily, choose_periods, finest_that_reconciles, joined_names, one_name
from adcrm.imports.keys import ENTITIES, IS_COUNTED, ITEM_COLUMNS
from adcrm.warehouse import Writer

TEXT = pa.string()
MARK = {"level": TEXT, "breakdown": TEXT, "naming": pa.int32(), "additive": pa.bool_()}
SUMS = ("cost", "impressions", "conversions", "conversion_value")
SAME_SET = " AND ".join(f"facts.{column} = decided.{column}" for column in ("account_key", *SET))
# What a row's key is made of beside its values; the finest first, so that the report which names most by id ranks highest.
NAMED = (*reversed(ENTITIES), ("account_id", "account"), ("''", "match_type"), *((column, "''") for column in ITEM_COLUMNS))


def settle(writer: Writer, client_id: int, platform: str) -> None:
    """Bring the flags of one client's rows on one platform into agreement with the rules."""
    if not _make_facts(writer, client_id, platform):
        return
    _settle_days(writer)
    _settle_periods(writer)
    for table in ("facts", "facts_accounts", "facts_known"):
        writer.execute(f"DROP TABLE {table}")


def _make_facts(writer: Writer, client_id: int, platform: str) -> bool:
    """Make ``facts``: a narrow copy of the rows in question with the account's key and how the set knows its entities."""
    mine = f"client_id = {int(client_id)} AND platform = $platform"
    named = writer.query(
        "SELECT DISTINCT coalesce(account_id, '') AS id, coalesce(account, '') AS name, coalesce(currency, '') AS currency "
        f"FROM ad_performance WHERE {mine}",
        platform=platform,
    ).to_pylist()
    if not named:
        return False
    accounts = [{"a_id": i, "a_name": n, "a_currency": c, "account_key": key} for (i, n, c), key in _account_keys(named).items()]
    kinds = pa.schema([(column, TEXT) for column in ("a_id", "a_name", "a_currency", "account_key")])
    writer.stage("facts_accounts", pa.Table.from_pylist(accounts, kinds))
    for table in ("facts_known", "facts"):
        writer.execute(f"DROP TABLE IF EXISTS {table}")
    writer.execute(
        "CREATE TEMP TABLE facts_known AS SELECT import_id AS k_import, level AS k_level, "
        f"CAST({_naming()} AS INTEGER) AS naming FROM ad_performance WHERE {mine} GROUP BY 1, 2",
        platform=platform,
    )
    writer.execute(
        "CREATE TEMP TABLE facts AS SELECT row_key, account_key, date_start, date_end, level, breakdown, naming, "
        "coalesce(is_additive, FALSE) AS additive, "
        f"coalesce(campaign_id, '') AS campaign_id, coalesce(campaign, '') AS campaign, {', '.join(SUMS)}, in_total, in_split FROM ad_performance "
        "JOIN facts_accounts ON a_id = coalesce(account_id, '') AND a_name = coalesce(account, '') AND a_currency = coalesce(currency, '') "
        f"JOIN facts_known ON k_import = import_id AND k_level = level WHERE {mine} AND {IS_COUNTED}",
        platform=platform,
    )
    return True


def _naming() -> str:
    """SQL for how an import names things, as one number: 2 by id, 1 by name, 0 not at all, a digit of three for each of ``NAMED``.

    Rows of the same spend get other keys when a report names more; what is named in another way is therefore another set.
    """
    digits = [
        f"max(CASE WHEN coalesce({identifier}, '') <> '' THEN 2 WHEN coalesce({name}, '') <> '' THEN 1 ELSE 0 END) * {3**place}"
        for place, (identifier, name) in enumerate(reversed(NAMED))
    ]
    return " + ".join(digits)


def _account_keys(named: list[dict[str, str]]) -> dict[tuple[str, str, str], str]:
    """A key for each (id, name, currency). An account bills in one currency; rows without money belong to the only one there is."""
    keys = one_name((row["id"], row["name"]) for row in named)
    billed: dict[str, set[str]] = {}
    for row in named:
        billed.setdefault(keys[row["id"], row["name"]], set()).update({row["currency"]} - {""})
    made = {}
    for row in named:
        key = keys[row["id"], row["name"]]
        currency = row["currency"] or (next(iter(billed[key])) if len(billed[key]) == 1 else "")
        made[row["id"], row["name"], row["currency"]] = f"{key}\x1f{currency}"
    return made


def _settle_days(writer: Writer) -> None:
    sets = _summary(writer, "date_start AS day", "date_start = date_end").rename(columns={"account_key": "account"})
    if sets.empty:
        return
    sets["total"] = choose_daily(sets)
    split = sets[sets["breakdown"] != "none"]
    sets["split"] = sets.index.isin(finest_that_reconciles(split, ["account", "breakdown", "day"]))
    decided = sets.rename(columns={"account": "account_key"})
    kinds = {"account_key": TEXT, **MARK, "day": pa.date32(), "total": pa.bool_(), "split": pa.bool_()}
    writer.stage("decided", pa.Table.from_pandas(decided[list(kinds)], pa.schema(list(kinds.items())), preserve_index=False))
    _write_flags(writer, f"facts JOIN decided ON {SAME_SET} AND facts.date_start = decided.day WHERE facts.date_start = facts.date_end")


def _settle_periods(writer: Writer) -> None:
    sets = _summary(writer, "date_start AS start_day, date_end AS end_day, campaign_id, campaign AS campaign_name", "date_start <> date_end")
    if sets.empty:
        return
    days = "SELECT DISTINCT account_key, campaign_id, campaign, breakdown, date_start FROM facts WHERE date_start = date_end AND "
    totals, splits = (writer.query(days + flag).to_pylist() for flag in ("in_total", "in_split"))
    pairs = {(account, i, n) for account, i, n in zip(sets["account_key"], sets["campaign_id"], sets["campaign_name"], strict=True)}
    pairs |= {(row["account_key"], row["campaign_id"], row["campaign"]) for row in (*totals, *splits)}
    keys: dict[tuple[str, str, str], str] = {}
    for account in {account for account, _, _ in pairs}:
        keys |= {(account, i, n): key for (i, n), key in joined_names((i, n) for a, i, n in pairs if a == account).items()}

    def presence(rows: list[dict]) -> Presence:  # type: ignore[type-arg]
        return Presence.of((r["account_key"], keys[r["account_key"], r["campaign_id"], r["campaign"]], r["date_start"]) for r in rows)

    sets["campaign"] = [keys[key] for key in zip(sets["account_key"], sets["campaign_id"], sets["campaign_name"], strict=True)]
    sets = sets.rename(columns={"account_key": "account", "start_day": "start", "end_day": "end"})
    unit = ["account", *SET, "start", "end", "campaign"]
    units = sets.groupby(unit, as_index=False, sort=True).agg(cost=("cost", "sum"), impressions=("impressions", "sum"))
    units["total"] = choose_periods(units[units["additive"]], presence(totals)).reindex(units.index, fill_value=False)
    units["split"] = False
    for breakdown, some in units[units["breakdown"] != "none"].groupby("breakdown"):
        units.loc[some.index, "split"] = choose_periods(some, presence([row for row in splits if row["breakdown"] == breakdown]))
    decided = sets.merge(units[[*unit, "total", "split"]], on=unit).rename(columns={"account": "account_key", "start": "start_day", "end": "end_day"})
    kinds = {"account_key": TEXT, **MARK, "start_day": pa.date32(), "end_day": pa.date32(), "campaign_id": TEXT, "campaign_name": TEXT}
    kinds |= {"total": pa.bool_(), "split": pa.bool_()}
    writer.stage("decided", pa.Table.from_pandas(decided[list(kinds)], pa.schema(list(kinds.items())), preserve_index=False))
    _write_flags(
        writer,
        f"facts JOIN decided ON {SAME_SET} AND facts.date_start = decided.start_day AND facts.date_end = decided.end_day "
        "AND facts.campaign_id = decided.campaign_id AND facts.campaign = decided.campaign_name WHERE facts.date_start <> facts.date_end",
    )


def _summary(writer: Writer, by: str, where: str) -> pd.DataFrame:
    sums = ", ".join(f"CAST(sum({measure}) AS DOUBLE PRECISION) AS {measure}" for measure in SUMS)
    grouped = ", ".join(str(i + 1) for i in range(5 + by.count(",") + 1))
    made: pd.DataFrame = writer.query(
        f"SELECT account_key, {', '.join(SET)}, {by}, {sums}, count(*) AS rows FROM facts WHERE {where} GROUP BY {grouped} ORDER BY {grouped}"
    ).to_pandas()
    for measure in SUMS:
        made[measure] = made[measure].astype("float64")
    return made


def _write_flags(writer: Writer, source: str) -> None:
    """Change the flags of the rows that are decided otherwise than they stand."""
    writer.execute("DROP TABLE IF EXISTS flagged")
    writer.execute(
        f"CREATE TEMP TABLE flagged AS SELECT row_key AS f_key, total AS f_total, split AS f_split FROM {source} "
        "AND (in_total IS DISTINCT FROM total OR in_split IS DISTINCT FROM split)"
    )
    if writer.query("SELECT count(*) AS n FROM flagged")["n"][0].as_py():
        for table in ("ad_performance", "facts"):
            writer.execute(f"UPDATE {table} SET in_total = f_total, in_split = f_split FROM flagged WHERE row_key = f_key")
    writer.execute("DROP TABLE flagged")
    writer.execute("DROP TABLE decided")
