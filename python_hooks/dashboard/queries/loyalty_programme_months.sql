-- Members and points of each loyalty programme, by month.
select
    programme,
    month_start,
    is_complete,
    joined_count,
    left_count,
    member_count,
    round(points_earned) as points_earned,
    round(points_redeemed) as points_redeemed,
    round(points_expired) as points_expired,
    round(points_liability) as points_liability,
    round(redeemed_share_to_date, 4) as redeemed_share_to_date
from reporting.loyalty_programme_months
order by programme, month_start
