"""Accounts and the machine: log a channel in, and say what works here."""
