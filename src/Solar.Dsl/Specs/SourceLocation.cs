using System;

namespace Solar.Specs;

/// <summary>A place in a file, lines and columns from 0.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">First character, from 0.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the character after the last.</param>
/// <param name="EndColumn">Column of the character after the last.</param>
public sealed record SourceLocation(
    string Path, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    /// <summary>As compilers print it: <c>file(line,column)</c>, from 1.</summary>
    public override string ToString() => FormattableString.Invariant($"{Path}({StartLine + 1},{StartColumn + 1})");
}

/// <summary>Where one element of a declaration was written.</summary>
/// <param name="Element">The element's path; see <see cref="Validation.ElementPath"/>.</param>
/// <param name="Location">Its place.</param>
public sealed record ElementLocation(string Element, SourceLocation Location);

/// <summary>Where the elements of one declaration were written. Kept apart from the declaration, so that moving lines changes no specification.</summary>
/// <param name="Declaration">Full name of the declaration.</param>
/// <param name="Elements">Its elements.</param>
public sealed record DeclarationLocations(string Declaration, EquatableArray<ElementLocation> Elements)
{
    /// <summary>The place of an element, or of the nearest enclosing one that was written, down to the declaration's name.</summary>
    public SourceLocation? Find(string element)
    {
        for (string path = element; ; path = Parent(path))
        {
            if (FindWritten(path) is { } location)
            {
                return location;
            }

            if (path.Length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>The place of an element itself; null where it was not written.</summary>
    public SourceLocation? FindWritten(string element)
    {
        foreach (ElementLocation candidate in Elements)
        {
            if (candidate.Element == element)
            {
                return candidate.Location;
            }
        }

        return null;
    }

    private static string Parent(string element)
    {
        int cut = element.LastIndexOfAny(['.', '[', '#']);
        return cut < 0 ? "" : element.Substring(0, cut);
    }
}
