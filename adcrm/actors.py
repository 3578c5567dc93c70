"""Who acts, and what they may do. Domain functions that change something take an :class:`Actor`."""

from dataclasses import dataclass

from adcrm.errors import PermissionRefusedError
from adcrm.messages import message

PERMISSIONS = {
    "owner": {
        "clients.edit",
        "imports.load",
        "imports.undo",
        "suggestions.decide",
        "leads.edit",
        "leads.score",
        "attribution.edit",
        "demo.load",
        "settings.edit",
        "data.export",
    },
    "importer": {"imports.load"},  # another program that brings files: no new clients, no undo
    "viewer": set(),
}


@dataclass(frozen=True)
class Actor:
    """The acting user: a name for the log and a role (a key of ``PERMISSIONS``)."""

    name: str
    role: str = "owner"


def may(actor: Actor, permission: str) -> bool:
    """Whether ``actor`` holds ``permission``."""
    return permission in PERMISSIONS.get(actor.role, set())


def require(actor: Actor, permission: str) -> None:
    """Raise :class:`PermissionRefusedError` unless ``actor`` holds ``permission``."""
    if not may(actor, permission):
        raise PermissionRefusedError(
            message("{name} may not do this ({permission}).", name=actor.name, permission=permission),
            message("Ask the owner of this AdCRM for the permission."),
        )
