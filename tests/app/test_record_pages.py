"""Exports of CRM systems on the pages: previewed field by field, loaded, seen on the leads' and the client's page, taken back."""

from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.read import read
from adcrm.store.tables import Client, Deal, Lead
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page, texts
from tests.imports.records.files import ZOHO, zoho_leads

DEALS = (
    b"Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Currency\n"
    b"zcrm_1,zcrm_9,Wei,1200.50,Spring order,2026-07-18,Acme,Closed Won,CNY\n"
    b"zcrm_2,zcrm_9,Wei,800.00,Autumn order,2026-09-18,Blau,Negotiation/Review,CNY\n"
)
CUSTOMERS = "客户名称（必填）,客户编号,成交状态,负责人\n海港茶业,KH1,已成交,王老师\n".encode()


def leads(status: str) -> bytes:
    return zoho_leads(
        [
            {"Record Id": "zcrm_11", "Last Name": "Ann", "Email": "ann@x.com", "Lead Status": status, "GCLID": "Cj0KCQ"},
            {"Record Id": "zcrm_12", "Last Name": "Bea", "Email": "bea@x.com", "Lead Status": "Not Contacted"},
        ],
        (*ZOHO, "GCLID"),
    )


def bring(data: bytes, name: str = "Leads.csv") -> int:
    client = ensure_client(stores().crm, "Harbour Tea", actor())
    return load(stores(), read(name, data), client, actor(), data).import_id or 0


def drop(at: AppTest, name: str, data: bytes) -> None:
    at.file_uploader[0].set_value([(name, data, "text/csv")]).run()
    no_exception(at)


def button(at: AppTest, start: str) -> Any:
    return next(one for one in at.button if (one.key or "").startswith(start))


def said(at: AppTest) -> str:
    return "\n".join([*(one.value for one in at.markdown), *texts(at)]).replace("\\", "")


def count(table: Any) -> int:
    with stores().crm.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_leads_are_previewed_field_by_field_loaded_and_undone() -> None:
    bring(leads("Not Contacted"))
    at = open_page("channel_data")
    drop(at, "Leads.csv", leads("Contacted"))
    assert "Recognised: Zoho CRM · Leads" in said(at)
    assert button(at, "load_").disabled
    at.selectbox(key="import_client").set_value("Harbour Tea").run()
    no_exception(at)
    table = next(one.value for one in at.dataframe if "Field" in one.value.columns)
    assert table[["Who or what", "Field", "Before", "After"]].values.tolist() == [["Ann", "Status", "New", "In work"]]
    button(at, "load_").click().run()
    no_exception(at)
    with stores().crm.read() as session:
        assert session.scalars(select(Lead.status).order_by(Lead.id)).all() == ["working", "new"]
    button(at, "undo_").click().run()
    no_exception(at)
    with stores().crm.read() as session:
        assert session.scalars(select(Lead.status).order_by(Lead.id)).all() == ["new", "new"]


def test_accounts_become_the_agencys_own_clients_when_a_person_says_so() -> None:
    at = open_page("channel_data")
    drop(at, "客户.csv", CUSTOMERS)
    assert button(at, "load_").disabled
    next(one for one in at.button_group if (one.key or "").startswith("meaning_")).set_value("own").run()
    no_exception(at)
    button(at, "load_").click().run()
    no_exception(at)
    with stores().crm.read() as session:
        assert session.scalars(select(Client.name)).all() == ["海港茶业"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_leads_page_and_the_client_show_what_came(language: str) -> None:
    bring(leads("Contacted"))
    bring(DEALS, "Deals.csv")
    assert (count(Lead), count(Deal)) == (2, 2)
    at = open_page("leads", language)
    no_exception(at)
    assert "Ann" in at.dataframe[0].value.to_string()
    at = open_page("client", language, id=1)
    at.session_state["client_tab"] = at.tabs[-1].label
    at.run()
    no_exception(at)
    shown = at.dataframe[0].value.to_string()
    assert "Spring order" in shown and "Negotiation/Review" in shown
    assert language != "en" or at.metric[-2].label == "Won · 1 deal"
    at = open_page("import_history", language)
    no_exception(at)
    at = open_page("import_history", language, **{"import": 1})
    no_exception(at)


def test_a_lead_names_its_system_its_import_and_its_click() -> None:
    number = bring(leads("Contacted"))
    at = open_page("leads")
    at.session_state["leads_0"] = {"selection": {"rows": [at.dataframe[0].value["name"].tolist().index("Ann")], "columns": [], "cells": []}}
    at.run()
    no_exception(at)
    words = said(at)
    assert "Zoho CRM · [11](https://crm.zoho.com/crm/tab/Leads/11)" in words
    assert "Google click id: Cj0KCQ" in [one.value for one in at.caption]
    assert f"Import {number}, line 2" in [link.proto.label for link in at.get("page_link")]
