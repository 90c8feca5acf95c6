"""What `./run` does. Standard library only: it must start before anything is installed."""
