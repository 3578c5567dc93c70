"""Decides which rows count: ``in_total`` and ``in_split``, from nothing but the current rows, after every load and undo.

Whatever the order in which reports were loaded, the same current rows get the same flags. The rules stand in
:mod:`adcrm.imports.choice`; here are the summaries they decide on and the writing of what they decided.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import pyarrow as pa

from adcrm.imports.choice import SET, Presence, choose_daily, choose_periods, finest_that_reconciles, joined_names, one_name
from adcrm.imports.keys import ENTITIES, IS_COUNTED, ITEM_COLUMNS
from adcrm.imports.layout import quoted
from adcrm.imports.nameless import told_twice
from adcrm.imports.versions import FLAGS
from adcrm.warehouse import Writer

Named = tuple[str, str, str]  # id, name, currency of an account
TEXT = pa.string()
MARK = {"level": TEXT, "breakdown": TEXT, "naming": pa.int32(), "additive": pa.bool_()}
SUMS = ("cost", "impressions", "conversions", "conversion_value")
SAME_SET = " AND ".join(f"facts.{column} = decided.{column}" for column in ("account_key", *SET))
# What a row's key is made of beside its values; the finest first, so that the report which names most by id ranks highest.
NAMED = (*reversed(ENTITIES), ("account_id", "account"), ("''", "match_type"), *((column, "''") for column in ITEM_COLUMNS))


_KNOWN = (
    "JOIN facts_accounts ON a_id = coalesce(account_id, '') AND a_name = coalesce(account, '') AND a_currency = coalesce(currency, '') "
    "JOIN facts_known ON k_import = import_id AND k_level = level"
)


@dataclass(frozen=True)
class _Rows:
    """SQL over ``ad_performance``: ``condition`` of the rows in question, and which of them are the client's own."""

    condition: str
    mine: str


@dataclass(frozen=True)
class Standing:
    """What a write may change for rows that it does not touch, as it was before: how accounts and imports name things.

    ``naming`` holds the imports that the write takes rows from or gives rows back to; the rows that it touches lie on ``first`` to ``last``.
    """

    first: date
    last: date
    accounts: dict[Named, str]
    naming: dict[tuple[int, str], int]


def standing(writer: Writer, client_id: int, platform: str, touched: str, imports: str = "") -> Standing | None:
    """How things stand before a write; ``touched`` is a SELECT of its rows, ``imports`` one of the other imports concerned (import_id).

    ``None`` where nothing is touched.
    """
    days = writer.query(f"SELECT min(date_start) AS first, max(date_start) AS last FROM ({touched}) touched_rows").to_pylist()[0]
    if days["first"] is None:
        return None
    accounts = _account_keys(_named(writer, client_id, platform))
    return Standing(days["first"], days["last"], accounts, _namings(writer, client_id, platform, imports) if imports else {})


def settle(writer: Writer, client_id: int, platform: str, before: Standing | None = None) -> None:
    """Bring the flags of one client's rows on one platform into agreement with the rules.

    Campaigns that a rule gave to another client still belong to the account's reports: they are looked at, and keep their own flags.

    With ``before``, only the days that the write touched are decided anew, unless it changed more than the rows of these days:
    how another account or import is known, or which periods stand beside days.
    """
    mine = f"client_id = {int(client_id)} AND platform = {quoted(platform)}"
    named = _account_keys(_named(writer, client_id, platform))
    if not named:
        return
    beside = _beside(client_id, platform)
    if not writer.query(f"SELECT 1 AS n FROM ad_performance WHERE {beside} LIMIT 1").num_rows:
        beside = ""
    days = ""
    if before is not None and not beside and _is_within_days(writer, client_id, platform, mine, named, before):
        days = f" AND date_start BETWEEN DATE '{before.first}' AND DATE '{before.last}'"
    rows = _make_facts(writer, mine, beside, days, named)
    _settle_days(writer, rows)
    if not days:
        _settle_periods(writer, rows)
    for name in ("facts", "facts_accounts", "facts_known"):
        writer.drop(name)


def _beside(client_id: int, platform: str) -> str:
    """SQL: a row of another client from a report that was loaded for this one, or that holds rows of this one."""
    mine = f"client_id = {int(client_id)} AND platform = {quoted(platform)}"
    reports = f"SELECT import_id FROM imports WHERE {mine} UNION SELECT import_id FROM ad_performance WHERE {mine}"
    return f"platform = {quoted(platform)} AND client_id <> {int(client_id)} AND import_id IN ({reports})"


def _is_within_days(writer: Writer, client_id: int, platform: str, mine: str, named: dict[Named, str], before: Standing) -> bool:
    if any(named.get(one, key) != key for one, key in before.accounts.items()):
        return False
    if writer.query(f"SELECT 1 AS n FROM ad_performance WHERE {mine} AND date_start <> date_end LIMIT 1").num_rows:
        return False
    if not before.naming:
        return True
    imports = ", ".join(str(number) for number in sorted({number for number, _ in before.naming}))
    now = _namings(writer, client_id, platform, imports)
    return all(now.get(one, naming) == naming for one, naming in before.naming.items())


def _named(writer: Writer, client_id: int, platform: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = writer.query(
        "SELECT DISTINCT coalesce(account_id, '') AS id, coalesce(account, '') AS name, coalesce(currency, '') AS currency "
        "FROM (SELECT DISTINCT account_id, account, currency FROM ad_performance WHERE client_id = $client AND platform = $platform) named",
        client=client_id,
        platform=platform,
    ).to_pylist()
    return found


def _namings(writer: Writer, client_id: int, platform: str, imports: str) -> dict[tuple[int, str], int]:
    found = writer.query(
        f"SELECT import_id, level, CAST({_naming()} AS INTEGER) AS naming FROM ad_performance "
        f"WHERE client_id = $client AND platform = $platform AND import_id IN ({imports}) GROUP BY 1, 2",
        client=client_id,
        platform=platform,
    )
    return {(row["import_id"], row["level"]): row["naming"] for row in found.to_pylist()}


def _make_facts(writer: Writer, mine: str, beside: str, days: str, named: dict[Named, str]) -> _Rows:
    """Name as ``facts`` the rows in question, with the account's key and how the set knows its entities; returns which they are.

    ``beside``: SQL of the rows of others that count for the decision where they are of the same account, '' for none.
    """
    every = f"({mine} OR ({beside}))" if beside else mine
    accounts = [{"a_id": i, "a_name": n, "a_currency": c, "account_key": key} for (i, n, c), key in named.items()]
    kinds = pa.schema([(column, TEXT) for column in ("a_id", "a_name", "a_currency", "account_key")])
    writer.stage("facts_accounts", pa.Table.from_pylist(accounts, kinds))
    for name in ("facts", "facts_known"):
        writer.drop(name)
    # An import names things in one way, also on the days that are not decided now.
    of_days = f" AND import_id IN (SELECT DISTINCT import_id FROM ad_performance WHERE {mine}{days})" if days else ""
    writer.execute(
        "CREATE TEMP TABLE facts_known AS SELECT import_id AS k_import, level AS k_level, "
        f"CAST({_naming()} AS INTEGER) AS naming FROM ad_performance WHERE {every}{of_days} GROUP BY 1, 2"
    )
    campaigns = "" if days else "coalesce(campaign_id, '') AS campaign_id, coalesce(campaign, '') AS campaign, "  # only periods ask for them
    rows = _Rows(f"{every}{days} AND {IS_COUNTED}", mine)
    writer.derive(
        "facts",
        "SELECT row_key, account_key, date_start, date_end, level, breakdown, naming, "
        f"coalesce(is_additive, FALSE) AS additive, {campaigns}{', '.join(SUMS)}, in_total, in_split, {mine} AS is_mine FROM ad_performance "
        f"{_KNOWN} WHERE {rows.condition}",
    )
    return rows


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


def _settle_days(writer: Writer, rows: _Rows) -> None:
    sets = _summary(writer, rows, {"day": "date_start"}, "date_start = date_end").rename(columns={"account_key": "account"})
    if sets.empty:
        return
    sets["total"] = choose_daily(sets)
    split = sets[sets["breakdown"] != "none"]
    sets["split"] = sets.index.isin(finest_that_reconciles(split, ["account", "breakdown", "day"]))
    if twice := told_twice(writer):
        sets.loc[[(account, day, day) in twice for account, day in zip(sets["account"], sets["day"], strict=True)], ["total", "split"]] = False
    decided = _otherwise(sets).rename(columns={"account": "account_key"})
    if decided.empty:
        return
    kinds = {"account_key": TEXT, **MARK, "day": pa.date32(), "total": pa.bool_(), "split": pa.bool_()}
    writer.stage("decided", pa.Table.from_pandas(decided[list(kinds)], pa.schema(list(kinds.items())), preserve_index=False))
    _write_flags(writer, f"facts JOIN decided ON {SAME_SET} AND facts.date_start = decided.day WHERE facts.date_start = facts.date_end")


def _settle_periods(writer: Writer, rows: _Rows) -> None:
    campaign = {"campaign_id": "coalesce(campaign_id, '')", "campaign_name": "coalesce(campaign, '')"}
    sets = _summary(writer, rows, {"start_day": "date_start", "end_day": "date_end", **campaign}, "date_start <> date_end")
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
    if twice := told_twice(writer):
        units.loc[[key in twice for key in zip(units["account"], units["start"], units["end"], strict=True)], ["total", "split"]] = False
    decided = _otherwise(sets.merge(units[[*unit, "total", "split"]], on=unit))
    if decided.empty:
        return
    decided = decided.rename(columns={"account": "account_key", "start": "start_day", "end": "end_day"})
    kinds = {"account_key": TEXT, **MARK, "start_day": pa.date32(), "end_day": pa.date32(), "campaign_id": TEXT, "campaign_name": TEXT}
    kinds |= {"total": pa.bool_(), "split": pa.bool_()}
    writer.stage("decided", pa.Table.from_pandas(decided[list(kinds)], pa.schema(list(kinds.items())), preserve_index=False))
    _write_flags(
        writer,
        f"facts JOIN decided ON {SAME_SET} AND facts.date_start = decided.start_day AND facts.date_end = decided.end_day "
        "AND facts.campaign_id = decided.campaign_id AND facts.campaign = decided.campaign_name WHERE facts.date_start <> facts.date_end",
    )


def _summary(writer: Writer, rows: _Rows, by: dict[str, str], where: str) -> pd.DataFrame:
    """Sums and counts of each set and of each value of ``by`` (name: SQL). Added up before the account's key is looked up: once a set, not a row."""
    raw = ("account_id", "account", "currency", "import_id", "level", "breakdown", "is_additive")
    counts = {"rows": "count(*)", "mine": f"count(*) FILTER (WHERE {rows.mine})"}
    counts |= {f"{flag}_{v}": f"count(*) FILTER (WHERE {rows.mine} AND {flag} = {v})" for flag in FLAGS for v in ("true", "false")}
    each = [*raw, *(f"{sql} AS {name}" for name, sql in by.items()), *(f"sum({measure}) AS {measure}" for measure in SUMS)]
    each += [f"{sql} AS {name}" for name, sql in counts.items()]
    added = (
        f"SELECT {', '.join(each)} FROM ad_performance WHERE {rows.condition} AND {where} "
        f"GROUP BY {', '.join(str(i + 1) for i in range(len(raw) + len(by)))}"
    )
    sums = ", ".join(f"CAST(sum({measure}) AS DOUBLE PRECISION) AS {measure}" for measure in SUMS)
    summed = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in counts)
    grouped = ", ".join(str(i + 1) for i in range(5 + len(by)))
    made: pd.DataFrame = writer.query(
        f"SELECT account_key, level, breakdown, naming, coalesce(is_additive, FALSE) AS additive, {', '.join(by)}, {sums}, {summed} "
        f"FROM ({added}) added {_KNOWN} GROUP BY {grouped} ORDER BY {grouped}"
    ).to_pandas()
    for measure in SUMS:
        made[measure] = made[measure].astype("float64")
    return made


def _otherwise(sets: pd.DataFrame) -> pd.DataFrame:
    """Those of the decided ``sets`` of which any row of the client is flagged otherwise, or not at all."""
    right = [
        sets["mine"] == sets[f"{flag}_true"].where(sets[decided].astype(bool), sets[f"{flag}_false"])
        for flag, decided in zip(FLAGS, ("total", "split"), strict=True)
    ]
    return sets[~(right[0] & right[1])]


def _write_flags(writer: Writer, source: str) -> None:
    """Change the flags of the rows that are decided otherwise than they stand."""
    writer.execute("DROP TABLE IF EXISTS flagged")
    writer.execute(
        f"CREATE TEMP TABLE flagged AS SELECT row_key AS f_key, total AS f_total, split AS f_split FROM {source} "
        "AND is_mine AND (in_total IS DISTINCT FROM total OR in_split IS DISTINCT FROM split)"
    )
    if writer.query("SELECT count(*) AS n FROM flagged")["n"][0].as_py():
        tables = ("ad_performance",) if writer.is_view("facts") else ("ad_performance", "facts")
        for table in tables:
            writer.execute(f"UPDATE {table} SET in_total = f_total, in_split = f_split FROM flagged WHERE row_key = f_key")
    writer.execute("DROP TABLE flagged")
    writer.execute("DROP TABLE decided")
