{#-
    A feature in thousandths of a standard deviation around its mean, at most 3 away; 0 where it is
    not known or not used. None is null before least and greatest, which leave nulls out.
    `measures` has the columns <feature>_mean_share, _mean and _deviation.
-#}
{% macro persona_score(feature, relation, measures) -%}
    {%- set prefix = measures ~ '.' ~ feature.name -%}
    cast(round(
            1000 * least(greatest(coalesce(
                {{ ratio(
                    '(' ~ persona_value(feature, relation, 'cast(' ~ prefix ~ '_mean_share as double)')
                        ~ ' - cast(' ~ prefix ~ '_mean as double))',
                    'cast(' ~ prefix ~ '_deviation as double)'
                ) }}, 0
            ), -3), 3)
        ) as bigint)
{%- endmacro %}
