"""One module a change, in the order of their revisions. A change that was shipped is never edited."""
