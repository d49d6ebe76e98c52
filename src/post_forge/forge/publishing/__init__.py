"""Send what is due: bundles of output/ through the publishers, each step kept in the queue."""
