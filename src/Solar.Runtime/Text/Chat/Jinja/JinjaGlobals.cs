using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Functions that every chat template has.</summary>
internal static class JinjaGlobals
{
    /// <summary>Their names, for messages.</summary>
    public const string Known = "dict, namespace, raise_exception, range, strftime_now";

    /// <summary>Sets them.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="now">What <c>strftime_now</c> writes.</param>
    public static void Set(JinjaScope scope, DateTimeOffset now)
    {
        scope.Set("range", new JinjaFunction((values, _) => Range([.. values.Select(value => JinjaValues.Whole(value, "a bound of 'range'"))])));
        scope.Set("namespace", new JinjaFunction((_, named) => Fill(new JinjaNamespace(), named)));
        scope.Set("dict", new JinjaFunction((_, named) => Fill(new JinjaDict(), named)));
        scope.Set("raise_exception", new JinjaFunction((values, _) => throw new JinjaProblem($"the template refuses: {JinjaValues.Text(values.Count > 0 ? values[0] : "")}")));
        scope.Set("strftime_now", new JinjaFunction((values, _) => Format(values.Count > 0 ? JinjaValues.Text(values[0]) : "", now)));
    }

    private static JinjaDict Fill(JinjaDict dict, IReadOnlyDictionary<string, object?> named)
    {
        foreach ((string name, object? value) in named)
        {
            dict[name] = value;
        }

        return dict;
    }

    private static List<object?> Range(long[] bounds)
    {
        (long start, long stop, long step) = bounds switch
        {
            [var end] => (0, end, 1),
            [var begin, var end] => (begin, end, 1),
            [var begin, var end, not 0] => (begin, end, bounds[2]),
            _ => throw new JinjaProblem("'range' takes one to three whole numbers, the last of them not 0"),
        };
        decimal count = Math.Max(0, Math.Ceiling(((decimal)stop - start) / step));
        JinjaBudget.List((long)Math.Min(count, long.MaxValue));
        return [.. Enumerable.Range(0, (int)count).Select(i => (object?)(start + (i * step)))];
    }

    private static string Format(string format, DateTimeOffset now)
    {
        var text = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            string? pattern = format[++i] switch
            {
                'Y' => "yyyy",
                'y' => "yy",
                'm' => "MM",
                'd' => "dd",
                'B' => "MMMM",
                'b' => "MMM",
                'A' => "dddd",
                'a' => "ddd",
                'H' => "HH",
                'I' => "hh",
                'M' => "mm",
                'S' => "ss",
                'p' => "tt",
                'F' => "yyyy-MM-dd",
                'T' => "HH:mm:ss",
                'j' => "",
                '%' => "'%'",
                _ => null,
            };
            text.Append(pattern switch
            {
                null => throw new JinjaProblem($"strftime_now does not know '%{format[i]}' here; known are %Y %y %m %d %B %b %A %a %H %I %M %S %p %F %T %j"),
                "" => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
                _ => now.ToString(pattern, CultureInfo.InvariantCulture),
            });
        }

        return text.ToString();
    }
}
