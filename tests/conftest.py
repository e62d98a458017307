"""What holds for all tests: places that the developer imported for himself change nothing."""

import os
import tempfile
from pathlib import Path

os.environ["TOCSIN_IMPORTED"] = str(Path(tempfile.gettempdir()) / "tocsin-tests-import-nothing.sqlite")
