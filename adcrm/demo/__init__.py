"""A made-up agency whose truth is known: clients, facts, people and orders, the same for the same seed and end day.

The truth is kept apart in ``<data_dir>/demo_truth``; only this room and the benchmarks may read it.
"""

from adcrm.demo.load import DemoResult, clear_demo, demo_clients, load_demo

__all__ = ["DemoResult", "clear_demo", "demo_clients", "load_demo"]
