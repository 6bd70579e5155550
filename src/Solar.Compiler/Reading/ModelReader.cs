using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads what stands under a name of <c>models:</c>.</summary>
internal sealed class ModelReader(DeclarationReport report, DeclarationName name, DeclarationShape shape)
{
    private const string FromConfig = "from_config";

    private static readonly string[] CommonKeys = ["weights", "revision", "expect", "check_against", DeclarationWords.Accessibility];

    /// <summary>The words that make a model: families and recipes.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Family.All.Select(family => family.ModelType), Family.Decoding.ModelType, FromConfig, .. RecipeNodeReader.Words.Keys, "recipe"];

    /// <summary>Reads a model; null (reported) where it is broken.</summary>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public ModelDeclaration? Read(YamlNode node, TextRange at)
    {
        switch (node)
        {
            case YamlMapping mapping:
                return ReadMapping(mapping);
            case YamlScalar { IsNull: false, IsUnknown: false } scalar:
                return new ModelDeclaration(name, shape) { Recipe = ReadRecipe(scalar, at) };
            default:
                report.Invalid("", node, at, name.Name, "an architecture such as { llama: { … } }, or a recipe");
                return null;
        }
    }

    private ModelDeclaration? ReadMapping(YamlMapping mapping)
    {
        if (IsWithoutDecoder(mapping) || DeclarationWords.FindOne(report, mapping, Words, name.Name, "model") is not { } word)
        {
            return null;
        }

        Family? family = Family.Find(word);
        IReadOnlyList<string> own = RecipeNodeReader.Words.TryGetValue(word, out IReadOnlyList<string>? keys) ? keys : [];
        Fields fields = Fields.Read(report, mapping, word, word, [word, .. own, .. Components(family), "initialize_from", .. CommonKeys]);
        YamlEntry entry = fields.Find(word)!.Value;
        if (family is null && word != FromConfig && fields.Find("initialize_from") is { } conflict)
        {
            report.Fault(
                Rules.ConflictingWords, word, conflict.Key.Range,
                name.Name, $"'{word}' and 'initialize_from'", "a recipe says already where its weights come from");
        }

        var parts = new ModelPartsReader(report);
        return new ModelDeclaration(name, shape)
        {
            Architecture = family is null ? null : ReadArchitecture(family, entry, fields),
            Recipe = family is not null ? null : word == FromConfig ? null : word == "recipe" ? ReadRecipe(entry) : new RecipeNodeReader(report).ReadNode(word, fields),
            Weights = parts.ReadWeights(fields),
            InitializeFrom = fields.Find("initialize_from") is { } source
                ? References.Read(report, source.Value, source.ValueRange, "initialize_from", source.Key.Value, "model, stage or merge")
                : null,
            FromConfig = word == FromConfig ? parts.ReadConfigSource(entry) : null,
            CheckAgainst = fields.Find("check_against") is { } checks ? parts.ReadChecks(checks) : null,
            Expect = fields.Find("expect") is { } expect ? parts.ReadExpectation(expect) : null,
        };
    }

    // The components of a decoder stand beside it, or within it as catalogs have them.
    private static IEnumerable<string> Components(Family? family) => family == Family.Decoding ? DecoderVocabulary.Components.Select(component => component.Name) : [];

    private bool IsWithoutDecoder(YamlMapping mapping)
    {
        if (mapping.Entries.Find(entry => DecoderVocabulary.Find(entry.Key.Value) is not null) is not { Key: not null } component
            || mapping.Entries.Exists(entry => entry.Key.Value == Family.Decoding.ModelType))
        {
            return false;
        }

        report.Fault(Rules.ComponentWithoutDecoder, "", component.Key.Range, component.Key.Value, name.Name, "write 'decoder' beside it");
        return true;
    }

    private ArchitectureDeclaration? ReadArchitecture(Family family, YamlEntry entry, Fields fields)
    {
        report.Mark(family.ModelType, entry.Key.Range);
        var values = new ValuesReader(report, family.Vocabulary, []);
        if (entry.Value is YamlMapping mapping)
        {
            mapping.Entries.ForEach(values.Read);
        }
        else if (!entry.Value.IsNull)
        {
            report.Invalid(family.ModelType, entry.Value, entry.ValueRange, entry.Key.Value, "the keys of its config.json, or nothing");
        }

        if (family != Family.Decoding)
        {
            return new ArchitectureDeclaration(family.ModelType, values.Values);
        }

        List<string> components = [.. ((entry.Value as YamlMapping)?.Entries ?? []).Select(nested => nested.Key.Value).Where(key => DecoderVocabulary.Find(key) is not null)];
        foreach (string word in Components(family))
        {
            if (fields.Find(word) is { } beside)
            {
                components.Add(word);
                values.Read(beside);
            }
        }

        return new ArchitectureDeclaration(family.ModelType, DecoderVocabulary.WithComponents(values.Values, components));
    }

    private Recipe? ReadRecipe(YamlEntry entry)
    {
        report.Mark("recipe", entry);
        if (entry.Value is YamlScalar { IsNull: false, IsUnknown: false } scalar)
        {
            return ReadRecipe(scalar, entry.ValueRange);
        }

        report.Invalid("recipe", entry.Value, entry.ValueRange, "recipe", "an expression such as \"Upscale(Base, dropTop: 8, dropBottom: 8)\"");
        return null;
    }

    // The name of a model is a recipe within others; alone it would declare nothing new.
    private Recipe? ReadRecipe(YamlScalar scalar, TextRange at)
    {
        Recipe? recipe = new RecipeNodeReader(report).ReadExpression(scalar, at, element: "");
        if (recipe is not SourceRecipe)
        {
            return recipe;
        }

        report.Fault(
            Rules.MalformedRecipe, "", at,
            $"'{scalar.Description}' is the mere name of a model; a recipe is such as \"Upscale({scalar.Description}, dropTop: 8, dropBottom: 8)\"");
        return null;
    }
}
