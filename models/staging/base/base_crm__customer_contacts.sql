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

customers as (

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

-- What the CRM merged has one holder. A chain of merges is followed by int_customers_merged.
held_by as (

    select
        customers.customer_id,
        customers.email,
        customers.phone,
        customers.is_deleted,
        coalesce(targets.customer_id, customers.customer_id) as holder_id

    from customers
    left join customers as targets
        on customers.merged_into_customer_id = targets.customer_id

),

identities as (

    select
        given.source,
        given.identity_type,
        given.identity_value,
        held_by.holder_id

    from {{ identities }} as given
    inner join held_by
        on given.customer_id = held_by.customer_id
    where
        given._status = 'accepted'
        and not coalesce(given.is_deleted, false)

),

texts as (

    select
        holder_id,
        {{ half_width('email') }} as contact,
        is_deleted
    from held_by
    where email is not null
    union all
    select
        holder_id,
        {{ half_width('phone') }} as contact,
        is_deleted
    from held_by
    where phone is not null
    union all
    select
        holder_id,
        {{ half_width('identity_value') }} as contact,
        0 as is_deleted
    from identities
    where identity_type <> 'source_id'
    union all
    -- Some tools know customers by their e-mail address only.
    select
        holder_id,
        {{ half_width('customer_id') }} as contact,
        is_deleted
    from held_by
    where customer_id like '%@%'

),

plain as (

    select
        *,
        {{ contact_digits('contact') }} as digits

    from texts

),

formed as (

    select
        holder_id,
        {{ contact_form('contact', 'digits') }} as contact,
        is_deleted

    from plain

),

held as (

    select
        contact,
        holder_id,
        min(is_deleted) as is_deleted

    from formed
    group by contact, holder_id
    -- A plain condition on contact would form each contact twice.
    having count(contact) > 0

),

-- Where one customer of a contact is not deleted, deleted ones do not count.
weighed as (

    select
        *,
        min(is_deleted) over (partition by contact) as is_deleted_everywhere

    from held

),

living as (

    select
        weighed.contact,
        weighed.holder_id,
        customers.account,
        case when customers.account = 'crm' then 0 else 1 end as place,
        customers.created_at,
        case when weighed.contact like '%@%' then 'email' else 'phone' end as match_by

    from weighed
    inner join customers
        on weighed.holder_id = customers.customer_id
    left join {{ ref('role_mailboxes') }} as roles
        on split_part(weighed.contact, '@', 1) = roles.mailbox
    where
        weighed.is_deleted = weighed.is_deleted_everywhere
        and roles.mailbox is null

),

emails as (

    select
        *,
        count(*) over (partition by contact) as holder_count,
        count(*) over (partition by contact, account) as holder_count_of_account,
        first_value(holder_id) over (
            partition by contact
            order by place, created_at, holder_id
        ) as first_holder_id

    from living
    where match_by = 'email'

),

emails_judged as (

    select
        emails.*,
        emails.holder_count = 1 or (
            merging.by_email = 1
            and max(emails.holder_count_of_account) over (partition by emails.contact) = 1
        ) as is_identified

    from emails
    cross join merging

),

-- Customers of several accounts with one e-mail address are one: the first.
email_links as (

    select
        holder_id,
        first_holder_id

    from (
        select
            linked.holder_id,
            linked.first_holder_id,
            row_number() over (
                partition by linked.holder_id
                order by customers.created_at, linked.first_holder_id
            ) as link_number

        from emails_judged as linked
        inner join customers
            on linked.first_holder_id = customers.customer_id
        where
            linked.is_identified
            and linked.holder_id <> linked.first_holder_id
    ) as numbered
    where link_number = 1

),

holders_with_email as (

    select holder_id
    from emails
    group by holder_id

),

phones as (

    select
        living.contact,
        living.account,
        coalesce(email_links.first_holder_id, living.holder_id) as holder_id,
        case when with_email.holder_id is not null then 1 else 0 end as has_email

    from living
    left join email_links
        on living.holder_id = email_links.holder_id
    left join holders_with_email as with_email
        on living.holder_id = with_email.holder_id
    where living.match_by = 'phone'

),

phones_by_account as (

    select
        contact,
        account,
        count(distinct holder_id) as holder_count_of_account

    from phones
    group by contact, account

),

phones_of_accounts as (

    select
        contact,
        max(holder_count_of_account) as most_of_an_account

    from phones_by_account
    group by contact

),

phones_of_holders as (

    select
        phones.contact,
        phones.holder_id,
        max(phones.has_email) as has_email,
        min(case when phones.account = 'crm' then 0 else 1 end) as place,
        min(customers.created_at) as created_at

    from phones
    inner join customers
        on phones.holder_id = customers.customer_id
    group by phones.contact, phones.holder_id

),

phones_counted as (

    select
        phones_of_holders.*,
        phones_of_accounts.most_of_an_account,
        count(*) over (partition by phones_of_holders.contact) as holder_count,
        sum(phones_of_holders.has_email) over (partition by phones_of_holders.contact)
            as holder_count_with_email,
        first_value(phones_of_holders.holder_id) over (
            partition by phones_of_holders.contact
            order by
                phones_of_holders.place,
                phones_of_holders.created_at,
                phones_of_holders.holder_id
        ) as first_holder_id

    from phones_of_holders
    inner join phones_of_accounts
        on phones_of_holders.contact = phones_of_accounts.contact

),

-- Two customers with different e-mail addresses and one number may share a household.
phones_judged as (

    select
        phones_counted.*,
        phones_counted.holder_count = 1 or (
            merging.by_phone = 1
            and phones_counted.most_of_an_account = 1
            and phones_counted.holder_count_with_email <= 1
        ) as is_identified

    from phones_counted
    cross join merging

),

phone_links as (

    select
        holder_id,
        min(first_holder_id) as first_holder_id

    from phones_judged
    where
        is_identified
        and holder_id <> first_holder_id
    group by holder_id
    -- Two numbers that name two customers name nobody.
    having min(first_holder_id) = max(first_holder_id)

),

plain_ids as (

    select
        customer_id,
        plain_id,
        {{ contact_digits('plain_id') }} as digits

    from (
        select
            customer_id,
            {{ half_width('customer_id') }} as plain_id
        from customers
    ) as plain_texts

),

-- An id of the CRM names its own customer, whatever another source declares. Ids that look like an
-- address or number are listed, so that they are not taken for one.
ids as (

    select
        identities.identity_value as contact,
        identities.source,
        'source_id' as match_by,
        identities.holder_id

    from identities
    left join customers as own_ids
        on identities.identity_value = own_ids.customer_id
    where
        identities.identity_type = 'source_id'
        and own_ids.customer_id is null
    group by identities.identity_value, identities.source, identities.holder_id
    union all
    select
        customer_id as contact,
        cast(null as string) as source,
        'customer_id' as match_by,
        customer_id as holder_id

    from plain_ids
    where {{ contact_form('plain_id', 'digits') }} is not null

),

united as (

    select
        {{ contact_key('contact') }} as contact_key,
        match_by,
        cast(null as string) as source,
        holder_id as customer_id,
        first_holder_id,
        holder_count,
        is_identified

    from emails_judged
    union all
    select
        {{ contact_key('contact') }} as contact_key,
        'phone' as match_by,
        cast(null as string) as source,
        holder_id as customer_id,
        first_holder_id,
        holder_count,
        is_identified

    from phones_judged
    union all
    select
        contact as contact_key,
        match_by,
        source,
        holder_id as customer_id,
        min(holder_id) over (partition by contact, source) as first_holder_id,
        count(*) over (partition by contact, source) as holder_count,
        count(*) over (partition by contact, source) = 1 as is_identified

    from ids

),

decided as (

    select
        united.contact_key,
        united.match_by,
        united.source,
        united.customer_id,
        cast(united.holder_count as bigint) as customer_count,
        united.customer_id = united.first_holder_id as is_first,
        case
            when united.is_identified then 'identified'
            when united.holder_count > {{ var('customer_matching').most_customers_of_a_contact }}
                then 'shared'
            else 'conflict'
        end as match_status,
        case when united.is_identified then united.first_holder_id end as identified_customer_id,
        coalesce(email_links.first_holder_id, phone_links.first_holder_id)
            as matched_into_customer_id

    from united
    left join email_links
        on united.customer_id = email_links.holder_id
    left join phone_links
        on united.customer_id = phone_links.holder_id

)

select * from decided
