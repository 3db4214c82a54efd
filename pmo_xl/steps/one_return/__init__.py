"""One file that came: whose it is, what it holds, whether it can be used."""
