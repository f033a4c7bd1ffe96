select
    contact.*,
    contact.property_hs_lifecyclestage_lead_date as lead_at
from contact
where
    contact.property_hs_lifecyclestage_lead_date is not null
    and coalesce(lower(contact._fivetran_deleted), 'false') = 'false'
    and coalesce(lower(contact.is_deleted), 'false') = 'false'
