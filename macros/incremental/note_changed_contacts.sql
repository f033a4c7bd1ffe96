{#-
    For a post-hook: note the keys of contacts that identify another customer, or now nobody, than
    in the build before. Raw rows that name such a contact are judged again.
-#}
{% macro note_changed_contacts() -%}
    {%- if execute and not is_full_build() -%}
        {%- set columns = 'contact_key, identified_customer_id, match_by, match_status' -%}
        create table {{ changes_of('crm.customer_contacts') }} as
        select distinct contact_key
        from (
            (
                select {{ columns }} from {{ this }}
                except
                select {{ columns }} from {{ before_of(this) }}
            )
            union all
            (
                select {{ columns }} from {{ before_of(this) }}
                except
                select {{ columns }} from {{ this }}
            )
        ) as changed
    {%- endif -%}
{%- endmacro %}
