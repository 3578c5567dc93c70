"""A made-up export of a Meta account, ad by ad and day by day, of any number of rows: 20 columns, always the same for a seed."""

from pathlib import Path

import duckdb

DAYS = 365
COLUMNS = (
    ("Day", "strftime(DATE '2025-01-01' + day, '%Y-%m-%d')"),
    ("Account name", "'Fernwick Outdoors EU'"),
    ("Account ID", "'act_2045571940382'"),
    ("Campaign name", "concat('FW | ', ['Prospecting', 'Retargeting', 'Brand', 'Shopping'][1 + campaign % 4], ' | Campaign ', campaign)"),
    ("Campaign ID", "concat('23851', lpad(campaign::VARCHAR, 12, '0'))"),
    ("Objective", "['Sales', 'Traffic', 'Leads', 'Awareness'][1 + campaign % 4]"),
    ("Ad set name", "concat('Ad set ', ad // 4, ', ', ['women 25-44', 'men 25-44', 'all 18+', 'lookalike 1%'][1 + ad // 4 % 4])"),
    ("Ad set ID", "concat('23852', lpad((ad // 4)::VARCHAR, 12, '0'))"),
    ("Ad name", "concat('Video ', ad % 4, ' – tent and stove, cut ', ad)"),
    ("Ad ID", "concat('23853', lpad(ad::VARCHAR, 12, '0'))"),
    ("Attribution setting", "'7-day click or 1-day view'"),
    ("Currency", "'EUR'"),
    ("Impressions", "views"),
    ("Reach", "views * 8 // 10"),
    ("Frequency", "'1.25'"),
    ("Clicks (all)", "clicks"),
    ("Link clicks", "clicks * 7 // 10"),
    ("Amount spent (EUR)", "printf('%.2f', clicks * (31 + chance % 70) / 100.0)"),
    ("Purchases", "clicks // 40"),
    ("Purchases conversion value", "printf('%.2f', clicks // 40 * (1990 + chance % 9000) / 100.0)"),
)


def write_export(path: Path, rows: int, seed: int = 1, first_day: int = 0, changed: int = 0) -> None:
    """Write ``rows`` rows to ``path``, ordered by day; ``first_day`` shifts the days, another ``changed`` gives the same rows other figures."""
    ads = -(-rows // DAYS)
    picked = ", ".join(f'{sql} AS "{head}"' for head, sql in COLUMNS)
    numbers = (
        f"SELECT {first_day} + CAST(i // {ads} AS INTEGER) AS day, i % {ads} AS ad, i % {ads} // 40 AS campaign,"
        f" CAST(hash(i, {seed}, {changed}) % 1000003 AS BIGINT) AS chance FROM range({rows}) AS numbers(i)"
    )
    figures = f"SELECT *, 200 + chance % 5000 AS views, (200 + chance % 5000) * (1 + chance // 13 % 6) // 100 AS clicks FROM ({numbers})"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {picked} FROM ({figures})) TO '{path}' (HEADER)")
