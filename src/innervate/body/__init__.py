"""The body as data: muscles, sides, electrode sites, exercises, and the names files give them."""
