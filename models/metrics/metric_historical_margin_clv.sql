-- The historical customer lifetime value after cost, which is not known of every purchase.
{{ valued_in_first_days('margin_amount') }}
