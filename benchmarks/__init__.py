"""How fast the warehouse is built, against what it could cost without one."""
