-- A build begins without changes: the strategies note them here (note_changes). The types are those
-- of both engines.
select
    cast(null as string) as model,
    cast(null as bigint) as key_hash,
    cast(null as string) as noted
where false
