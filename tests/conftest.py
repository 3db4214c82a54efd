"""What holds for every test."""

from __future__ import annotations

import gc

# As the command line does: workbooks are read into millions of objects, which Python would look through again and again.
gc.set_threshold(100_000, 10, 10)
