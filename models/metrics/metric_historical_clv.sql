-- A purchase without an exchange rate has no known amount.
{{ valued_in_first_days('net_amount') }}
