{#-
    Write down that a build began and why it must be a full one, if it must. Tables in schemas
    (raw_schemas, raw_sources) have no deliveries, so nobody knows what is new in them. Unless nothing is new, the
    builds before are forgotten: one that is cut off, also one that repeats them, is no base.
-#}
{% macro begin_build(answer) -%}
    {%- if flags.WHICH in ['build', 'run'] -%}
        {#- Such a run leaves a mixture behind: what it began from must equal no build. -#}
        {%- set why_mixture =
            'only a part of the project was selected' if models_not_in(selected_resources)
            else 'its tables are to be empty' if flags.EMPTY
        -%}
        {%- set why_full =
            'tables are read from schemas' if reads_schemas()
            else 'it was asked for' if flags.FULL_REFRESH
            else why_mixture or answer.why_full
        -%}
        {%- if not why_full -%}
            {%- set gone = models_without_relation() | first -%}
            {%- set why_full = gone and 'the table or view ' ~ gone ~ ' is gone' -%}
        {%- endif -%}
        {%- set is_new = why_full or answer.is_anything_new -%}
        {%- if why_full -%}
            {%- do run_query('delete from raw.broken_metrics') -%}
            {%- do run_query('delete from raw.builds') -%}
        {%- else -%}
            {%- do run_query("delete from raw.builds where stage in ('started', 'why_full', 'published_before')") -%}
            {%- if is_new -%}
                {%- do run_query("delete from raw.builds where stage = 'finished'") -%}
                {%- do run_query("update raw.builds set stage = 'published_before' where stage = 'published'") -%}
            {%- endif -%}
        {%- endif -%}
        {%- do run_query(
            "insert into raw.builds values ('started', " ~ quoted_text('' if why_mixture else answer.record)
            ~ "), ('why_full', " ~ (quoted_text(why_full) if why_full else 'null') ~ ')'
        ) -%}
        {%- do print(
            'Built in full: ' ~ why_full ~ '.' if why_full
            else 'Built from the new deliveries on the build before.' if is_new
            else 'Nothing is new: what the build before made is kept.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
