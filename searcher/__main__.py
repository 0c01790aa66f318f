"""`python -m searcher` is the command line."""

import sys

from searcher.cli import start

if __name__ == "__main__":
    sys.exit(start())
