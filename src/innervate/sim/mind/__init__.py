"""What the mind does to it: focus, imagery, learning, soreness, days good and bad."""
