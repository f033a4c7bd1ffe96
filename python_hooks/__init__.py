"""What SQL cannot do for the warehouse: landing files, judging profiles, publishing, commands.

dbt enters by plugin.py (on Spark by endpoints/spark.py), a person by __main__.py. The first line of
each package describes it. Packages import each other in one direction only.
"""

import os
import sys

if os.name != "posix":
    sys.exit("The warehouse runs on Linux, macOS and WSL (Windows Subsystem for Linux), not here.")
