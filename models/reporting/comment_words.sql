-- Words of comments with low scores that are not in the lexicon. Log-odds with a Dirichlet prior of
-- the words' own frequencies: Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16
-- (2008), equations 15, 16, 19 and 20.
with

answers as (

    select
        text_id,
        coalesce(customer_id, comment_id) as writer,
        -- The middle of NPS is 0; that of the other scores is half of the scale.
        case
            when points < case when survey_metric = 'nps' then 0 else 50 end then 1
            else 0
        end as is_low

    from {{ ref('int_comments_collected') }}
    where points <> case when survey_metric = 'nps' then 0 else 50 end

),

words as (

    select
        -- Short texts in Latin letters count as English.
        case when findings.language = 'zh' then 'zh' else 'en' end as language,
        findings.word,
        sum(answers.is_low) as low_count,
        sum(1 - answers.is_low) as high_count,
        count(distinct case when answers.is_low = 1 then answers.writer end) as low_writer_count

    from answers
    inner join {{ ref('int_comment_findings') }} as findings
        on answers.text_id = findings.text_id
    where findings.word is not null
    group by case when findings.language = 'zh' then 'zh' else 'en' end, findings.word

),

totals as (

    select
        cast(count(*) as double) as word_count,
        cast(sum(low_count) as double) as low_total,
        cast(sum(high_count) as double) as high_total

    from words

),

-- The count of a word is its frequency plus its prior.
weighed as (

    select
        words.*,
        totals.low_total + totals.word_count as low_weight_total,
        totals.high_total + totals.word_count as high_weight_total,
        words.low_count + totals.word_count * {{ ratio(
            'words.low_count + words.high_count', 'totals.low_total + totals.high_total'
        ) }} as low_weight,
        words.high_count + totals.word_count * {{ ratio(
            'words.low_count + words.high_count', 'totals.low_total + totals.high_total'
        ) }} as high_weight

    from words
    cross join totals

),

compared as (

    select
        language,
        word,
        low_count,
        high_count,
        low_writer_count,
        {{ ratio('low_weight', 'low_weight_total - low_weight') }} as low_odds,
        {{ ratio('high_weight', 'high_weight_total - high_weight') }} as high_odds,
        sqrt({{ ratio('1', 'low_weight') }} + {{ ratio('1', 'high_weight') }}) as standard_error

    from weighed

),

spread as (

    select
        *,
        {{ ratio('low_odds', 'high_odds') }} as odds_ratio,
        ln(low_odds) - ln(high_odds) as log_odds

    from compared

),

-- They are part of the comparison, as of every text, but name no topic.
function_words as (

    select
        language,
        phrase as word
    from {{ ref('lexicon_phrases') }}
    where role = 'function'

),

ranked as (

    select
        spread.*,
        row_number() over (
            order by
                {{ ratio('spread.log_odds', 'spread.standard_error') }} desc nulls last,
                spread.word asc,
                spread.language asc
        ) as place

    from spread
    left join function_words
        on spread.language = function_words.language and spread.word = function_words.word
    -- A rare word may name a person, so it is left out.
    where
        function_words.word is null
        and spread.low_writer_count >= {{ var('minimum_event_counts').hidden }}
        and spread.log_odds > {{ z_95() }} * spread.standard_error

),

described as (

    select
        cast(place as integer) as place,
        language,
        word,
        cast(low_count as bigint) as low_count,
        cast(high_count as bigint) as high_count,
        odds_ratio,
        exp(log_odds - {{ z_95() }} * standard_error) as odds_ratio_low,
        exp(log_odds + {{ z_95() }} * standard_error) as odds_ratio_high

    from ranked
    where place <= 100

)

select * from described
