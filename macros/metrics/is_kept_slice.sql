{#-
    Whether a slice may have a row that is kept (is_kept_cell): not a combination with too few events in
    all periods together.
-#}
{% macro is_kept_slice(sample_size) -%}
    (
                {{ sample_size }} >= {{ var('minimum_event_counts').hidden }}
                or dimension not in {{ combination_names() }}
            )
{%- endmacro %}
