"""What the pages in the browser show: the same workspace, kept warm."""
