"""What to do, what to say, and when: protocols as data and the conductor that runs them."""
