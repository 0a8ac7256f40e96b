"""Activity: from posts in the store to one weekly frame of all accounts."""
