"""The parts of the pipeline: notes read, composed, drawn and written, only what changed."""
