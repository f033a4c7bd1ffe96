select min(answers._row_number) as _row_number
from answers
