using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Families;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>One of our attributes on a class.</summary>
/// <param name="Word">Its word.</param>
/// <param name="Attribute">The attribute.</param>
internal readonly record struct WrittenWord(Word Word, AttributeData Attribute);

/// <summary>All of our attributes on a class, over all its parts.</summary>
internal sealed class DeclarationWords
{
    private readonly IReadOnlyList<WrittenWord> _written;

    private DeclarationWords(IReadOnlyList<WrittenWord> written) => _written = written;

    /// <summary>The one that says what the class is; a secondary one where none does.</summary>
    public WrittenWord Leading => _written[0];

    /// <summary>All of them, the leading one first.</summary>
    public IEnumerable<WrittenWord> All => _written;

    /// <summary>The words of a class; null where it carries none.</summary>
    public static DeclarationWords? Of(INamedTypeSymbol type)
    {
        var written = new List<WrittenWord>();
        foreach (AttributeData attribute in type.GetAttributes())
        {
            // C# refuses an attribute that is written twice; the first counts.
            if (attribute.AttributeClass is { } name && Word.Find(NameReferences.FullName(name)) is { } word
                && (word.IsRepeatable || written.All(w => w.Word != word)))
            {
                written.Add(new WrittenWord(word, attribute));
            }
        }

        return written.Count == 0 ? null : new DeclarationWords([.. written.OrderBy(w => w.Word.Order)]);
    }

    /// <summary>The attribute of a secondary word, or null.</summary>
    public AttributeData? Find(string word) => _written.FirstOrDefault(w => w.Word.Name == word).Attribute;

    /// <summary>The attributes of a repeatable word, in the order in which they were written.</summary>
    public IEnumerable<AttributeData> FindAll(string word) => _written.Where(w => w.Word.Name == word).Select(w => w.Attribute);

    /// <summary>Reports words that do not go together.</summary>
    public void Check(ReadingContext context)
    {
        Word leading = Leading.Word;
        if (leading.Name != Family.Decoding.ModelType && _written.FirstOrDefault(w => w.Word.Kind == WordKind.Component) is { Word: not null } component)
        {
            context.Report(Rules.ComponentWithoutDecoder, component.Word.Name + "#key", component.Word.Attribute, context.Name.Name, "write [Decoder] beside it");
            return;
        }

        if (!leading.IsPrimary)
        {
            context.Report(
                Rules.ConflictingWords, leading.Name + "#key", context.Name.Name, Listed(_written),
                "a word that says what it is, such as [Llama] or [Upscale], is missing");
            return;
        }

        List<WrittenWord> primary = [.. _written.Where(w => w.Word.IsPrimary)];
        if (primary.Count > 1)
        {
            context.Report(Rules.ConflictingWords, primary[1].Word.Name + "#key", context.Name.Name, Listed(primary), "a class is one thing");
            return;
        }

        if (Misplaced(leading) is { Count: > 0 } misplaced)
        {
            string reason = misplaced[0].Word.Name.StartsWith("merge_", StringComparison.Ordinal) ? "that belongs to a merge"
                : leading.Kind == WordKind.Recipe ? "its weights come from the recipe" : "that belongs to a model";
            context.Report(
                Rules.ConflictingWords, misplaced[0].Word.Name + "#key", context.Name.Name, Listed([Leading, .. misplaced]), reason);
        }
    }

    private List<WrittenWord> Misplaced(Word leading) => [.. _written.Where(w => (w.Word.Name, leading.Kind) switch
    {
        (_, _) when w.Word.IsPrimary => false,
        ("merge_parameter" or "merge_slice", _) => leading.Kind != WordKind.Merge,
        (_, WordKind.Architecture) => false,
        ("initialize_from", WordKind.Recipe) => true,
        (_, WordKind.Recipe) => false,
        _ => true,
    })];

    private static string Listed(IEnumerable<WrittenWord> words) => string.Join(" and ", words.Select(w => w.Word.ToString()));
}
