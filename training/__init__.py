"""The recipe that makes the compact model, from data to weights."""
