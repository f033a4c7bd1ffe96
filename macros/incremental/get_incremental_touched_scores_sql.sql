{#-
    The incremental strategy of health scores: those of touched customers are replaced, those whose
    outcome became known, and those of a model that reads otherwise now.
-#}
{% macro get_incremental_touched_scores_sql(arguments) -%}
    {{ replaced_rows(arguments, is_scored_anew('month_end', 'outcome_known_on')) }}
{%- endmacro %}
