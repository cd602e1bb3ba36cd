"""`python -m tvict`: the command line."""

from tvict.cli import script

script()
