"""An application of one file, for the stack to run."""
