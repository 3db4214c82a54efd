"""What a simulation came to, as steps and workbooks hand it on."""
