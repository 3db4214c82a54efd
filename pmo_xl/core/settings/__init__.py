"""What people decide in TOML files: every key known and typed."""
