"""Whose account is it: the client that a file, or each account in a manager's file, belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from adcrm.actors import Actor, may
from adcrm.campaigns.rules import Rule, rules
from adcrm.errors import FileRefusedError, InputError, NotFoundError, PermissionRefusedError
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import AdAccount, Client

LONGEST_NAME = 200  # characters of an account's number or name
LONG_ENOUGH = 4  # letters of a client's name for another that begins with it to be held for the same
ALIKE = 0.85  # share of letters that two names have in the same order: one slip in seven letters


@dataclass(frozen=True)
class Account:
    """An ad account as a file names it; either field may be ''."""

    account_id: str
    name: str

    @property
    def key(self) -> str:
        """What stands in ``ad_accounts.account``: the id, else the name."""
        return self.account_id or self.name


@dataclass(frozen=True)
class Owners:
    """The client of each account of a file (``None``: of nobody yet), and what the person should know.

    ``rules`` go before the accounts: a campaign that one of them names belongs to the rule's client, whoever's account it ran in.
    """

    client_of: dict[Account, int | None]
    warnings: tuple[Message, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def clients(self) -> list[int]:
        """Every client that a row of the file may go to."""
        return sorted({owner for owner in self.client_of.values() if owner is not None} | {rule.client_id for rule in self.rules})


def ensure_client(crm: Store, name: str, actor: Actor, currency: str = "") -> int:
    """The id of the client called ``name`` (compared without case), made if there is none, then billed in ``currency`` where it is known.

    Raises
    ------
    InputError : the name is empty.
    PermissionRefusedError : a client would have to be made and ``actor`` may not.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise InputError(message("A client needs a name."), message("Type the client's name, or choose one from the list."))
    with crm.read() as session:
        found = _called(session, wanted)
    if found is not None:
        return found
    if not may(actor, "clients.edit"):
        raise PermissionRefusedError(
            message("There is no client called “{client}”, and {name} may not make one.", client=wanted, name=actor.name),
            message("Add the client on the Clients page first, or name one that is there."),
        )
    with crm.write() as session:
        found = _called(session, wanted)  # made by somebody else since
        if found is not None:
            return found
        client = Client(name=wanted, created_at=now(), updated_at=now(), **({"currency": currency} if currency else {}))
        session.add(client)
        record(session, actor, "client.created", client, after={"name": wanted})
        return client.id


def known_client(crm: Store, name: str) -> int | None:
    """The id of the client called ``name`` (compared without case), ``None`` where there is none."""
    with crm.read() as session:
        return _called(session, " ".join(name.split()))


def name_like(name: str, names: Iterable[str]) -> str:
    """The one of ``names`` that holds ``name`` as a part of it, or differs by a slip or an addition as Ltd: that is seldom a second client."""
    wanted, known = " ".join(name.casefold().split()), {one.casefold(): one for one in names}
    if part := next((one for one in known if wanted in one), ""):
        return known[part]
    if whole := next((one for one in known if len(one) >= LONG_ENOUGH and wanted.startswith(one)), ""):
        return known[whole]
    return next((known[one] for one in get_close_matches(wanted, known, 1, ALIKE)), "")


def owners(crm: Store, platform: str, accounts: list[Account], client_id: int | None) -> Owners:
    """Decide the client of each account of a file that was loaded for ``client_id``, and which rules may decide otherwise.

    A file of one account belongs to the chosen client. In a file of several, an account goes to the client it is
    mapped to, else to the chosen client where its name contains the client's, else to nobody, with a warning.

    Raises
    ------
    NotFoundError : there is no such client.
    FileRefusedError : an account's name is longer than any that is kept.
    """
    with crm.read() as session:
        mapped = _mapped(session.execute(select(AdAccount.account, AdAccount.name, AdAccount.client_id).where(AdAccount.platform == platform)).all())
        names: dict[int, str] = {key: name for key, name in session.execute(select(Client.id, Client.name))}  # noqa: C416
    if client_id is not None and client_id not in names:
        raise NotFoundError(message("There is no client with the number {id}.", id=str(client_id)), message("Choose a client from the list."))
    _refuse_long_names(accounts)
    said = owning_rules(crm, platform)
    if len(accounts) == 1:
        account, belongs = accounts[0], mapped.get(accounts[0].key)
        if client_id is None:
            return Owners({account: belongs}, () if belongs else (_nobody(account),), said)
        notes = (_elsewhere(account, names[belongs], names[client_id]),) if belongs not in (None, client_id) else ()
        return Owners({account: client_id}, notes, said)
    client_of: dict[Account, int | None] = {}
    for account in accounts:
        client_of[account] = mapped.get(account.account_id) or mapped.get(account.name)
        if client_of[account] is None and client_id is not None and _is_named_after(account, names[client_id]):
            client_of[account] = client_id
    return Owners(client_of, tuple(_nobody(account) for account, owner in client_of.items() if owner is None), said)


def _refuse_long_names(accounts: list[Account]) -> None:
    longest = max((name for account in accounts for name in (account.key, account.name)), key=len, default="")
    if len(longest) > LONGEST_NAME:
        raise FileRefusedError(
            message(
                "An account's name is {length} characters long, {longest} fit: “{name} …”.",
                length=len(longest),
                longest=LONGEST_NAME,
                name=longest[:40],
            ),
            message("Look whether the file is damaged, or shorten the account's name in it."),
        )


def owning_rules(crm: Store, platform: str) -> tuple[Rule, ...]:
    """The rules that say whose a platform's campaigns are, in the order in which they are asked."""
    return tuple(rule for rule in rules(crm) if rule.campaign_id is None and rule.platform in ("", platform))


def remember_account(crm: Store, platform: str, account: Account, client_id: int, actor: Actor, *, currency: str = "", replace: bool = False) -> None:
    """Note that ``account`` belongs to a client; a known account keeps its client unless ``replace``."""
    if not account.key:
        return
    with crm.read() as session:
        known = session.scalar(select(AdAccount).where(AdAccount.platform == platform, AdAccount.account == account.key))
    if known is not None and (not replace or known.client_id == client_id):
        return
    with crm.write() as session:
        row = session.scalar(select(AdAccount).where(AdAccount.platform == platform, AdAccount.account == account.key))
        before = {"client_id": row.client_id} if row else None
        if row is None:
            row = AdAccount(platform=platform, account=account.key, name=account.name, client_id=client_id, currency=currency)
            session.add(row)
        row.client_id = client_id
        record(session, actor, "account.assigned", row, before=before, after={"client_id": client_id, "account": account.key})


def suggested_client(crm: Store, account_name: str) -> int | None:
    """The only client whose name an account's name contains, to be offered, never taken without asking."""
    with crm.read() as session:
        found = [int(key) for key, name in session.execute(select(Client.id, Client.name)) if _is_named_after(Account("", account_name), name)]
    return found[0] if len(found) == 1 else None


def client_name(crm: Store, client_id: int | None) -> str:
    """The client's name, '' for none."""
    with crm.read() as session:
        return session.scalar(select(func.coalesce(Client.name, "")).where(Client.id == client_id)) or ""


def _called(session: Session, name: str) -> int | None:
    return next((int(key) for key, known in session.execute(select(Client.id, Client.name)) if known.casefold() == name.casefold()), None)


def _mapped(rows: Iterable[Row[str, str, int]]) -> dict[str, int]:
    """Client by account id and, where only one account bears it, by account name."""
    known = list(rows)
    by_name: dict[str, set[int]] = {}
    for _, name, client in known:
        by_name.setdefault(name, set()).add(client)
    unique = {name: clients.pop() for name, clients in by_name.items() if name and len(clients) == 1}
    return unique | {account: client for account, _, client in known}


def _is_named_after(account: Account, client: str) -> bool:
    words = client.casefold().split()
    return bool(words) and len(words[0]) > 1 and words[0] in account.name.casefold()


def _nobody(account: Account) -> Message:
    if not account.key:
        return message("The file names no account and no client was chosen; its rows are kept apart and counted nowhere.")
    called = account.name or account.key
    return message("The account “{account}” belongs to no client yet; its rows are kept apart and counted nowhere.", account=called)


def _elsewhere(account: Account, before: str, chosen: str) -> Message:
    return message(
        "So far the account “{account}” belonged to {before}; {chosen} gets these rows.",
        account=account.name or account.key,
        before=before,
        chosen=chosen,
    )
