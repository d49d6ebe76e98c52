"""Blocks of a note -> chapters, parts and the units that may become posts (rules 7-10)."""
