#!/usr/bin/env python3
"""Prints a list of common passwords that this project did not make: the 20,000 that Django refuses, one a line.

They are in order, the most common first, and in small letters.
"""

import gzip
import importlib.util
from pathlib import Path

package = importlib.util.find_spec("django").submodule_search_locations[0]
with gzip.open(Path(package) / "contrib" / "auth" / "common-passwords.txt.gz", "rt", encoding="utf-8") as lines:
    for line in lines:
        print(line.strip())
