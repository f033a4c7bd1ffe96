"""What SQL cannot do for the warehouse: landing files, judging profiles, publishing, commands.

dbt enters by plugin.py (on Spark by endpoints/spark.py), a person by __main__.py. Each package says
in its first line what it holds, and reads only packages that do not read it.
"""

import os
import sys

if os.name != "posix":
    sys.exit("The warehouse runs on Linux, macOS and WSL (Windows Subsystem for Linux), not here.")
