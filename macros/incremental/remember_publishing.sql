{#- Write down that this run published what stands: while it stands, it need not be published again. -#}
{% macro remember_publishing() -%}
    {%- do run_query("delete from raw.builds where stage = 'published'") -%}
    {%- do run_query("insert into raw.builds values ('published', " ~ quoted_text(invocation_id) ~ ')') -%}
{%- endmacro %}
