"""Advertisers: profile, contacts, interactions, cases, contracts, health. Knows nothing of pages."""
