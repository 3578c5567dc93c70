"""Asks what the first visitor will ask, before anybody comes: modules imported, advice and the default views in the caches."""

import importlib
import logging
import pkgutil

from adcrm import ui
from adcrm.attribution import reduce
from adcrm.errors import AdcrmError

log = logging.getLogger(__name__)


def warm_caches() -> None:
    """Import every drawing room and fill the caches that do not depend on a choice; costs some seconds with the demo agency."""
    for room in pkgutil.iter_modules(ui.__path__):
        if room.name not in ("menu", "warm"):  # the menu is a script: importing it would run it
            importlib.import_module(f"adcrm.ui.{room.name}")
    from adcrm.ui import attribution_choice, attribution_data, client_data, dashboard_data, suggestion_data
    from adcrm.ui.filters import client_names, default_scope
    from adcrm.ui.stores import crm_version, facts_version

    version = facts_version()
    client_names(crm_version())
    scope = default_scope()
    if scope is None:
        reduce.warm()
        return
    try:
        dashboard_data.daily(version, scope)
        dashboard_data.change_sentences(version, scope)
        dashboard_data.by_hour(version, scope)
        dashboard_data.final_hours(version, scope)
        for level in ("platform", "campaign"):
            dashboard_data.entities(version, scope, level)
        client_data.health()
        client_data.results()
        suggestion_data.advice()
        suggestion_data.records_now()
        reduce.warm()  # some seconds when its code was never compiled here, so after what everybody looks at first
        question = attribution_choice.first_question(scope)
        attribution_data.credited(version, crm_version(), question, attribution_data.model_keys(crm_version(), None))
    except AdcrmError:  # a page that asks the same shows it in words
        log.warning("warming up stopped early", exc_info=True)
