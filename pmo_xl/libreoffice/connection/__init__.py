"""The way to a running LibreOffice."""
