-- The words of dimensions, their values and other codes.
select kind, key, label_en, label_zh from reporting.dimension_labels order by kind, key
