using System;
using System.Globalization;

namespace Solar.LayerMaps;

/// <summary>A half-open range of layers as C# writes it: <c>0..24</c>, <c>8..</c>, <c>^8..</c>, <c>..^4</c>.</summary>
/// <param name="Start">First layer.</param>
/// <param name="StartFromEnd">Whether <paramref name="Start"/> counts from the end.</param>
/// <param name="End">Layer after the last.</param>
/// <param name="EndFromEnd">Whether <paramref name="End"/> counts from the end.</param>
public readonly record struct LayerRange(int Start, bool StartFromEnd, int End, bool EndFromEnd)
{
    /// <summary>Reads a range; false where the text is none.</summary>
    public static bool TryParse(string text, out LayerRange range)
    {
        range = default;
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0
            || !TryParseIndex(text.Substring(0, dots).Trim(), (0, false), out (int Value, bool FromEnd) start)
            || !TryParseIndex(text.Substring(dots + 2).Trim(), (0, true), out (int Value, bool FromEnd) end))
        {
            return false;
        }

        range = new LayerRange(start.Value, start.FromEnd, end.Value, end.FromEnd);
        return true;
    }

    /// <summary>The first layer and the layer after the last, of a model of <paramref name="depth"/> layers; may be out of bounds.</summary>
    public (long Start, long End) Resolve(int depth) =>
        (StartFromEnd ? (long)depth - Start : Start, EndFromEnd ? (long)depth - End : End);

    /// <summary>What is wrong with a resolved range of a model of <paramref name="depth"/> layers; null where nothing is.</summary>
    public static string? Fault(long start, long end, int depth) => (start, end) switch
    {
        var (s, e) when s < 0 || e < 0 => "it begins before layer 0",
        var (_, e) when e > depth => $"it ends after layer {depth - 1}, the last; the end is not included, so '..{depth}' reaches it",
        var (s, e) when s == e => "it is empty; the end is not included",
        var (s, e) when s > e => $"it is reversed; '{e}..{s}' runs upwards",
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Text(Start, StartFromEnd, isEnd: false) + ".." + Text(End, EndFromEnd, isEnd: true);

    private static string Text(int value, bool fromEnd, bool isEnd) =>
        isEnd && fromEnd && value == 0 ? "" : (fromEnd ? "^" : "") + value.ToString(CultureInfo.InvariantCulture);

    private static bool TryParseIndex(string text, (int Value, bool FromEnd) whenEmpty, out (int Value, bool FromEnd) index)
    {
        index = whenEmpty;
        if (text.Length == 0)
        {
            return true;
        }

        bool fromEnd = text[0] == '^';
        if (!int.TryParse(fromEnd ? text.Substring(1) : text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        index = (value, fromEnd);
        return true;
    }
}
