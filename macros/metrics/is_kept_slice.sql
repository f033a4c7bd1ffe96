{#-
    Whether a slice can have a kept row (is_kept_cell). A combination with too few events in all
    periods together cannot.
-#}
{% macro is_kept_slice(sample_size) -%}
    (
                {{ sample_size }} >= {{ var('minimum_event_counts').hidden }}
                or dimension not in {{ combination_names() }}
            )
{%- endmacro %}
