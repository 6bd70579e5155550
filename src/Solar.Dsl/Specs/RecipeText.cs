using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;

namespace Solar.Specs;

/// <summary>A recipe as an expression, such as <c>Upscale(Drop(A, ^4..), dropTop: 1, dropBottom: 1)</c>; the expression reader reads it back.</summary>
public static class RecipeText
{
    /// <summary>The expression of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">How a name is written.</param>
    public static string Write(Recipe recipe, Func<NameReference, string> name) => recipe switch
    {
        SourceRecipe source => name(source.Source),
        LayersRecipe layers => Layers(layers, name),
        DerivedRecipe derived => $"{derived.Word.Name}({string.Join(", ", [Write(derived.Base, name), .. Arguments(derived)])})",
        _ => throw new ArgumentException($"A {recipe.GetType().Name} has no expression.", nameof(recipe)),
    };

    private static string Layers(LayersRecipe layers, Func<NameReference, string> name)
    {
        // Of one model the ranges follow its name; of several each part is indexed, as C# writes it.
        IEnumerable<string> parts = layers.Parts.Count == 1
            ? [Write(layers.Parts[0].Base, name), .. layers.Parts[0].Ranges.Select(range => range.Trim())]
            : layers.Parts.SelectMany(part => part.Ranges.Select(range => $"{Write(part.Base, name)}[{range.Trim()}]"));
        IEnumerable<string> donors = Donors(layers).Select(donor => $"{donor.Key}: {name(donor.Value)}");
        return $"Layers({string.Join(", ", parts.Concat(donors))})";
    }

    /// <summary>The models that give what stands around the layers, by the keys of YAML, as far as they were written.</summary>
    public static IEnumerable<KeyValuePair<string, NameReference>> Donors(LayersRecipe layers)
    {
        if (layers.Embeddings is { } embeddings)
        {
            yield return new("embeddings", embeddings);
        }

        if (layers.Norm is { } norm)
        {
            yield return new("norm", norm);
        }

        if (layers.Head is { } head)
        {
            yield return new("head", head);
        }
    }

    private static IEnumerable<string> Arguments(DerivedRecipe recipe)
    {
        foreach (RecipeParameter parameter in recipe.Word.Parameters)
        {
            if (recipe.Arguments.Find(parameter.Key) is not { } value)
            {
                continue;
            }

            if (parameter.IsRest)
            {
                foreach (string item in value.Items)
                {
                    yield return item.Trim();
                }
            }
            else
            {
                yield return parameter.IsPositional ? value.ToString() : $"{parameter.Name}: {value}";
            }
        }
    }
}
