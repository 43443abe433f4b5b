"""casebook as a stranger meets it: its command, its files, its promises; of its modules only the door."""
