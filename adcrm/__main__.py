"""``python -m adcrm COMMAND``: the same work without a browser."""

from adcrm.cli import main

if __name__ == "__main__":
    main()
