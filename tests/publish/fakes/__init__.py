"""Networks with state, for tests: each keeps its own list of what is out, and nothing of the program's journal."""
