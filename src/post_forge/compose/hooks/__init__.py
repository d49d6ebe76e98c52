"""A unit -> its first lines, the strongest first, and what the unit is worth (rules 11-17)."""
