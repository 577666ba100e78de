"""Streams to numbers, one file each; the file's name is the metric's name."""
