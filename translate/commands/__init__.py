"""The commands of `audarma`, one file each: the only folder, with cli.py, that prints."""
