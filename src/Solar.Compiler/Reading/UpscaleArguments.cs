using System.Collections.Generic;
using System.Globalization;

namespace Solar.Compiler.Reading;

/// <summary>The arguments of <c>Upscale</c> after its base: two whole numbers, by name or by position as in C#.</summary>
internal static class UpscaleArguments
{
    /// <summary>Their names in expressions.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dropTop", "dropBottom"];

    /// <summary>Their names in YAML.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["drop_top", "drop_bottom"];

    /// <summary>Reads one argument into <paramref name="drops"/>; null (reported) where it is none.</summary>
    public static (int Index, RecipeToken Value)? Read(RecipeCursor cursor, int position, long?[] drops)
    {
        int before = cursor.Position;
        RecipeToken? name = cursor.ReadName();
        int index = position;
        if (name is { } named && cursor.TryTake(':'))
        {
            index = IndexOf(named.Text);
            if (index < 0)
            {
                return Fault(cursor, $"'Upscale' has no '{named.Text}'{Suggestion.For(named.Text, Names)}", named);
            }

            if (drops[index] is not null)
            {
                return Fault(cursor, $"'{named.Text}' is written twice", named);
            }
        }
        else
        {
            cursor.Return(before);
        }

        RecipeToken value = cursor.ReadArgument();
        if (index >= Names.Count)
        {
            return Fault(cursor, "'Upscale' takes a base, 'dropTop' and 'dropBottom', and nothing else", value);
        }

        if (drops[index] is not null)
        {
            return Fault(cursor, $"'{Names[index]}' is written twice", value);
        }

        if (!TryParse(value.Text, out long drop))
        {
            string message = value.Text.Length == 0 ? $"expected a whole number for '{Names[index]}'" : $"'{value.Text}' is no whole number";
            return Fault(cursor, message, value);
        }

        drops[index] = drop;
        return (index, value);
    }

    private static int IndexOf(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static (int Index, RecipeToken Value)? Fault(RecipeCursor cursor, string message, RecipeToken token)
    {
        cursor.Report(message, token.Start, token.End);
        return null;
    }
}
