"""What travels from stage to stage: raw sheets, checked tables, returns, the portfolio, the answer."""
