"""Shops and claims made by hand, loaded like any file."""

from datetime import datetime, timedelta

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.model import LoadResult
from tests.imports.record_worlds import shop_file, shop_order, take_file
from tests.imports.worlds import OWNER

GOOGLE = "Google Click ID,Conversion Name,Click Time,Conversion Time,Conversion Value,Conversion Currency,Order ID,Campaign"
META = "event_name,event_time,order_id,value,currency,campaign_name,attribution_window,touch_time,fbc,event_id"
NETWORKS = "network,publisher,order_id,transaction_time,click_time,sale_amount,currency,coupon,transaction_id,status"
TOUCHES = "visitor_id,timestamp,channel,campaign,type,click_id,order_id"


def fernwick(books: Books) -> int:
    """The id of a client with nothing in the books."""
    return ensure_client(books.crm, "Fernwick", OWNER)


def shop(books: Books, client: int, *orders: list[str], account: str = "") -> LoadResult:
    """Orders as :func:`shop_order` writes them: order ``n`` of visitor ``v_n`` with click id ``Cjn``, at 06:30 UTC of the day after."""
    return take_file(books, client, shop_file(*orders), **({"account": account} if account else {}))


def moment(day: int = 1, hour: int = 0) -> str:
    """Hours after the moment at which an order of this day was made, UTC."""
    return f"{datetime(2026, 7, day, 6, 30) + timedelta(days=1, hours=hour):%Y-%m-%d %H:%M:%S}"


def google(key: str, value: str = "10.00", day: int = 1, click: str = "", hour: int = 0, currency: str = "USD") -> str:
    """A line of Google's list; ``key`` '' for none."""
    return f"{click},Purchase,,{moment(day, hour)},{value},{currency},{key},Brand"


def meta(key: str, value: str = "10.00", day: int = 1, number: str = "", window: str = "7-day click") -> str:
    """A line of Meta's list."""
    return f"Purchase,{moment(day).replace(' ', 'T')},{key},{value},USD,Cold,{window},,,{number}"


def network(name: str, key: str, value: str = "10.00", day: int = 1, number: str = "", status: str = "") -> str:
    """A line of an affiliate list."""
    return f"{name},DealNest,{key},{moment(day)},,{value},USD,,{number},{status}"


def claims(books: Books, client: int, head: str, *lines: str) -> LoadResult:
    """Load a list of claims."""
    return take_file(books, client, "\n".join([head, *lines, ""]).encode(), f"claims-{head[:4]}-{len(lines)}.csv")


def hundred(books: Books) -> int:
    """100 orders, 160 claims by three platforms, 12 of them without a number; returns the client."""
    client = fernwick(books)
    shop(books, client, *(shop_order(n, f"{n}.00", day=n % 28 + 1) for n in range(1, 101)))
    day = {n: n % 28 + 1 for n in range(1, 101)}
    claims(books, client, GOOGLE, *(google(str(n) if n > 8 else "", f"{n}.00", day[n]) for n in range(1, 79)))  # 70 with a number
    claims(books, client, META, *(meta(str(n) if n > 24 else "", f"{n}.00", day[n], f"m{n}") for n in range(21, 81)))  # 56 with
    claims(books, client, NETWORKS, *(network("CJ", str(n), f"{n}.00", day[n], f"c{n}") for n in range(1, 23)))  # 22 with
    return client
