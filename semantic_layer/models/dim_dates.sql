{{ config(schema='marts') }}
select * from marts.dim_dates
