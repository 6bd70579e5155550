using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads recipe expressions as YAML and <c>[Recipe]</c> write them: <c>Upscale(SolarBase, dropTop: 8, dropBottom: 8)</c>,
/// <c>Layers(Upscale(A, 2, 2), 0..24, ^8..)</c>. A bare name is the recipe that takes it as it is.
/// </summary>
public static class RecipeExpressionReader
{
    private static readonly string[] Words = ["Upscale", "Layers"];

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="element">Path of the place where it stands, such as <c>upscale.base</c>; empty where it is a whole declaration.</param>
    /// <param name="reference">Makes a reference of a written name.</param>
    public static RecipeReading Read(string text, string element, Func<string, NameReference> reference)
    {
        var reader = new Reader(text, reference);
        Recipe? recipe = reader.ReadAll(element);
        return new RecipeReading(recipe, reader.Elements.ToEquatableArray(), reader.Fault);
    }

    private sealed class Reader(string text, Func<string, NameReference> reference)
    {
        private readonly RecipeCursor _cursor = new(text);

        public List<RecipeElement> Elements { get; } = [];

        public RecipeFault? Fault => _cursor.Fault;

        public Recipe? ReadAll(string element)
        {
            Recipe? recipe = ReadRecipe(element, depth: 0);
            if (recipe is not null && !_cursor.IsAtEnd)
            {
                _cursor.Expect("the end of the recipe");
            }

            return Fault is null ? recipe : null;
        }

        private Recipe? ReadRecipe(string element, int depth)
        {
            if (_cursor.ReadName() is not { } name)
            {
                _cursor.Expect("a recipe or the name of a model");
                return null;
            }

            if (depth > YamlLimits.Depth)
            {
                return Wrong($"it is nested more than {YamlLimits.Depth} deep", name);
            }

            if (!_cursor.TryTake('('))
            {
                Mark(element, name.Start, name.End);
                return NameScopes.IsName(name.Text) ? new SourceRecipe(reference(name.Text)) : Wrong($"'{name.Text}' is a keyword of C#", name);
            }

            Recipe? recipe = name.Text switch
            {
                "Upscale" => ReadUpscale(name, Join(element, "upscale"), depth),
                "Layers" => ReadLayers(name, Join(element, "layers"), depth),
                _ => Wrong($"'{name.Text}' is no recipe{Suggestion.For(name.Text, Words)}", name),
            };
            if (element.Length > 0)
            {
                Mark(element, name.Start, _cursor.Position);
            }

            return recipe;
        }

        private UpscaleRecipe? ReadUpscale(RecipeToken word, string element, int depth)
        {
            Mark(element, word.Start, word.End);
            if (ReadRecipe(element + ".base", depth + 1) is not { } source)
            {
                return null;
            }

            var drops = new long?[UpscaleArguments.Names.Count];
            for (int position = 0; _cursor.TryTake(','); position++)
            {
                if (UpscaleArguments.Read(_cursor, position, drops) is not { } argument)
                {
                    return null;
                }

                Mark($"{element}.{UpscaleArguments.Keys[argument.Index]}", argument.Value.Start, argument.Value.End);
            }

            if (!_cursor.TryTake(')'))
            {
                _cursor.Expect("',' or ')'");
                return null;
            }

            int missing = Array.IndexOf(drops, null);
            if (missing >= 0)
            {
                _cursor.Report($"'Upscale' needs '{UpscaleArguments.Names[missing]}'", word.Start, word.End);
                return null;
            }

            return new UpscaleRecipe(source, drops[0]!.Value, drops[1]!.Value);
        }

        private LayersRecipe? ReadLayers(RecipeToken word, string element, int depth)
        {
            Mark(element, word.Start, word.End);
            if (ReadRecipe(element + ".base", depth + 1) is not { } source)
            {
                return null;
            }

            var ranges = new List<string>();
            while (_cursor.TryTake(','))
            {
                RecipeToken range = _cursor.ReadArgument();
                if (!LayerRange.TryParse(range.Text, out _))
                {
                    _cursor.Report(
                        range.Text.Length == 0
                            ? "expected a layer range such as '0..24', '8..' or '^8..'"
                            : $"'{range.Text}' is no layer range such as '0..24', '8..' or '^8..'",
                        range.Start, range.End);
                    return null;
                }

                Mark(FormattableString.Invariant($"{element}.ranges[{ranges.Count}]"), range.Start, range.End);
                ranges.Add(string.Concat(range.Text.Where(c => !char.IsWhiteSpace(c))));
            }

            if (!_cursor.TryTake(')'))
            {
                _cursor.Expect("',' or ')'");
                return null;
            }

            if (ranges.Count == 0)
            {
                _cursor.Report("'Layers' needs a layer range such as '0..24'", word.Start, word.End);
                return null;
            }

            return new LayersRecipe(source, ranges.ToEquatableArray());
        }

        private void Mark(string element, int start, int end) => Elements.Add(new RecipeElement(element, start, end - start));

        private Recipe? Wrong(string message, RecipeToken token)
        {
            _cursor.Report(message, token.Start, token.End);
            return null;
        }

        private static string Join(string element, string word) => element.Length == 0 ? word : element + "." + word;
    }
}
