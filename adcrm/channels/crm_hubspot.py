"""HubSpot CRM exports: contacts, companies, deals. CSV with head on line 1; a European Excel saves it again with ``;`` and decimal commas.

Only the columns named here are read; notes and a team's own columns are never stored.
"""

from adcrm.channels.crm_words import MISSING
from adcrm.channels.declare import Channel, Records, currency, identifier, moment, money, text

_TIMES = (
    moment("created_at", "Create Date", "Created Date"),
    moment("modified_at", "Last Modified Date", "Last modified date"),
)
_CLICK = (
    text("source", "Original Source", "Original Traffic Source", "Original Source Type"),
    text("drill_down_1", "Original Source Drill-Down 1", "Original Traffic Source Drill-Down 1"),
    text("drill_down_2", "Original Source Drill-Down 2", "Original Traffic Source Drill-Down 2"),
)

CHANNELS = (
    Channel(
        key="hubspot",
        layout="crm_contacts",
        target="contacts",
        signatures=(("Record ID", "Lifecycle Stage"), ("Record ID", "Contact owner"), ("Record ID", "First Name", "Email")),
        columns=(
            identifier("id", "Record ID", "Record ID - Contact"),
            text("first_name", "First Name"),
            text("last_name", "Last Name"),
            text("email", "Email"),
            text("phone", "Phone Number"),
            text("mobile", "Mobile Phone Number"),
            text("company", "Associated Company", "Company Name"),
            text("owner", "Contact owner"),
            text("status", "Lead Status"),
            text("life", "Lifecycle Stage"),
            text("state", "State/Region"),
            text("city", "City"),
            text("country", "Country/Region"),
            *_TIMES,
            *_CLICK,
            moment("converted_at", "Became a Customer Date", "Close Date"),
            text("conversion", "Recent Conversion"),
            moment("conversion_at", "Recent Conversion Date"),
            text("gclid", "Google ad click id", "GCLID"),
        ),
        missing=MISSING,
        records=Records(),
    ),
    Channel(
        key="hubspot",
        layout="crm_customers",
        target="clients",
        signatures=(("Record ID", "Company name"), ("Record ID", "Company owner")),
        columns=(
            identifier("id", "Record ID", "Record ID - Company"),
            text("name", "Company name", "Name"),
            text("website", "Company Domain Name", "Website URL"),
            text("owner", "Company owner"),
            text("phone", "Phone Number"),
            text("status", "Lead Status"),
            text("life", "Lifecycle Stage"),
            text("state", "State/Region"),
            text("city", "City"),
            text("country", "Country/Region"),
            *_TIMES,
            *_CLICK,
        ),
        missing=MISSING,
        records=Records(),
    ),
    Channel(
        key="hubspot",
        layout="crm_deals",
        target="deals",
        signatures=(("Record ID", "Deal Name"), ("Record ID", "Deal Stage")),
        columns=(
            identifier("id", "Record ID", "Record ID - Deal"),
            text("name", "Deal Name"),
            text("company", "Associated Company"),
            text("contact", "Associated Contact"),
            text("owner", "Deal owner"),
            text("stage", "Deal Stage"),
            money("amount", "Amount"),
            moment("closes_on", "Close Date"),
            currency("Currency"),
            *_TIMES,
            *_CLICK,
        ),
        missing=MISSING,
        records=Records(),
    ),
)
