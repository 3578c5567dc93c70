"""The rules: one file each. A new file with an object called ``rule`` is found by itself."""

import importlib
import pkgutil
from functools import cache

from adcrm.recommend.model import KINDS, Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of ``KINDS``."""
    found: list[Rule] = [importlib.import_module(f"{__name__}.{module.name}").rule for module in pkgutil.iter_modules(__path__) if not module.ispkg]
    return tuple(sorted(found, key=lambda rule: (rule.kind not in KINDS, KINDS.index(rule.kind) if rule.kind in KINDS else rule.kind)))
