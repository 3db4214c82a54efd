"""What stands on the pages that sum the portfolio up."""
