"""Every declared channel: a new platform is one new file beside this one with a ``CHANNEL`` (or ``CHANNELS``), and no list to extend."""

import importlib
import pkgutil
from functools import cache

import adcrm.channels
from adcrm.channels.declare import Channel


@cache
def channels() -> tuple[Channel, ...]:
    """All declarations, in the order of their file names."""
    names = sorted(module.name for module in pkgutil.iter_modules(adcrm.channels.__path__))
    modules = [importlib.import_module(f"adcrm.channels.{name}") for name in names if name not in ("known", "declare")]
    return tuple(channel for module in modules for channel in getattr(module, "CHANNELS", (getattr(module, "CHANNEL", None),)) if channel)
