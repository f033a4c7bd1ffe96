{{ accepted_rows('commerce', 'order_lines') }}
