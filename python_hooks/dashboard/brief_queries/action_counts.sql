-- How many actions came to which verdict; an action on several slices counts once, as on the page.
select
    count(*) as action_count,
    count(*) filter (verdict = 'improved') as improved_count,
    count(*) filter (verdict = 'worse') as worse_count,
    count(*) filter (verdict = 'no change shown') as unchanged_count,
    count(*) filter (verdict = 'too early') as early_count,
    count(*) filter (verdict = 'not measurable') as unmeasured_count
from reporting.action_effects
where action_id = action_group
