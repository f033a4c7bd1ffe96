{#-
    Whether a cell has a row although it may be suppressed. Most days and weeks of a slice, and most
    combinations, hold too few events. They would be four of five rows, and no report shows them. A
    suppressed cell has no change either, so it can be dropped before changes are computed.
-#}
{% macro is_kept_cell(sample_size) -%}
    (
            {{ is_kept_slice(sample_size) }}
            and (
                {{ sample_size }} >= {{ var('minimum_event_counts').hidden }}
                or dimension = 'all'
                or period not in ('week', 'day')
            )
        )
{%- endmacro %}
