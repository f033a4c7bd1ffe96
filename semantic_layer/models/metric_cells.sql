select * from reporting.metric_cells
