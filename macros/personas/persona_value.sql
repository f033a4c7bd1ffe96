{#-
    A feature on the scale on which it is standardised. Counts as logarithms, since a second order
    says more than a twelfth. A share as if there had been four more of the mean share, since one
    order says little. Null where the feature is not known.
-#}
{% macro persona_value(feature, relation, mean_share) -%}
    {%- if feature.share_of -%}
    {%- set part, whole = relation ~ '.' ~ feature.name, relation ~ '.' ~ feature.share_of -%}
    {{ ratio(
        persona_part(part, whole) ~ ' + 4 * ' ~ mean_share,
        whole ~ ' + 4'
    ) }}
    {%- else -%}
    {%- set count = relation ~ '.' ~ feature.name -%}
    case
        when {{ count }} > 0 then ln(1 + cast({{ count }} as double))
        when {{ count }} <= 0 then 0
    end
    {%- endif -%}
{%- endmacro %}
