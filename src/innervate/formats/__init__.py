"""Files in and out, one file each; the file's name is the format's name."""
