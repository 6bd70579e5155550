using System;
using System.Globalization;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>A template that cannot be read or rendered.</summary>
internal sealed class JinjaException : Exception
{
    /// <param name="source">The template.</param>
    /// <param name="at">Where in it.</param>
    /// <param name="problem">What is wrong.</param>
    public JinjaException(string source, int at, string problem)
        : base(Place(source, at) + ": " + problem)
    {
    }

    private static string Place(string source, int at)
    {
        int end = Math.Min(at, source.Length), line = 1, start = 0;
        for (int i = 0; i < end; i++)
        {
            if (source[i] == '\n')
            {
                (line, start) = (line + 1, i + 1);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {end - start + 1}");
    }
}
