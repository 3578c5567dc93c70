"""What a client is sorted by: the codes held in the CRM tables and their names in the catalogue.

Each table maps a code to its message; the order here is the order on every screen.
"""

from adcrm.messages import Message, message

UNKNOWN = "unknown"  # of a client that a file brought: nobody has said it yet

INDUSTRIES: dict[str, Message] = {
    "ecommerce": message("E-commerce"),
    "consumer_goods": message("Consumer goods"),
    "food_beverage": message("Food and drinks"),
    "beauty": message("Beauty and care"),
    "fashion": message("Fashion"),
    "electronics": message("Consumer electronics"),
    "automotive": message("Cars and mobility"),
    "software": message("Software and internet"),
    "games": message("Games"),
    "finance": message("Finance and insurance"),
    "healthcare": message("Health care"),
    "education": message("Education"),
    "travel": message("Travel and hotels"),
    "home": message("Home and furniture"),
    "real_estate": message("Real estate"),
    "manufacturing": message("Manufacturing"),
    "professional_services": message("Business services"),
    "retail": message("Shops and restaurants"),
    "public": message("Public sector and non-profit"),
    "other": message("Other industry"),
    UNKNOWN: message("Industry not known"),
}

REGIONS: dict[str, Message] = {
    "north_china": message("North China"),
    "northeast_china": message("Northeast China"),
    "east_china": message("East China"),
    "central_china": message("Central China"),
    "south_china": message("South China"),
    "southwest_china": message("Southwest China"),
    "northwest_china": message("Northwest China"),
    "hongkong_macau_taiwan": message("Hong Kong, Macau, Taiwan"),
    "japan_korea": message("Japan and Korea"),
    "southeast_asia": message("Southeast Asia"),
    "south_asia": message("South Asia"),
    "middle_east": message("Middle East"),
    "europe": message("Europe"),
    "north_america": message("North America"),
    "latin_america": message("Latin America"),
    "oceania": message("Oceania"),
    "africa": message("Africa"),
    "other": message("Other region"),
    UNKNOWN: message("Region not known"),
}

SIZES: dict[str, Message] = {
    "large": message("Large"),
    "medium": message("Mid-size"),
    "small": message("Small"),
    UNKNOWN: message("Size not known"),
}

FREQUENCIES: dict[str, Message] = {
    "high": message("Often"),
    "medium": message("Regularly"),
    "low": message("Now and then"),
    UNKNOWN: message("Cooperation not known"),
}

INTERACTION_KINDS: dict[str, Message] = {
    "call": message("Call"),
    "mail": message("Mail"),
    "meeting": message("Meeting"),
    "visit": message("Visit"),
    "note": message("Note"),
    "system": message("By the system"),
}

CASE_KINDS: dict[str, Message] = {"inquiry": message("Inquiry"), "complaint": message("Complaint"), "feedback": message("Feedback")}

CASE_STATES: dict[str, Message] = {"open": message("Still open"), "resolved": message("Resolved")}

CONTACT_ROLES: dict[str, Message] = {
    "decision": message("Decides"),
    "marketing": message("Marketing"),
    "finance": message("Pays the bills"),
    "approval": message("Approves content"),
    "technical": message("Technical"),
    "other": message("Other role"),
}

FEE_MODELS: dict[str, Message] = {
    "percent": message("Share of media spend"),
    "fixed": message("Fixed fee"),
    "cpa": message("Fee for each conversion"),
}

CONTRACT_STATES: dict[str, Message] = {
    "draft": message("Draft"),
    "active": message("Running"),
    "ended": message("Ended"),
    "cancelled": message("Cancelled"),
}


def name_of(names: dict[str, Message], code: str) -> Message:
    """The name of a code; one that is not in the table (from a file or an older book) is shown as it stands."""
    return names.get(code, Message(code))
