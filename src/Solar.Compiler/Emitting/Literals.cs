using System;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Numbers and texts as C# and as prose; the same on every culture.</summary>
internal static class Literals
{
    private const long LeastGrouped = 100_000;      // 4096 and 32000 read as they are, 10731524096 does not

    private const double LeastGroupedDouble = 10_000;

    /// <summary>A whole number in code: <c>4096</c>, <c>10_731_524_096</c>.</summary>
    public static string Code(long value) => Math.Abs((double)value) < LeastGrouped ? Plain(value) : Doc(value).Replace(',', '_');

    /// <summary>A double in code: <c>1e-5</c>, <c>0.02</c>, <c>500_000.0</c>.</summary>
    public static string Code(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            return (Math.Abs(value) < LeastGroupedDouble ? Plain((long)value) : Doc((long)value).Replace(',', '_')) + ".0";
        }

        string canonical = ConfigValue.Of(value).Canonical;
        int e = canonical.IndexOf('e');
        return e < 0
            ? canonical
            : canonical.Substring(0, e) + "e" + Plain(int.Parse(canonical.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>A truth value in code.</summary>
    public static string Code(bool value) => value ? "true" : "false";

    /// <summary>A text in code; a raw literal where it has quotes, as JSON has.</summary>
    public static string Code(string value)
    {
        bool raw = value.Contains('"') && !value.StartsWith("\"", StringComparison.Ordinal) && !value.EndsWith("\"", StringComparison.Ordinal)
            && !value.Contains("\"\"\"") && !value.Any(c => char.IsControl(c) || EndsLine(c));
        return raw ? $"\"\"\"{value}\"\"\"" : Escaped(value);
    }

    /// <summary>A number in prose: <c>10,731,524,096</c>.</summary>
    public static string Doc(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of a shape: <c>32000</c>.</summary>
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A text within XML documentation; what would end the comment's line is shown as a replacement character.</summary>
    public static string Xml(string value) => string.Concat(value.Select(c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ when EndsLine(c) || char.IsControl(c) => "\ufffd",
        _ => c.ToString(),
    }));

    /// <summary><c>1 layer</c>, <c>48 layers</c>.</summary>
    public static string Count(long count, string noun) => $"{Doc(count)} {noun}{(count == 1 ? "" : "s")}";

    private static bool EndsLine(char c) => c is '\u0085' or '\u2028' or '\u2029';

    private static string Escaped(string value) => Json.Quote(value).Replace("\u0085", "\\u0085").Replace("\u007f", "\\u007f");
}
