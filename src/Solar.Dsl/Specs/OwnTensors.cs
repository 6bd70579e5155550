using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Specs;

/// <summary>The parameters of a user's own module as text: <c>gate.weight[intermediate_size][2*hidden_size]</c>.</summary>
public static class OwnTensors
{
    private const long MostElements = 1L << 40;

    /// <summary>The text of a parameter.</summary>
    /// <param name="name">Its name within the module.</param>
    /// <param name="shape">Its sizes as they were written.</param>
    public static string Write(string name, IEnumerable<string> shape) => name + string.Concat(shape.Select(size => $"[{size}]"));

    /// <summary>Reads a parameter; false where it is malformed, and then <paramref name="fault"/> says why.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The value of a key; null where there is none of that name.</param>
    /// <param name="tensor">The parameter.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryRead(string text, Func<string, long?> size, out OwnTensorSpec tensor, out string fault)
    {
        tensor = new OwnTensorSpec("", default);
        fault = "";
        int open = text.IndexOf('[');
        string name = open < 0 ? text : text.Substring(0, open).Trim();
        if (open <= 0 || !text.EndsWith("]", StringComparison.Ordinal) || !IsName(name))
        {
            fault = "expected a name and its sizes, such as gate.weight[intermediate_size][hidden_size]";
            return false;
        }

        var shape = new List<long>();
        decimal count = 1;
        foreach (string written in text.Substring(open + 1, text.Length - open - 2).Split(["]["], StringSplitOptions.None))
        {
            if (Sum(written, size) is not { } value)
            {
                fault = $"'{written.Trim()}' is no size: expected a number above 0, a key such as hidden_size, or sums and products of them";
                return false;
            }

            shape.Add(value);
            count *= value;
            if (count > MostElements)
            {
                fault = "it has more elements than any machine holds";
                return false;
            }
        }

        tensor = new OwnTensorSpec(name, shape.ToEquatableArray());
        return true;
    }

    private static bool IsName(string name) =>
        name.Split('.').All(part => part.Length > 0 && part.All(c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')));

    private static long? Sum(string written, Func<string, long?> size)
    {
        long sum = 0;
        foreach (string term in written.Split('+'))
        {
            if (Product(term, size) is not { } value || sum + value > int.MaxValue)
            {
                return null;
            }

            sum += value;
        }

        return sum;
    }

    private static long? Product(string written, Func<string, long?> size)
    {
        decimal product = 1;
        foreach (string factor in written.Split('*').Select(part => part.Trim()))
        {
            long? value = long.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : size(factor);
            if (value is not (> 0 and <= int.MaxValue) || product * value.Value > int.MaxValue)
            {
                return null;
            }

            product *= value.Value;
        }

        return (long)product;
    }
}
