{#- A query of the topics of each text, with the sum of the polarities of its mentions. -#}
{% macro topics_of_texts() -%}
    select
        text_id,
        topic,
        sum(polarity) as polarity

    from {{ ref('int_comment_findings') }}
    where topic is not null
    group by text_id, topic
{%- endmacro %}
