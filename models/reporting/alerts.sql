-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('metric_values') }}
-- depends_on: {{ ref('metric_catalogue') }}
-- depends_on: {{ ref('int_metric_lines_crossed') }}
-- int_metric_lines_crossed judges red lines and targets, int_alerts_found finds shifts. Python
-- (python_hooks/fits/alerts.py) finds the slices that explain an alert.
{#- The newest period of each alert of the whole company that is beyond its line, by slice. -#}
{%- set slices -%}
    (
        select
            runs.metric,
            runs.period,
            runs.kind,
            {{ days_since_epoch('runs.since_start') }} as since_day,
            cells.dimension,
            cells.dimension_value,
            catalogue.statistic,
            case
                when catalogue.statistic in ('proportion', 'rate', 'ratio') then cells.denominator
                else cast(cells.event_count as double)
            end as size,
            cells.value,
            runs.expected as line,
            runs.observed
        from {{ ref('int_metric_lines_crossed') }} as runs
        inner join {{ ref('metric_values') }} as cells
            on
                runs.metric = cells.metric
                and runs.period = cells.period
                and runs.last_start = cells.period_start
        inner join {{ ref('metric_catalogue') }} as catalogue
            on runs.metric = catalogue.metric
        where
            runs.dimension = 'all'
            and cells.value is not null
            and cells.dimension not in {{ combination_names() }}
    ) as slices
{%- endset %}
{#- So many explaining slices are named in the message; the others are counted. -#}
{%- set named_slices = [1, 2, 3] %}
with

explained as (

    select answer.* from (
        {{ python_rows(
            'explain_lines',
            {},
            {
                'slices': {
                    'relation': slices,
                    'columns': [
                        'metric', 'period', 'kind', 'since_day', 'dimension', 'dimension_value',
                        'statistic', 'size', 'value', 'line', 'observed',
                    ],
                },
            },
            {
                'metric': 'string', 'period': 'string', 'kind': 'string', 'since_day': 'bigint',
                'explaining_dimension': 'string', 'explaining_values': 'string',
                'explained_share': 'double',
            },
        ) }}
    ) as answer

),

crossed as (

    select
        runs.metric,
        runs.period,
        runs.dimension,
        runs.dimension_value,
        runs.kind,
        runs.since_start,
        runs.last_start,
        runs.detected_start,
        runs.closed_start,
        runs.closed_because,
        runs.expected,
        runs.observed,
        runs.deviations,
        explained.explaining_dimension,
        explained.explaining_values,
        explained.explained_share

    from {{ ref('int_metric_lines_crossed') }} as runs
    left join explained
        on
            runs.metric = explained.metric
            and runs.period = explained.period
            and runs.kind = explained.kind
            and runs.dimension = 'all'
            and {{ days_since_epoch('runs.since_start') }} = explained.since_day

),

united as (

    select * from {{ ref('int_alerts_found') }}
    union all
    select * from crossed

),

described as (

    select
        united.*,
        {{ joined_key([
            'united.metric', 'united.dimension', 'united.dimension_value', 'united.kind',
            'united.period', 'united.since_start',
        ]) }} as alert_key,
        catalogue.label_en,
        catalogue.label_zh,
        catalogue.unit,
        catalogue.unit_en,
        catalogue.unit_zh,
        catalogue.owner as catalogue_owner,
        united.closed_start is null as is_open,
        {%- for place in named_slices %}
        nullif(split_part(united.explaining_values, chr(31), {{ place }}), '')
            as explaining_{{ place }},
        {%- endfor %}
        length(united.explaining_values)
        - length(replace(united.explaining_values, chr(31), '')) + 1 as explaining_count,
        united.observed > united.expected as is_up,
        case
            when united.observed = united.expected or catalogue.better = '' then 'none'
            when (united.observed > united.expected) = (catalogue.better = 'higher') then 'better'
            else 'worse'
        end as direction

    from united
    inner join {{ ref('metric_catalogue') }} as catalogue
        on united.metric = catalogue.metric

),

-- The most specific owner wins: of metric and slice, then of the slice, of the metric, of all.
owners as (

    select
        described.alert_key,
        owners.owner,
        row_number() over (
            partition by described.alert_key
            order by
                case when owners.metric = 'all' then 1 else 0 end
                + case when owners.dimension <> described.dimension then 2 else 0 end asc,
                owners.owner asc
        ) as place

    from described
    inner join {{ ref('alert_owners') }} as owners
        on
            owners.metric in (described.metric, 'all')
            and (
                owners.dimension = 'all'
                or ({{ is_same_slice('described', 'owners') }})
            )

),

worded as (

    select
        described.*,
        coalesce(owners.owner, described.catalogue_owner) as owner,
        case
            when described.direction <> 'worse' or described.kind = 'turning_point' then 'info'
            when described.kind = 'red_line' then 'critical'
            when described.kind <> 'target_missed' and abs(described.deviations) >= 3
                then 'critical'
            else 'warning'
        end as severity,
        {%- for column in ['observed', 'expected'] %}
        {%- set number -%}
            described.{{ column }} * case when described.unit = 'share' then 100 else 1 end
        {%- endset %}
        case
            when described.unit = 'share' or abs(described.{{ column }}) >= 1
                then cast(cast(floor(({{ number }}) * 10 + 0.5) / 10 as decimal(18, 1)) as string)
            else cast(cast(floor(({{ number }}) * 1000 + 0.5) / 1000 as decimal(18, 3)) as string)
        end as {{ column }}_number,
        {%- endfor %}
        {%- for language, before, equals, after, comma, more in [
            ('en', ' (', ' = ', ')', ', ', (' and ', named_slices | length, ' more')),
            ('zh', '（', '为', '）', '、', ('等 ', 0, ' 个')),
        ] %}
        case
            when described.dimension = 'all' then ''
            else
                '{{ before }}'
                || coalesce(dimension_name.label_{{ language }}, described.dimension)
                || '{{ equals }}'
                || coalesce(value_name.label_{{ language }}, described.dimension_value)
                || '{{ after }}'
        end as slice_{{ language }},
        coalesce(explaining_name.label_{{ language }}, described.explaining_dimension)
        || '{{ equals }}'
        {%- for place in named_slices %}
        || case
            when described.explaining_{{ place }} is null then ''
            else
                '{{ '' if place == 1 else comma }}'
                || coalesce(
                    explaining_{{ place }}.label_{{ language }}, described.explaining_{{ place }}
                )
        end
        {%- endfor %}
        || case
            when described.explaining_count <= {{ named_slices | length }} then ''
            else '{{ more[0] }}'
                || cast(described.explaining_count - {{ more[1] }} as string)
                || '{{ more[2] }}'
        end as explaining_{{ language }},
        {%- endfor %}
        case described.period when 'week' then '周' else '月' end as period_zh,
        cast(described.since_start as string) as since_text,
        case described.period
            when 'week' then 'the week of ' || cast(described.since_start as string)
            else substring(cast(described.since_start as string), 1, 7)
        end as since_en,
        case described.period
            when 'week' then cast(described.since_start as string) || ' 起（按周）'
            else substring(cast(described.since_start as string), 1, 7) || ' 起（按月）'
        end as since_zh,
        described.kind in ('red_line', 'target_missed') as is_line,
        cast(cast(floor(100 * described.explained_share + 0.5) as bigint) as string)
            as explained_percent,
        cast(cast(floor(abs(described.deviations) * 10 + 0.5) / 10 as decimal(18, 1)) as string)
            as deviations_text

    from described
    {{ label_join('dimension_name', "'dimension'", 'described.dimension') }}
    {{ label_join('value_name', 'described.dimension', 'described.dimension_value') }}
    {{ label_join('explaining_name', "'dimension'", 'described.explaining_dimension') }}
    {%- for place in named_slices %}
    {{ label_join(
        'explaining_' ~ place,
        'described.explaining_dimension',
        'described.explaining_' ~ place
    ) }}
    {%- endfor %}
    left join owners
        on described.alert_key = owners.alert_key and owners.place = 1

),

measured as (

    select
        *,
        {{ with_unit('observed_number', 'unit_en', 'en') }} as observed_en,
        {{ with_unit('expected_number', 'unit_en', 'en') }} as expected_en,
        {{ with_unit('observed_number', 'unit_zh', 'zh') }} as observed_zh,
        {{ with_unit('expected_number', 'unit_zh', 'zh') }} as expected_zh,
        coalesce(' (' || deviations_text || ' standard deviations)', '') as size_en,
        coalesce('（' || deviations_text || ' 个标准差）', '') as size_zh,
        case
            when explaining_en is null then ''
            when is_line and explained_share >= 1
                then ' The whole gap is in ' || explaining_en || '; the others together are'
                    || ' within the line.'
            else
                ' ' || explained_percent || ' % of the '
                || case when is_line then 'gap' else 'change' end
                || ' is in ' || explaining_en || '.'
        end as cause_en,
        case
            when explaining_zh is null then ''
            when is_line and explained_share >= 1
                then '差距全部来自' || explaining_zh || '的部分，其余合计未越线。'
            else
                case when is_line then '差距的 ' else '变化的 ' end || explained_percent || '%来自'
                || explaining_zh || '的部分。'
        end as cause_zh,
        case closed_because
            when 'returned' then ' It has returned.'
            when 'new_level' then ' It is now the expected level.'
            else ''
        end as end_en,
        case closed_because
            when 'returned' then '现已恢复。'
            when 'new_level' then '现已成为新的正常水平。'
            else ''
        end as end_zh

    from worded

),

told as (

    select
        alert_key,
        metric,
        dimension,
        dimension_value,
        kind,
        period,
        severity,
        direction,
        owner,
        is_open,
        since_start as since_on,
        {{ last_day_of_period('period', 'detected_start') }} as first_seen_on,
        {{ last_day_of_period('period', 'last_start') }} as last_seen_on,
        {{ last_day_of_period('period', 'closed_start') }} as closed_on,
        closed_because,
        {{ without_negative_zero('observed') }} as value,
        {{ without_negative_zero('expected') }} as expected_value,
        {{ without_negative_zero('deviations') }} as deviations,
        explaining_dimension,
        replace(explaining_values, chr(31), ', ') as explaining_values,
        explained_share,
        label_en || slice_en || case kind
            when 'level_shift'
                then
                    case when is_up then ' has been higher since ' else ' has been lower since ' end
                    || since_text || ': ' || observed_en || ', expected ' || expected_en || size_en
            when 'single_point'
                then
                    ' in the ' || period || ' of ' || since_text || ': ' || observed_en
                    || ', expected ' || expected_en || size_en
            when 'turning_point'
                then
                    case when is_up then ' rose on ' else ' fell on ' end || since_text || ' from '
                    || expected_en || ' to ' || observed_en || size_en
            when 'red_line'
                then
                    case
                        when is_open then ' has been beyond its red line since '
                        else ' was beyond its red line from '
                    end || since_en || ': ' || observed_en || ', red line ' || expected_en
            else
                case
                    when is_open then ' has missed its target since '
                    else ' missed its target from '
                end || since_en || ': ' || observed_en || ', target ' || expected_en
        end || '.' || cause_en || end_en as message,
        label_zh || slice_zh || case kind
            when 'level_shift'
                then
                    '自 ' || since_text || case when is_up then ' 起升高：' else ' 起降低：' end
                    || observed_zh || '，预期 ' || expected_zh || size_zh
            when 'single_point'
                then
                    '在 ' || since_text || ' 起的一' || period_zh || '异常：' || observed_zh
                    || '，预期 ' || expected_zh || size_zh
            when 'turning_point'
                then
                    '在 ' || since_text || case when is_up then ' 上升：从 ' else ' 下降：从 ' end
                    || expected_zh || ' 到 ' || observed_zh || size_zh
            when 'red_line'
                then
                    '自 ' || since_zh || '越过红线：' || observed_zh || '，红线 ' || expected_zh
            else
                '自 ' || since_zh || '未达目标：' || observed_zh || '，目标 ' || expected_zh
        end || '。' || cause_zh || end_zh as message_zh

    from measured

)

select * from told
order by is_open desc, severity asc, since_on desc, alert_key asc
