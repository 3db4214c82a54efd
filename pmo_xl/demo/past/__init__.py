"""The demo portfolio at earlier status dates: what its project managers reported then."""
