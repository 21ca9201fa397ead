"""``python -m smtptui``."""

import sys

from smtptui.cli import main

sys.exit(main())
