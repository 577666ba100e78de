"""Where threads and clocks live: sources to recorder and engine, pacing, resuming."""
