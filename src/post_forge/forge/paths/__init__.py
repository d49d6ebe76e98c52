"""Curricula through the notes: how far they are, what comes next, what builds on what."""
