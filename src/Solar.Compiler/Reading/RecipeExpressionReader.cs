using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads recipe expressions as YAML and <c>[Recipe]</c> write them: <c>Upscale(SolarBase, dropTop: 8, dropBottom: 8)</c>,
/// <c>Layers(Upscale(A, 2, 2), 0..24, ^8..)</c>. A bare name is the recipe that takes it as it is.
/// </summary>
public static class RecipeExpressionReader
{
    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="element">Path of the place where it stands, such as <c>upscale.base</c>; empty where it is a whole declaration.</param>
    /// <param name="reference">Makes a reference of a written name.</param>
    public static RecipeReading Read(string text, string element, Func<string, NameReference> reference) =>
        Read(text, element, (name, _) => reference(name));

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="element">Path of the place where it stands, such as <c>upscale.base</c>; empty where it is a whole declaration.</param>
    /// <param name="reference">Makes a reference of a written name and its first character's place in the text.</param>
    public static RecipeReading Read(string text, string element, Func<string, int, NameReference> reference)
    {
        var reader = new Reader(text, reference);
        Recipe? recipe = reader.ReadAll(element);
        return new RecipeReading(recipe, reader.Elements.ToEquatableArray(), reader.Fault);
    }

    private sealed class Reader(string text, Func<string, int, NameReference> reference)
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
                return ReadSource(name, element);
            }

            Recipe? recipe = name.Text == "Layers" ? ReadLayers(name, Join(element, LayersRecipe.Key), depth)
                : RecipeVocabulary.FindByName(name.Text) is { } word ? ReadDerived(word, name, Join(element, word.Key), depth)
                : Wrong($"'{name.Text}' is no recipe{Suggestion.For(name.Text, RecipeVocabulary.Names)}", name);
            if (element.Length > 0)
            {
                Mark(element, name.Start, _cursor.Position);
            }

            return recipe;
        }

        private Recipe? ReadSource(RecipeToken name, string element)
        {
            Mark(element, name.Start, name.End);
            return NameScopes.IsName(name.Text) ? new SourceRecipe(reference(name.Text, name.Start)) : Wrong($"'{name.Text}' is a keyword of C#", name);
        }

        private DerivedRecipe? ReadDerived(RecipeWord word, RecipeToken name, string element, int depth)
        {
            Mark(element, name.Start, name.End);
            if (ReadRecipe(element + ".base", depth + 1) is not { } source
                || new RecipeArgumentsReader(_cursor, word, element, Mark).Read() is not { } arguments
                || !ReadEnd())
            {
                return null;
            }

            if (word.Missing(arguments) is { } missing)
            {
                _cursor.Report($"'{word.Name}' needs '{missing.Name}'", name.Start, name.End);
                return null;
            }

            return word.Make(source, arguments);
        }

        private LayersRecipe? ReadLayers(RecipeToken word, string element, int depth)
        {
            Mark(element, word.Start, word.End);
            var parts = new List<(Recipe Base, List<string> Ranges)>();
            var donors = new Dictionary<string, NameReference>(StringComparer.Ordinal);
            int first = Elements.Count;
            do
            {
                if (parts.Count > 0 && _cursor.IsAt(c => char.IsDigit(c) || c is '^' or '.' or ',' or ')' or '-'))
                {
                    if (!ReadRange(element, parts))
                    {
                        return null;
                    }
                }
                else if (parts.Count > 0 && TryReadDonor(element, donors) is { } isRead)
                {
                    if (!isRead)
                    {
                        return null;
                    }
                }
                else if (!ReadPart(element, parts, first, depth))
                {
                    return null;
                }
            }
            while (_cursor.TryTake(','));

            if (!ReadEnd())
            {
                return null;
            }

            if (parts.Exists(part => part.Ranges.Count == 0))
            {
                _cursor.Report("'Layers' needs a layer range such as '0..24'", word.Start, word.End);
                return null;
            }

            NameReference? Donor(string key) => donors.TryGetValue(key, out NameReference? name) ? name : null;
            return new LayersRecipe(parts.Select(part => new LayersPart(part.Base, part.Ranges.ToEquatableArray())).ToEquatableArray())
            {
                Embeddings = Donor("embeddings"),
                Norm = Donor("norm"),
                Head = Donor("head"),
            };
        }

        // A or A[0..16]. Paths of one model are short; a second one gives each its number.
        private bool ReadPart(string element, List<(Recipe Base, List<string> Ranges)> parts, int first, int depth)
        {
            if (parts.Count == 1)
            {
                for (int i = first; i < Elements.Count; i++)
                {
                    string own = Elements[i].Element;
                    if (own.StartsWith(element + ".base", StringComparison.Ordinal) || own.StartsWith(element + ".ranges", StringComparison.Ordinal))
                    {
                        Elements[i] = Elements[i] with { Element = $"{element}.parts[0]{own.Substring(element.Length)}" };
                    }
                }
            }

            if (ReadRecipe(PartPath(element, parts.Count) + ".base", depth + 1) is not { } source)
            {
                return false;
            }

            parts.Add((source, []));
            if (!_cursor.TryTake('['))
            {
                return true;
            }

            do
            {
                if (!ReadRange(element, parts))
                {
                    return false;
                }
            }
            while (_cursor.TryTake(','));

            if (!_cursor.TryTake(']'))
            {
                _cursor.Expect("',' or ']'");
                return false;
            }

            return true;
        }

        private bool ReadRange(string element, List<(Recipe Base, List<string> Ranges)> parts)
        {
            RecipeToken range = _cursor.ReadArgument();
            string? fault = range.Text.Length == 0
                ? "expected a layer range such as '0..24', '8..' or '^8..'"
                : RecipeArgumentsReader.RangeFault(range.Text);
            if (fault is not null)
            {
                _cursor.Report(fault, range.Start, range.End);
                return false;
            }

            List<string> ranges = parts[parts.Count - 1].Ranges;
            Mark(FormattableString.Invariant($"{PartPath(element, parts.Count - 1)}.ranges[{ranges.Count}]"), range.Start, range.End);
            ranges.Add(string.Concat(range.Text.Where(c => !char.IsWhiteSpace(c))));
            return true;
        }

        // embeddings: A. Null where it is something else.
        private bool? TryReadDonor(string element, Dictionary<string, NameReference> donors)
        {
            int before = _cursor.Position;
            if (_cursor.ReadName() is not { } key || !_cursor.TryTake(':'))
            {
                _cursor.Return(before);
                return null;
            }

            if (!LayersKeys.Donors.Contains(key.Text) || donors.ContainsKey(key.Text))
            {
                Wrong(donors.ContainsKey(key.Text)
                    ? $"'{key.Text}' is written twice"
                    : $"'Layers' has no '{key.Text}'{Suggestion.For(key.Text, LayersKeys.Donors)}", key);
                return false;
            }

            if (_cursor.ReadName() is not { } name)
            {
                _cursor.Expect("the name of a model");
                return false;
            }

            if (ReadSource(name, $"{element}.{key.Text}") is not SourceRecipe source)
            {
                return false;
            }

            donors.Add(key.Text, source.Source);
            return true;
        }

        private bool ReadEnd()
        {
            if (_cursor.TryTake(')'))
            {
                return true;
            }

            _cursor.Expect("',' or ')'");
            return false;
        }

        private void Mark(string element, int start, int end) => Elements.Add(new RecipeElement(element, start, end - start));

        private Recipe? Wrong(string message, RecipeToken token)
        {
            _cursor.Report(message, token.Start, token.End);
            return null;
        }

        private static string PartPath(string element, int index) => index == 0 ? element : FormattableString.Invariant($"{element}.parts[{index}]");

        private static string Join(string element, string word) => element.Length == 0 ? word : element + "." + word;
    }
}
