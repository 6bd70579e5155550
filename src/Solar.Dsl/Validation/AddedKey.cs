using System;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>A key that a mend adds, as each notation has it.</summary>
/// <param name="Yaml">In a node of YAML, such as <c>policy: mean</c>.</param>
public sealed record AddedKey(string Yaml)
{
    /// <summary>As an argument of an attribute, such as <c>Vocabulary = VocabularyPolicy.Common</c>; null where it cannot be left out there.</summary>
    public string? CSharp { get; init; }

    /// <summary>As an argument of a recipe's expression, such as <c>mean</c>; null where no expression has it.</summary>
    public string? Expression { get; init; }

    /// <summary>What stands behind an element when the key is added; null where its notation has no such key.</summary>
    /// <param name="element">The element.</param>
    /// <param name="locations">Where the declaration's elements stand, from which its notation can be told.</param>
    public string? Text(string element, DeclarationLocations locations)
    {
        bool isCSharp = locations.FindWritten(element)?.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) == true;
        SourceLocation? key = locations.FindWritten(element + "#key") ?? (element.EndsWith("#end", StringComparison.Ordinal) ? locations.FindWritten(Word(element) + "#key") : null);
        if (isCSharp && CSharp is not null)
        {
            return ", " + CSharp;
        }

        // Only nodes of YAML have keys of their own; an expression's arguments have none.
        if (isCSharp || key is null)
        {
            return Expression is null ? null : ", " + Expression;
        }

        SourceLocation? first = locations.FindWritten(Word(element) + "#key") ?? locations.FindWritten(Word(element));
        bool isOneLine = first is null || (first.Start == key.Start ? locations.FindWritten("")?.StartLine : first.StartLine) == key.StartLine;
        return isOneLine ? ", " + Yaml : "\n" + new string(' ', key.StartColumn) + Yaml;
    }

    // resize_vocabulary.size and linear.models#end belong to the words before them.
    private static string Word(string element) => element.Substring(0, element.LastIndexOf('.'));
}
