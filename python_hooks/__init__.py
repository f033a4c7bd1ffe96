"""What SQL cannot do for the warehouse: landing files, judging profiles, publishing, commands."""

import os
import sys

if os.name != "posix":
    sys.exit("The warehouse runs on Linux, macOS and WSL (Windows Subsystem for Linux), not here.")
