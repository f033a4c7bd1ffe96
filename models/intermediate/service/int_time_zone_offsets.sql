{{ python_rows(
    'zone_offsets',
    {'from': var('plausible_times').from, 'until': var('plausible_times').until},
    {'schedules': {'relation': ref('support_schedules'), 'columns': ['time_zone']}},
    {
        'time_zone': 'string', 'local_from': 'bigint', 'local_until': 'bigint',
        'offset_seconds': 'bigint',
    },
) }}
