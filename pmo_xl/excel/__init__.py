"""The edge: the only modules that open or write workbooks."""
