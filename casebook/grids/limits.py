"""How much of a file is read at all: what no register of an office reaches, and a hostile file would exceed."""

from __future__ import annotations

MIB = 1024 * 1024

# A hundred thousand cases of 29 columns are 11 MiB as .xlsx, 28 MiB as CSV, 16 MiB as .xls.
MAX_FILE = 256 * MIB
# A sheet of 1,048,576 rows and 29 columns unpacks to about 1 GiB; it is read as a stream, so this bounds time only.
MAX_UNPACKED = 1024 * MIB
# Deflate reaches 1032 to 1; sheets reach 10 to 1, and sheets of nothing but formats 100 to 1.
MAX_RATIO = 250
# Below this size a ratio tells nothing: a small part of blanks packs to a few bytes.
RATIO_MATTERS = 4 * MIB
# A workbook has five parts a sheet; pictures and comments add some.
MAX_PARTS = 10_000
# The texts of a workbook are held in memory, twice their size: 100,000 cases have 14 MiB.
MAX_STRINGS = 96 * MIB
# Lists of sheets, styles and relations are parsed as a whole.
MAX_SMALL_PART = 16 * MIB
# What stands before the first row (column widths, at most 16,384 of them), and one row as XML.
MAX_PIECE = 16 * MIB
# These are held in memory as a whole; .xls ends at 65,536 rows.
MAX_XLS = 128 * MIB
MAX_HTML = 32 * MIB
# The library for .xls keeps a cell in 32 bytes and the whole rectangle from the first to the last filled one.
MAX_XLS_AREA = 8_000_000
# One sheet a month for sixteen years.
MAX_SHEETS = 200
# The last row that Excel and WPS have.
MAX_ROWS = 1_048_576
# A to ZZ; the widest register seen has 61 columns.
MAX_COLUMNS = 702
# What a cell holds in Excel and WPS.
MAX_CELL = 32_767
# What the process that reads .xls may take: the largest sheet that is let through to it takes 900 MiB, and seconds.
XLS_MEMORY = 2048 * MIB
XLS_SECONDS = 120
