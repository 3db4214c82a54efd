"""``python -m pmo_xl``: the same as ``pmo-xl``."""

from pmo_xl.doors.cli import main

main()
