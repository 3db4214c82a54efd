"""All definitions in force, as one value that is handed down, and what each figure reads of them."""
