{#-
    For a post-hook: note the keys of contacts that identify another customer, or now nobody, than
    in the build before. Raw rows that name such a contact are judged again.
-#}
{% macro note_changed_contacts() -%}
    {%- if execute and not is_full_build() -%}
        create table {{ changes_of('crm.customer_contacts') }} as
        select distinct contact_key
        from (
            {{ rows_that_differ(
                this, before_of(this), 'contact_key, identified_customer_id, match_by, match_status'
            ) }}
        ) as changed
    {%- endif -%}
{%- endmacro %}
