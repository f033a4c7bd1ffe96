select min(sessions._row_number) as _row_number
from sessions
