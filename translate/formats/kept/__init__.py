"""Documents that are translated and keep their form: one file a format, and one way for marks inside sentences."""
