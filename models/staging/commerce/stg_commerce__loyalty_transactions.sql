{{ accepted_rows('commerce', 'loyalty_transactions') }}
