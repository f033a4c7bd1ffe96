-- Whom an id, e-mail address or telephone number of another source names. A contact of several
-- customers names one of them only where each comes from another account. Otherwise it names
-- nobody: it is a conflict, or shared.
{%- set customers = ref('base_crm__customers') %}
{%- set identities = ref('base_crm__customer_identities') %}
with

-- By what customers of several accounts are one.
merging as (

    select
        max(case when match_by = 'email' then 1 else 0 end) as by_email,
        max(case when match_by = 'phone' then 1 else 0 end) as by_phone

    from {{ ref('customer_match_rules') }}
    where source = 'crm'

),

placed as (

    select
        given.customer_id,
        given.merged_into_customer_id,
        given.created_at,
        given.email,
        given.phone,
        {{ account_of_file('given._file') }} as account,
        case when given.is_deleted then 1 else 0 end as is_deleted

    from {{ customers }} as given
    where given._status = 'accepted'

),

ranked as (

    select
        *,
        rank() over (order by case when account = 'crm' then 0 else 1 end, created_at)
            as customer_rank

    from placed

),

-- Of several customers with one contact the lowest number stays: that of the CRM, or the oldest.
-- Numbers are cheaper to compare than ids. Ids are sorted only within one moment.
customers as (

    select
        *,
        customer_rank - 1 + row_number() over (partition by customer_rank order by customer_id)
            as customer_number

    from ranked

),

-- Few customers are merged in the CRM.
crm_merges as (

    select
        merged.customer_number,
        targets.customer_id as target_id,
        targets.customer_number as target_number,
        targets.account as target_account

    from customers as merged
    inner join customers as targets
        on merged.merged_into_customer_id = targets.customer_id
    where merged.merged_into_customer_id is not null

),

-- What the CRM merged has one holder. A chain of merges is followed by int_customers_merged.
held_by as (

    select
        customers.customer_id,
        customers.email,
        customers.phone,
        customers.is_deleted,
        coalesce(crm_merges.target_number, customers.customer_number) as holder_number,
        coalesce(crm_merges.target_account, customers.account) as account

    from customers
    left join crm_merges
        on customers.customer_number = crm_merges.customer_number

),

identities as (

    select
        given.source,
        given.identity_type,
        given.identity_value,
        held_by.holder_number,
        held_by.account

    from {{ identities }} as given
    inner join held_by
        on given.customer_id = held_by.customer_id
    where
        given._status = 'accepted'
        and not coalesce(given.is_deleted, false)

),

texts as (
    {#- Some tools know customers by their e-mail address only. #}
    {%- for column, condition in [
        ('email', 'email is not null'), ('phone', 'phone is not null'),
        ('customer_id', "customer_id like '%@%'"),
    ] %}
    select
        holder_number,
        account,
        is_deleted,
        {{ half_width(column) }} as contact
    from held_by
    where {{ condition }}
    union all
    {%- endfor %}
    select
        holder_number,
        account,
        0 as is_deleted,
        {{ half_width('identity_value') }} as contact
    from identities
    where identity_type <> 'source_id'

),

plain as (

    select
        *,
        {{ contact_digits('contact') }} as digits

    from texts

),

formed as (

    select
        holder_number,
        account,
        is_deleted,
        {{ contact_form('contact', 'digits') }} as contact

    from plain

),

held as (

    select
        contact,
        holder_number,
        max(account) as account,
        min(is_deleted) as is_deleted

    from formed
    group by contact, holder_number
    -- A plain condition on contact would form each contact twice.
    having count(contact) > 0

),

-- Where one customer of a contact is not deleted, deleted ones do not count.
passed_on as (

    select held.contact
    from held
    inner join held as deleted
        on
            held.contact = deleted.contact
            and deleted.is_deleted = 1
    where held.is_deleted = 0
    group by held.contact

),

living as (

    select
        held.contact,
        held.holder_number,
        held.account,
        case when held.contact like '%@%' then 'email' else 'phone' end as match_by

    from held
    left join passed_on
        on
            held.contact = passed_on.contact
            and held.is_deleted = 1
    left join {{ ref('role_mailboxes') }} as roles
        on split_part(held.contact, '@', 1) = roles.mailbox
    where
        passed_on.contact is null
        and roles.mailbox is null

),

email_holders as (

    select
        contact,
        account,
        holder_number,
        1 as has_email

    from living
    where match_by = 'email'

),

{% for kind in ['email', 'phone'] -%}
{% if kind == 'phone' -%}
-- Who is another customer by an address holds the numbers of that one.
phone_holders as (

    select
        living.contact,
        living.account,
        coalesce(email_links.first_number, living.holder_number) as holder_number,
        max(case when email_links.holder_number is not null then 1 else 0 end) as has_email

    from living
    left join email_links
        on living.holder_number = email_links.holder_number
    where living.match_by = 'phone'
    group by
        living.contact, living.account, coalesce(email_links.first_number, living.holder_number)

),

{% endif -%}
{{ kind }}_pairs as (

    select
        contact,
        holder_number,
        {{ 'has_email' if kind == 'email' else 'max(has_email) as has_email' }}

    from {{ kind }}_holders
    {{ 'group by contact, holder_number' if kind == 'phone' }}

),

{{ kind }}_accounts as (

    select
        contact,
        max(holder_count) as most_holders_of_account

    from (
        select
            contact,
            account,
            count(*) as holder_count
        from {{ kind }}_holders
        group by contact, account
    ) as counted
    group by contact

),

{{ kind }}_counted as (

    select
        contact,
        count(*) as holder_count,
        sum(has_email) as holder_count_with_email,
        min(holder_number) as first_number

    from {{ kind }}_pairs
    group by contact

),

-- Each account has one customer with the contact. Two customers with different e-mail addresses and
-- one number may share a household.
{{ kind }}_judged as (

    select
        counted.contact,
        {{ contact_key('counted.contact') }} as contact_key,
        counted.holder_count,
        counted.first_number,
        counted.holder_count = 1 or (
            merging.by_{{ kind }} = 1
            and accounts.most_holders_of_account = 1
            {{ 'and counted.holder_count_with_email <= 1' if kind == 'phone' }}
        ) as is_identified

    from {{ kind }}_counted as counted
    inner join {{ kind }}_accounts as accounts
        on counted.contact = accounts.contact
    cross join merging

),

{{ kind }}_found as (

    select
        judged.contact_key,
        judged.holder_count,
        judged.first_number,
        judged.is_identified,
        pairs.holder_number

    from {{ kind }}_pairs as pairs
    inner join {{ kind }}_judged as judged
        on pairs.contact = judged.contact

),

-- Everybody with such a contact. Customers of several accounts with one contact are one: the first.
-- Two numbers that name two customers name nobody; of two addresses that of the first one counts.
{{ kind }}_links as (

    select
        holder_number,
        {%- if kind == 'email' %}
        min(linked_number) as first_number
        {%- else %}
        case when min(linked_number) = max(linked_number) then min(linked_number) end
            as first_number
        {%- endif %}

    from (
        select
            holder_number,
            case when is_identified and holder_number <> first_number then first_number end
                as linked_number
        from {{ kind }}_found
    ) as linked
    group by holder_number

),

{% endfor -%}
plain_ids as (

    select
        customer_id,
        customer_number,
        plain_id,
        {{ contact_digits('plain_id') }} as digits

    from (
        select
            customer_id,
            customer_number,
            {{ half_width('customer_id') }} as plain_id
        from customers
        -- Most ids begin with a letter and have no @, so they are none.
        where
            customer_id like '%@%'
            or customer_id like '%＠%'
            or not {{ matches_pattern('substring(customer_id, 1, 1)', '[A-Za-z]') }}
    ) as plain_texts

),

-- An id of the CRM names its own customer, whatever another source declares. Ids that look like an
-- address or number are listed, so that they are not taken for one.
ids as (

    select
        identities.identity_value as contact,
        identities.source,
        'source_id' as match_by,
        identities.holder_number

    from identities
    left join customers as own_ids
        on identities.identity_value = own_ids.customer_id
    where
        identities.identity_type = 'source_id'
        and own_ids.customer_id is null
    group by identities.identity_value, identities.source, identities.holder_number
    union all
    select
        customer_id as contact,
        cast(null as string) as source,
        'customer_id' as match_by,
        customer_number as holder_number

    from plain_ids
    where {{ contact_form('plain_id', 'digits') }} is not null

),

united as (
    {%- for kind in ['email', 'phone'] %}
    select
        contact_key,
        '{{ kind }}' as match_by,
        cast(null as string) as source,
        holder_number,
        first_number,
        holder_count,
        is_identified

    from {{ kind }}_found
    union all
    {%- endfor %}
    select
        contact as contact_key,
        match_by,
        source,
        holder_number,
        min(holder_number) over (partition by contact, source) as first_number,
        count(*) over (partition by contact, source) as holder_count,
        count(*) over (partition by contact, source) = 1 as is_identified

    from ids

),

linked as (

    select
        customers.customer_id,
        customers.customer_number,
        targets.customer_id as matched_into_customer_id

    from customers
    left join email_links
        on customers.customer_number = email_links.holder_number
    left join phone_links
        on customers.customer_number = phone_links.holder_number
    left join customers as targets
        on coalesce(email_links.first_number, phone_links.first_number) = targets.customer_number

),

decided as (

    select
        united.contact_key,
        united.match_by,
        united.source,
        holders.customer_id,
        cast(united.holder_count as bigint) as customer_count,
        united.holder_number = united.first_number as is_first,
        case
            when united.is_identified then 'identified'
            when united.holder_count > {{ var('customer_matching').most_customers_of_a_contact }}
                then 'shared'
            else 'conflict'
        end as match_status,
        case when united.is_identified then firsts.customer_id end as identified_customer_id,
        holders.matched_into_customer_id

    from united
    inner join linked as holders
        on united.holder_number = holders.customer_number
    inner join customers as firsts
        on united.first_number = firsts.customer_number

)

select * from decided
