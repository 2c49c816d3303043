"""The rules: plain Python on the standard library. No clock, randomness, network or log; `today` is an argument."""
