select
    directory_contact.*,
    nullif(concat_ws(' ', directory_contact.first_name, directory_contact.last_name), '')
        as full_name
from directory_contact
