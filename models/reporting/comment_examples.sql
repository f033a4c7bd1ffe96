{{ config(enabled=var('publish_comment_examples') | string | lower == 'true') }}
with

examples as (

    select
        topic,
        polarity,
        place,
        example

    from {{ ref('int_comment_examples') }}

)

select * from examples
