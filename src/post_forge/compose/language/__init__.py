"""Words and sentences as such: what a language uses to lean, to promise, to count; nothing of posts."""
