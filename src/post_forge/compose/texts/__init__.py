"""A unit -> the text of every network (rules 18-22, 32, 33)."""
