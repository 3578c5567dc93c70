"""Exports of CRM systems into the CRM database: people, clients and deals, merged, restated and undone."""
