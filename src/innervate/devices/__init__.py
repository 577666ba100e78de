"""Live sources, one file each; the file's name is the device's name."""
