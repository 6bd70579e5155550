using System;

namespace Solar.Compiler.Reading;

/// <summary>A piece of an expression.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Start">First character.</param>
internal readonly record struct RecipeToken(string Text, int Start)
{
    /// <summary>Character after the last.</summary>
    public int End => Start + Text.Length;
}

/// <summary>A place in a recipe expression, moving forward; it remembers the first fault.</summary>
internal sealed class RecipeCursor(string text)
{
    private const string Global = "global::";

    /// <summary>The next character to read, or, after reading, the one after the last read.</summary>
    public int Position { get; private set; }

    /// <summary>The first thing reported.</summary>
    public RecipeFault? Fault { get; private set; }

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd => NextVisible() == text.Length;

    /// <summary>Reads one character where it is the next visible one.</summary>
    public bool TryTake(char expected)
    {
        int next = NextVisible();
        if (next == text.Length || text[next] != expected)
        {
            return false;
        }

        Position = next + 1;
        return true;
    }

    /// <summary>Whether a character is the next visible one.</summary>
    public bool IsAt(Func<char, bool> expected) => NextVisible() is int next && next < text.Length && expected(text[next]);

    /// <summary>Reads a dotted name, or null where there is none.</summary>
    public RecipeToken? ReadName()
    {
        int start = NextVisible();
        int end = string.CompareOrdinal(text, start, Global, 0, Global.Length) == 0 ? start + Global.Length : start;
        end = IdentifierEnd(end);
        if (end == start || text[end - 1] == ':')
        {
            return null;
        }

        while (end < text.Length && text[end] == '.' && IdentifierEnd(end + 1) is int longer && longer > end + 1)
        {
            end = longer;
        }

        Position = end;
        return new RecipeToken(text.Substring(start, end - start), start);
    }

    /// <summary>Reads what stands up to the next comma, parenthesis or bracket, without the white space around it.</summary>
    public RecipeToken ReadArgument()
    {
        int start = NextVisible();
        int end = text.IndexOfAny([',', '(', ')', '[', ']'], start);
        string argument = (end < 0 ? text.Substring(start) : text.Substring(start, end - start)).TrimEnd();
        Position = start + argument.Length;
        return new RecipeToken(argument, start);
    }

    /// <summary>Reports that something else stands here than what was expected.</summary>
    public void Expect(string what)
    {
        int next = NextVisible();
        string found = next == text.Length ? "the end" : $"'{text[next]}'";
        Report($"expected {what}, found {found}", next, Math.Min(next + 1, text.Length));
    }

    /// <summary>Reports a fault; only the first counts.</summary>
    public void Report(string message, int start, int end) => Fault ??= new RecipeFault(message, start, end - start);

    /// <summary>Goes back to an earlier place.</summary>
    public void Return(int position) => Position = position;

    private int IdentifierEnd(int start)
    {
        if (start >= text.Length || !CSharpNames.IsStart(text[start]))
        {
            return start;
        }

        int end = start + 1;
        while (end < text.Length && CSharpNames.IsPart(text[end]))
        {
            end++;
        }

        return end;
    }

    private int NextVisible()
    {
        int next = Position;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next;
    }
}
