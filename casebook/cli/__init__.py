"""The command line: the only place that knows arguments, the clock and the environment."""

import gc

# What a start makes stays to the end: looking through it for garbage took a twentieth of the start.
gc.set_threshold(100_000, 20, 20)
