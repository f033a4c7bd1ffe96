-- Salesforce stores only the day of a conversion. On the day of the lead's arrival it is that time.
select
    lead.*,
    case
        when left(lead.converted_date, 10) = left(lead.created_date, 10) then lead.created_date
        else lead.converted_date
    end as converted_at
from lead
where
    coalesce(lower(lead._fivetran_active), 'true') = 'true'
    and coalesce(lower(lead.is_deleted), 'false') = 'false'
