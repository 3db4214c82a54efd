"""What the work costs: measured in cold processes, beside the least it could cost and beside a peer."""
