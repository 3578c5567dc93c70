"""Zoho CRM module exports: leads, contacts, accounts, deals. UTF-8 CSV, head on line 1, lookups as a pair of id and name.

Ids read ``zcrm_`` and digits, an empty day is 0000-00-00. Only the columns named here are read: a team's own columns may hold
passwords or illnesses, and are never stored.
"""

from adcrm.channels.crm_words import MISSING
from adcrm.channels.declare import Channel, Column, Records, currency, identifier, moment, money, text

_WHO = (
    text("first_name", "First Name"),
    text("last_name", "Last Name"),
    text("email", "Email"),
    text("other_email", "Secondary Email"),
    text("phone", "Phone"),
    text("mobile", "Mobile"),
    text("source", "Lead Source"),
    moment("created_at", "Created Time"),
    moment("modified_at", "Modified Time"),
    text("opt_out", "Email Opt Out"),
)
# What its link with Google Ads adds to leads, contacts and deals.
_CLICK = (
    text("gclid", "GCLID"),
    identifier("campaign_id", "ZCAMPAIGNID"),
    identifier("ad_group_id", "ADGROUPID"),
    identifier("ad_id", "ADID"),
    text("keyword", "Keyword"),
    text("campaign", "Ad Campaign Name", "Campaign Source"),
)


def _module(module: str, target: str, *columns: Column, signatures: tuple[tuple[str, ...], ...]) -> Channel:
    owner = module.removesuffix("s") + " Owner"
    return Channel(
        key="zoho",
        layout="crm_customers" if target == "clients" else f"crm_{target}",
        target=target,  # type: ignore[arg-type]
        signatures=(("Record Id", owner), ("Record Id", owner + ".id"), *signatures),
        columns=(identifier("id", "Record Id"), text("owner", owner), identifier("owner_id", owner + ".id"), *columns),
        missing=MISSING,
        records=Records(link=f"https://crm.zoho.com/crm/tab/{module}/{{id}}", id_prefix="zcrm_"),
    )


CHANNELS = (
    _module(
        "Leads",
        "leads",
        *_WHO,
        *_CLICK,
        text("name", "Lead Name", "Full Name"),
        text("company", "Company"),
        text("status", "Lead Status"),
        text("is_converted", "Is Converted"),
        moment("converted_at", "Converted Date Time", "Converted Time"),
        text("state", "State"),
        text("city", "City"),
        text("country", "Country"),
        text("product", "Product Interest"),
        text("page", "First Page Visited"),
        text("referrer", "Referrer"),
        signatures=(("Record Id", "Lead Status"), ("Record Id", "Is Converted")),
    ),
    _module(
        "Contacts",
        "contacts",
        *_WHO,
        *_CLICK,
        text("name", "Contact Name", "Full Name"),
        text("company", "Account Name"),
        text("state", "Mailing State"),
        text("city", "Mailing City"),
        text("country", "Mailing Country"),
        signatures=(("Record Id", "Contact Name"), ("Record Id", "Mailing City")),
    ),
    _module(
        "Accounts",
        "clients",
        text("name", "Account Name"),
        text("phone", "Phone"),
        text("website", "Website"),
        text("state", "Billing State"),
        text("city", "Billing City"),
        text("country", "Billing Country"),
        moment("created_at", "Created Time"),
        moment("modified_at", "Modified Time"),
        signatures=(("Record Id", "Account Name", "Billing City"),),
    ),
    _module(
        "Deals",
        "deals",
        text("name", "Deal Name"),
        money("amount", "Amount"),
        moment("closes_on", "Closing Date"),
        text("company", "Account Name"),
        text("contact", "Contact Name"),
        text("stage", "Stage"),
        text("source", "Lead Source"),
        text("campaign", "Campaign Source", "Ad Campaign Name"),
        currency("Currency"),
        moment("created_at", "Created Time"),
        moment("modified_at", "Modified Time"),
        signatures=(("Record Id", "Deal Name", "Stage"),),
    ),
)
