"""What holds for every test."""

from __future__ import annotations

import gc

import pandas as pd

# As the command line does: workbooks are read into millions of objects, which Python would look through again and again.
gc.set_threshold(100_000, 10, 10)

# As there, too: pyarrow, which is installed for the tables beside a master, makes small columns of texts slow.
pd.set_option("mode.string_storage", "python")
