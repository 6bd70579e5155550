using System;

namespace Solar.Validation;

/// <summary>Names with <c>*</c> for any run of characters.</summary>
public static class NamePattern
{
    /// <summary>Whether a name is one of those that a pattern stands for.</summary>
    /// <param name="pattern">The pattern; without <c>*</c> the name itself.</param>
    /// <param name="name">The name.</param>
    public static bool Matches(string pattern, string name)
    {
        string[] pieces = pattern.Split('*');
        if (pieces.Length == 1)
        {
            return pattern == name;
        }

        string last = pieces[pieces.Length - 1];
        if (!name.StartsWith(pieces[0], StringComparison.Ordinal) || name.Length < pieces[0].Length + last.Length)
        {
            return false;
        }

        int at = pieces[0].Length;
        for (int i = 1; i < pieces.Length - 1; i++)
        {
            int found = name.IndexOf(pieces[i], at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + pieces[i].Length;
        }

        return name.Length - last.Length >= at && name.EndsWith(last, StringComparison.Ordinal);
    }
}
