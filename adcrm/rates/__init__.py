"""Dated exchange rates: typed in, or read from the tables that central banks publish."""
