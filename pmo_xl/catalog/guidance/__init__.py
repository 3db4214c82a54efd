"""What explains the definitions to whoever meets them: why each rule is there, an example of it, the terms of the field."""
