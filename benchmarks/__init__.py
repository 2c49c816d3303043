"""Programs that measure Supple and print a table. Nothing here is needed to run it, and no test asserts a time."""
