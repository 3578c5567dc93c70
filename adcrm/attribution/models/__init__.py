"""The credit models: one file each. A new file with an object called ``model`` is found by itself."""

import importlib
import pkgutil
from functools import cache

from adcrm.attribution.declare import Model
from adcrm.errors import InputError
from adcrm.messages import message


@cache
def models() -> dict[str, Model]:
    """Every model by its key, in the order in which lists show them."""
    found = [importlib.import_module(f"{__name__}.{module.name}").model for module in pkgutil.iter_modules(__path__) if not module.ispkg]
    return {model.key: model for model in sorted(found, key=lambda model: (model.position, model.key))}


def model_of(key: str) -> Model:
    """The model of that key.

    Raises
    ------
    InputError : no model has that name.
    """
    known = models()
    if key not in known:
        raise InputError(
            message("There is no attribution model called “{name}”.", name=key), message("Known models: {names}.", names=", ".join(known))
        )
    return known[key]
