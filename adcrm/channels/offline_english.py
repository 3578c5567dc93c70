"""English sheets of offline events and of what offline marketing cost, kept by hand: a row an event, or an item, or a column for
each kind of cost. The currency stands in a head, a column or beside the amounts; otherwise a person is asked.
"""

from adcrm.channels.declare import MISSING, Channel, Totals, count, currency, day, identifier, money, number, span, text

DAYS = ("Event date", "Date", "Day", "Cost date")
EVENT = ("Event", "Event name", "Event title")
CAMPAIGN = ("Campaign", "Campaign name", "Project", "Activity")
MEDIA = ("Media", "Media cost", "Media costs", "Media spend", "Advertising")
MATERIAL = ("Material", "Materials", "Material cost", "Materials cost", "Material costs", "Print", "Production", "Production cost")
VENUE = ("Venue", "Venue cost", "Venue costs", "Venue rental", "Booth", "Stand")
STAFF = ("Staff", "Staff cost", "Staff costs", "Staffing", "Personnel", "Labour", "Labor", "Labor cost", "Labour cost")
OTHER = ("Travel", "Travel cost", "Catering", "Catering cost", "Other costs", "Other cost", "Logistics")
WHOLE = ("Total cost", "Total costs", "Total spend", "Actual cost", "Total", "Cost", "Costs", "Amount")
ITEM = ("Cost type", "Cost item", "Cost category", "Expense type", "Expense category", "Expense", "Cost center item")
CAME = ("Attendees", "Attended", "Attendance", "Visitors", "Participants", "Guests")
CHANNEL = Channel(
    key="offline",
    layout="english",
    signatures=(
        (EVENT, DAYS, (*WHOLE, *MEDIA, *MATERIAL, *VENUE, *STAFF), CAME),
        (EVENT, DAYS, ("Venue cost", "Venue costs", "Venue", "Staff cost", "Staff costs", "Material cost", "Materials")),
        (DAYS, (*CAMPAIGN, *EVENT), ITEM, WHOLE),
        (DAYS, MEDIA, MATERIAL),
        (DAYS, MEDIA, VENUE),
        (DAYS, MATERIAL, VENUE),
        (DAYS, MATERIAL, STAFF),
        (DAYS, VENUE, STAFF),
        (DAYS, MEDIA, STAFF),
    ),
    columns=(
        day(*DAYS),
        span("start", "Start date", "From"),
        span("end", "End date", "To"),
        text("region", "City", "Region", "Location"),
        text("placement", "Venue name", "Channel", "Medium", "Format"),
        identifier("item_id", "Event ID", "Event number", "Invoice", "Invoice number"),
        text("campaign", *EVENT, *CAMPAIGN),
        text("campaign_type", "Event type", "Type"),
        text("ad_group", *ITEM),
        currency("Currency", "Currency code"),
        money("cost", *WHOLE, (*MEDIA, *MATERIAL, *VENUE, *STAFF, *OTHER)),
        count("attendees", *CAME),
        count("leads", "Leads", "Leads collected", "Contacts collected", "Business cards"),
        number("conversions", "Deals", "Sales", "Orders", "Conversions", "Deals won", "Sign-ups", "Contracts"),
        money("conversion_value", "Revenue", "Sales value", "Deal value", "Order value", "Conversion value"),
        text("", "No.", "Registrations", "Notes", "Owner", "Supplier", *MEDIA, *MATERIAL, *VENUE, *STAFF, *OTHER),
    ),
    missing=(*MISSING, "n.a.", "tbd", "TBD"),
    totals=Totals(
        equals=("Total", "Totals", "Grand total", "Grand Total", "TOTAL", "Total:", "Sum"),
        subtotals=("Subtotal", "subtotal", "Sub-total", "Sub total", "Subtotal:", "subtotal:"),
    ),
    magnitudes=True,
)
