"""How long the attribution page takes to answer a changed choice, on two million made-up touches of one client.

    python -m benchmarks.attribution_page [TOUCHES]

One visitor's page is run by Streamlit's own test runner, without a browser: the time is that of the whole script, from the changed choice to the
last element, every model asked anew. Log, orders and claims are made by SQL from the number of each row, so they are always the same.
"""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from adcrm.actors import Actor
from adcrm.imports.clients import ensure_client
from adcrm.ui.stores import stores
from adcrm.warehouse.steps import index_steps
from tests.app.harness import no_exception, open_page

PEOPLE, ORDERS, CLAIMS = 500_000, 60_000, 80_000
CHANNELS = "'google_ads','meta_ads','tencent_ads','baidu_search','taobao','ocean_engine','email','kol','affiliate','direct','sms','offline'"
MOST = 1.0  # seconds for a changed model, window or cut


def drawn(seed: int, most: int) -> str:
    """SQL of a number from 0 to ``most`` - 1 that looks random and belongs to the row."""
    return f"CAST(hash(i + {seed}) % {most} AS BIGINT)"


def fill(touches: int) -> int:
    """The log, the orders and the claims of one client, in its stores; the client's number."""
    client = ensure_client(stores().crm, "Two Million Ltd", Actor("benchmark"))
    start, row = "TIMESTAMP '2026-08-01 00:00:00'", f"uuid(), 1, '', i + 1, {client}"
    head = "row_key, import_id, source_part, source_line, client_id"
    with stores().facts.write() as writer:
        writer.execute(
            f'INSERT INTO touchpoints ({head}, person_key, "at", day, kind, channel, campaign, ad) '
            f"SELECT {row}, 'p' || {drawn(1, PEOPLE)}, moment, CAST(moment AS DATE), if({drawn(2, 4)} = 0, 'view', 'click'), channel, "
            f"channel || ' ' || {drawn(3, 20)}, channel || ' ad ' || {drawn(4, 60)} FROM (SELECT i, {start} + to_seconds({drawn(5, 110 * 86_400)}) "
            f"AS moment, [{CHANNELS}][1 + {drawn(0, 12)}] AS channel FROM range({touches}) every(i))"
        )
        writer.execute(
            f"INSERT INTO orders ({head}, order_key, person_key, ordered_at, day, status, gross_value, net_value, refund, currency, product, "
            "country) "
            f"SELECT {row}, 'o' || i, 'p' || {drawn(6, PEOPLE)}, moment, CAST(moment AS DATE), 'paid', value, value, 0, 'CNY', "
            f"'product ' || {drawn(7, 40)}, ['CN', 'US', 'DE'][1 + {drawn(8, 3)}] FROM (SELECT i, {start} + to_seconds(864000 + "
            f"{drawn(9, 100 * 86_400)}) AS moment, CAST(50 + {drawn(10, 500)} AS DECIMAL(18, 6)) AS value FROM range({ORDERS}) every(i))"
        )
        writer.execute(
            f"INSERT INTO order_claims ({head}, platform, order_key, claimed_at, day, value, currency) SELECT {row}, "
            f"['google_ads', 'meta_ads', 'tencent_ads', 'ocean_engine'][1 + {drawn(11, 4)}], if(i % 12 = 0, '', 'o' || {drawn(12, ORDERS)}), "
            f"moment, CAST(moment AS DATE), 100, 'CNY' FROM (SELECT i, {start} + to_seconds(864000 + {drawn(9, 100 * 86_400)}) AS moment "
            f"FROM range({CLAIMS}) every(i))"
        )
        index_steps(writer, [client])
    return client


def changes(at: AppTest) -> dict[str, Callable[[], object]]:
    """What a visitor does, one after the other, from the first view on."""

    def choose(key: str, value: str) -> Callable[[], object]:
        return lambda: at.session_state.__setitem__(key, value)

    return {
        "another model": choose("a_model", "markov"),
        "window of 7 days": choose("a_window", "7"),
        "window of 90 days": choose("a_window", "90"),
        "no window": choose("a_window", "none"),
        "with views": choose("a_views", "yes"),
        "by day of the touch": choose("a_dated", "touch"),
        "by kind of touch": choose("a_by", "kind"),
        "the first model again": choose("a_model", "shapley"),
        "by campaign (240)": choose("a_by", "campaign"),
        "by ad (720)": choose("a_by", "ad"),
        "by channel again": choose("a_by", "channel"),
        "tab of all models": choose("a_tab_name", "All models"),
        "tab of claims": choose("a_tab_name", "Platform claims"),
        "tab of paths": choose("a_tab_name", "Paths"),
        "tab of combinations": choose("a_tab_name", "Combinations"),
        "channel by product": choose("a_columns", "product"),
    }


def main() -> None:
    """Fill the stores and time each change."""
    touches = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ADCRM_DATA_DIR"] = folder
        client = fill(touches)
        begun = time.perf_counter()
        at = open_page("attribution", client=client, **{"from": "2026-08-01", "to": "2026-11-24"})
        no_exception(at)
        print(f"{touches:,} touches, {ORDERS:,} orders, {CLAIMS:,} claims; first view, cold: {time.perf_counter() - begun:.1f} s")
        for name, change in changes(at).items():
            change()
            clock, used = time.perf_counter(), time.process_time()
            at.run()
            took = time.perf_counter() - clock
            no_exception(at)
            print(f"{name:28s} {took:5.2f} s  (processor {time.process_time() - used:5.2f} s)  {'' if took < MOST else 'OVER'}", flush=True)
        stores().close()


if __name__ == "__main__":
    main()
