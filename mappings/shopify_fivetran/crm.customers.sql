-- sqlfluff:exclude_rules:ST06,RF02,AM04
with

addresses as (

    select
        customer_address.customer_id,
        customer_address.country,
        customer_address.country_code,
        customer_address.province,
        customer_address.city,
        row_number() over (
            partition by customer_address.customer_id
            order by length(customer_address.id), customer_address.id
        ) as place
    from customer_address
    inner join customer on customer_address.customer_id = customer.id
    where
        lower(customer_address.is_default) = 'true'
        or customer_address.id = customer.default_address_id

)

select
    customer.*,
    nullif(concat_ws(' ', customer.first_name, customer.last_name), '') as full_name,
    addresses.country,
    addresses.country_code,
    addresses.province,
    addresses.city
from customer
left join addresses on customer.id = addresses.customer_id and addresses.place = 1
