"""Names of what the change log holds: actions and fields, in the reader's language."""

from adcrm.messages import Message, message
from adcrm.metrics.definitions import METRICS
from adcrm.ui.language import t, tr

ACTIONS: dict[str, Message] = {
    "client.add": message("Client added"),
    "client.created": message("Client added"),
    "client.edit": message("Client changed"),
    "client.delete": message("Client deleted"),
    "client.tag": message("Tag added"),
    "client.untag": message("Tag taken off"),
    "contact.add": message("Contact added"),
    "contact.edit": message("Contact changed"),
    "contact.delete": message("Contact deleted"),
    "interaction.add": message("Noted on the timeline"),
    "case.add": message("Case opened"),
    "case.answer": message("First answer noted"),
    "case.resolve": message("Case resolved"),
    "survey.add": message("Survey answer noted"),
    "account.assigned": message("Account given to a client"),
    "account.answers": message("Answers about an account's files remembered"),
    "account.answers_forgotten": message("Answers about an account's files forgotten"),
    "column_mapping.remember": message("Column mapping remembered"),
    "column_mapping.forget": message("Column mapping forgotten"),
    "suggestion.accepted": message("Suggestion accepted"),
    "suggestion.dismissed": message("Suggestion dismissed"),
    "suggestion.later": message("Suggestion put off"),
    "suggestion.reopened": message("Suggestion opened again"),
    "leads.score": message("Leads scored"),
    "leads.train": message("Lead score trained"),
    "leads.edit": message("Lead changed"),
    "leads.assign": message("Lead assigned"),
    "leads.status": message("Lead status changed"),
    "campaign.plan": message("Campaign planned"),
    "campaign_rule.add": message("Mapping rule added"),
    "campaign_rule.remove": message("Mapping rule taken away"),
    "claim.accept": message("Claim given its order"),
    "claim.reject": message("Claim set aside"),
    "claim.reopen": message("Decision about a claim taken back"),
    "lift_test.add": message("Lift test added"),
    "lift_test.remove": message("Lift test taken away"),
    "channel_rules.save": message("Rules for channels changed"),
    "channel_rules.restore": message("Rules for channels brought back"),
    "watched_file.leave": message("File of the watched folder left out"),
    "token.make": message("Key made"),
    "token.revoke": message("Key taken back"),
    "data.export": message("Table exported"),
    "agency.edit": message("Setting of the agency changed"),
    "demo.load": message("Demo agency loaded"),
    "demo.clear": message("Demo agency cleared"),
}

FIELDS: dict[str, Message] = {
    "reporting_currency": message("Reporting currency"),
    "rate_carry_days": message("Days back for a missing rate"),
    "name": message("Name"),
    "short_name": message("Short name"),
    "industry": message("Industry"),
    "region": message("Region"),
    "size": message("Company size"),
    "frequency": message("Cooperation"),
    "owner": message("Owner"),
    "currency": message("Currency"),
    "website": message("Website"),
    "needs": message("Needs"),
    "next_step": message("Next step"),
    "tags": message("Tags"),
    "title": message("Job title"),
    "role": message("Role"),
    "email": message("Mail address"),
    "phone": message("Phone"),
    "wechat": message("WeChat"),
    "status": message("State"),
    "first_answer_at": message("First answer"),
    "resolved_at": message("Resolved on"),
    "resolution": message("What was done"),
    "client_id": message("Client"),
    "closed_at": message("Closed on"),
    "value": message("Deal value"),
    "reason": message("Reason"),
    "key": message("Suggestion"),
    "leads": message("Leads"),
    "mapping": message("Column mapping"),
    "account": message("Account"),
    "verdict": message("Verdict"),
    "decision": message("Decision"),
    "reference": message("Order"),
    "claim": message("Claim"),
    "claimant": message("Claimed by"),
    "rules": message("Rules"),
    "version": message("Version"),
    "restores": message("Version brought back"),
}


OBJECTS: dict[str, Message] = {
    "account_answers": message("Ad account"),
    "agency": message("Agency"),
    "claim_decisions": message("Claim"),
    "channel_rule_versions": message("Rules for channels"),
    "clients": message("Client"),
    "leads": message("Lead"),
    "lead_models": message("Lead score"),
    "suggestions": message("Suggestion"),
}


def action_name(action: str) -> str:
    """An action of the log in words; one that has no words here is shown as it stands."""
    undone = action.endswith(".undo")
    known = ACTIONS.get(action.removesuffix(".undo"))
    words = tr(known) if known else action.removesuffix(".undo")
    return t("{action}, taken back", action=words) if undone else words


def object_name(kind: str, number: str) -> str:
    """An object that has no name of its own: what it is, and its number."""
    return f"{tr(OBJECTS[kind])} {number}" if kind in OBJECTS else f"{kind} {number}"


def field_name(field: str) -> str:
    """A column in words; one without words here is shown as it stands."""
    if field in METRICS:
        return tr(METRICS[field].name)
    return tr(FIELDS[field]) if field in FIELDS else field
