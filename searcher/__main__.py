"""`python -m searcher` is the command line."""

import sys

from searcher.cli import main

if __name__ == "__main__":
    sys.exit(main())
