select customer.*
from customer
where coalesce(lower(customer.livemode), 'true') = 'true'
