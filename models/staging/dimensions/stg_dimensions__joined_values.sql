-- The spellings that are shown as another one. Most sources have none, so this table is small and
-- the join to every row of a source is cheap.
with

given_values as (

    select
        *,
        {{ spelling_key('given_value') }} as spelling_key

    from {{ ref('stg_dimensions__given_values') }}

),

reference as (

    select
        dimension,
        {{ spelling_key('given_value') }} as given_key,
        min(shown_value) as shown_value

    from {{ ref('dimension_values') }}
    group by dimension, {{ spelling_key('given_value') }}

),

grouped as (

    select
        given_values.dimension,
        given_values.given_value,
        given_values.row_count,
        reference.shown_value as reference_value,
        coalesce(
            {{ spelling_key('reference.shown_value') }}, given_values.spelling_key
        ) as shown_key

    from given_values
    left join reference
        on
            given_values.dimension = reference.dimension
            and given_values.spelling_key = reference.given_key

),

-- The shown spelling is that of the seed, then the most frequent one, then the first in the
-- alphabet.
chosen as (

    select
        *,
        coalesce(
            min(reference_value) over (partition by dimension, shown_key),
            first_value(given_value) over (
                partition by dimension, shown_key
                order by row_count desc, given_value asc
                rows between unbounded preceding and unbounded following
            )
        ) as shown_value

    from grouped

),

joined as (

    select
        dimension,
        given_value,
        shown_value,
        row_count,
        reference_value is not null as is_joined_by_reference

    from chosen
    where given_value <> shown_value

)

select * from joined
