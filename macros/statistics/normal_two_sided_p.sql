{#- Hart's rational approximation (1968, no. 5666) and, in the far tail, a continued fraction, as
    printed by West (2005), "Better approximations to cumulative normal functions", Wilmott.
    Beyond 38 the value is below the smallest double. -#}
{% macro normal_two_sided_p(z) -%}
    {%- set x = "abs(cast(" ~ z ~ " as double))" -%}
    (case
        when {{ x }} > 38 then cast(0 as double)
        when {{ x }} >= 7.07106781186547
            then 2 * exp(-{{ x }} * {{ x }} * 0.5) / nullif(2.506628274631 * (
                {{ x }} + 1 / nullif({{ x }} + 2 / nullif({{ x }} + 3 / nullif(
                    {{ x }} + 4 / nullif({{ x }} + 0.65, 0), 0), 0), 0)
            ), 0)
        else 2 * exp(-{{ x }} * {{ x }} * 0.5) * (
            (((((0.0352624965998911 * {{ x }} + 0.700383064443688) * {{ x }}
            + 6.37396220353165) * {{ x }} + 33.912866078383) * {{ x }}
            + 112.079291497871) * {{ x }} + 221.213596169931) * {{ x }}
            + 220.206867912376
        ) / nullif(
            ((((((0.0883883476483184 * {{ x }} + 1.75566716318264) * {{ x }}
            + 16.064177579207) * {{ x }} + 86.7807322029461) * {{ x }}
            + 296.564248779674) * {{ x }} + 637.333633378831) * {{ x }}
            + 793.826512519948) * {{ x }} + 440.413735824752,
            0
        )
    end)
{%- endmacro %}
