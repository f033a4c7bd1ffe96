-- The historical customer lifetime value after cost. Not every purchase has a known cost.
{{ valued_in_first_days('margin_amount') }}
