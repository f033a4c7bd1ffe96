-- The amount of a purchase without an exchange rate is unknown.
{{ valued_in_first_days('net_amount') }}
