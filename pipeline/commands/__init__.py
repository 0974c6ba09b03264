"""The commands of `lianmeng`, one file each: a click command named `command`, listed in pipeline/cli.py."""
