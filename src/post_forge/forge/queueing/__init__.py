"""What a person does with the queue: look, say, take a plan, read and import history."""
