"""Stream to stream, one file each; the file's name is the step's name."""
