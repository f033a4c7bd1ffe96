"""What SQL cannot do for the warehouse: landing files, judging profiles, publishing, commands."""
