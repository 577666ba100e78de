"""Training logs of other apps; a file here ends ``PLUGIN: type[WorkoutFormat] = Strong``."""
