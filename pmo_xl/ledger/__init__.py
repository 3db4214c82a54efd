"""The ledger beside the returns: an ERP export read, its postings compared with the declared actuals."""
