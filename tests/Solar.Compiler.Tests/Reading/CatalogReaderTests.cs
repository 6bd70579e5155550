using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

/// <summary>What an assembly's catalog says is what its declarations said.</summary>
public sealed class CatalogReaderTests
{
    private const long Samples = 1000;

    private static readonly Gen<string> Identifier = Pick("A", "_b", "Solar10B", "Größe", "Моdel", "x1", "Layers");

    private static readonly Gen<NameReference> Reference = Gen.Select(Identifier, Identifier, Gen.Bool)
        .Select((space, name, isGlobal) => NameReference.Full(isGlobal ? name : $"{space}.{name}"));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char.Where(c => !char.IsSurrogate(c)).Array[1, 20].Select(characters => new string(characters)),
        Pick("org/name", "../a b", "null", "8", "true", "~", "a: b", "'", "\"", "\\", "ü😀", "\n", "<<", "*x", "{|}"));

    private static readonly Gen<Recipe> Recipes = Gen.Recursive<Recipe>((depth, inner) =>
    {
        Gen<Recipe> source = Reference.Select(reference => (Recipe)new SourceRecipe(reference));
        Gen<Recipe> part = depth < 4 ? Gen.Frequency((1, source), (1, inner)) : source;
        return Gen.OneOf(
            Gen.Select(part, Gen.Long, Gen.Long[0, 100]).Select((b, top, bottom) => (Recipe)new UpscaleRecipe(b, top, bottom)),
            Gen.Select(part, Pick("0..24", "^8..", "..", "24..0", "any text").Array[0, 3])
                .Select((b, ranges) => (Recipe)new LayersRecipe(b, ranges.ToEquatableArray())));
    });

    private static readonly Gen<WeightsDeclaration?> Weights = Gen.Null(
        Gen.Select(Text, Gen.Null(Text)).Select((location, revision) => new WeightsDeclaration(location, revision)));

    private static readonly Gen<Expectation?> Expectations = Gen.Null(
        Gen.Select(Gen.Nullable(Gen.Long), Gen.Nullable(Gen.Long)).Select((layers, parameters) => new Expectation(layers, parameters)));

    private static readonly Gen<ModelDeclaration> Models = Gen.Select(
        Gen.Bool, Gen.Int[0, Family.All.Count - 1].SelectMany(family => Values(Family.All[family].Vocabulary).Select(values => (family, values))),
        Recipes, Weights, Gen.Null(Reference), Expectations)
        .Select((isRecipe, architecture, recipe, weights, source, expect) => new ModelDeclaration(new DeclarationName("N.M", "X"), DeclarationShape.Public)
        {
            Architecture = isRecipe ? null : new ArchitectureDeclaration(Family.All[architecture.family].ModelType, architecture.values),
            Recipe = isRecipe ? recipe : null,
            Weights = weights,
            InitializeFrom = isRecipe ? null : source,
            Expect = expect,
        });

    [Fact]
    public void Model_ReadsBackAsItWasWritten() => Models.Sample(Check, iter: Samples);

    [Fact]
    public void Stage_ReadsBackAsItWasWritten() =>
        Gen.Select(Gen.Enum<StageKind>().SelectMany(kind => Values(StageVocabulary.Of(kind)).Select(values => (kind, values))), Reference, Reference.Array[0, 3])
            .Select((stage, model, data) => new StageDeclaration(new DeclarationName("", "X"), DeclarationShape.Public)
            {
                Kind = stage.kind,
                Model = model,
                Data = data.ToEquatableArray(),
                Options = stage.values,
            })
            .Sample(Check, iter: Samples);

    [Fact]
    public void Merge_ReadsBackAsItWasWritten() =>
        Gen.Int[0, MergeVocabulary.All.Count].SelectMany(index => Merges(index == MergeVocabulary.All.Count ? null : MergeVocabulary.All[index])).Sample(Check, iter: Samples);

    private static Gen<MergeDeclaration> Merges(MergeMethod? method)
    {
        Gen<EquatableArray<MergeParameter>> parameters = Parameters(method);
        return Gen.Select(
            Gen.Select(Reference, parameters).Select(pair => new MergeInput(pair.Item1) { Parameters = pair.Item2 }).Array[0, 3],
            Gen.Null(Reference), Gen.Null(Reference), Gen.Null(Reference), Gen.Nullable(Gen.Enum<Dtype>()), Gen.Enum<VocabularyPolicy>(), parameters)
            .SelectMany(merge => Slices(merge.Item1.Length, parameters).Array[0, 3].Select(slices => new MergeDeclaration(new DeclarationName("N", "X"), DeclarationShape.Public)
            {
                Method = method?.Name ?? MergeVocabulary.Custom,
                Inputs = merge.Item1.ToEquatableArray(),
                Base = merge.Item2,
                Into = merge.Item3,
                TokenizerSource = merge.Item4,
                Dtype = merge.Item5,
                Vocabulary = merge.Item6,
                Function = method is null ? "N.Folds.Median" : null,
                Parameters = merge.Item7,
                Slices = slices.ToEquatableArray(),
            }));
    }

    private static Gen<MergeSlice> Slices(int models, Gen<EquatableArray<MergeParameter>> parameters) =>
        Gen.Select(
            Gen.Select(Pick("0..8", "^8..", "", "any text"), parameters).Select(pair => new MergeSliceSource(pair.Item1) { Parameters = pair.Item2 }).Array[models],
            Gen.Null(Pick("0..8", "..")), parameters)
            .Select(slice => new MergeSlice(slice.Item1.ToEquatableArray()) { Base = slice.Item2, Parameters = slice.Item3 });

    // Of one owner each parameter once, in ordinal order, as readers give them.
    private static Gen<EquatableArray<MergeParameter>> Parameters(MergeMethod? method)
    {
        (string Name, ConfigKind Kind)[] keys = method is null
            ? [("sharpness", ConfigKind.Number), ("Größe", ConfigKind.Number)]
            : [.. method.Keys.Select(key => (key.Name, key.Key.Kind))];
        return keys.Length == 0
            ? Gen.Const(default(EquatableArray<MergeParameter>))
            : Gen.Int[0, keys.Length - 1].SelectMany(index =>
                Gen.Select(Gen.Null(Text.Where(text => text != "*")), Values(keys[index].Kind))
                    .Select(pair => new MergeSetting(pair.Item1, pair.Item2.ToEquatableArray())).Array[1, 3]
                    .Select(settings => new MergeParameter(keys[index].Name, settings.ToEquatableArray())))
                .Array[0, 3]
                .Select(all => all.GroupBy(parameter => parameter.Name).Select(same => same.First())
                    .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ToEquatableArray());
    }

    private static Gen<double[]> Values(ConfigKind kind) => (kind switch
    {
        ConfigKind.Boolean => Gen.Int[0, 1].Select(value => (double)value),
        ConfigKind.Integer => Gen.Int[0, int.MaxValue].Select(value => (double)value),
        _ => Gen.Double[-10, 10].Select(value => value == 0 ? 0.0 : value),
    }).Array[1, 4];

    [Fact]
    public void Dataset_ReadsBackAsItWasWritten() =>
        Gen.Select(Pick("dataset", "text_file", "json_lines").SelectMany(kind => Values(DatasetVocabulary.Find(kind)!).Select(values => (kind, values))), Text)
            .Select((data, path) => new DatasetDeclaration(new DeclarationName("N", "X"), DeclarationShape.Public)
            {
                Kind = data.kind,
                Path = path,
                Options = data.values,
            })
            .Sample(Check, iter: Samples);

    [Theory]
    [InlineData("""{"diffuse": "A"}""", "The file cannot be read as YAML: it is no declaration that this compiler knows")]
    [InlineData("""{"llama": {"new_key": 1}}""", "'new_key' is no key of 'llama'")]
    [InlineData("""{"llama": """, "The file cannot be read as YAML: While parsing a node, did not find expected node content")]
    [InlineData("", "The file cannot be read as YAML: it is no declaration that this compiler knows")]
    public void EntryOfANewerCompiler_IsAFindingAndNoDeclaration(string text, string message)
    {
        CatalogReading reading = CatalogReader.Read("N.X", text);

        Assert.Null(reading.Declaration);
        Assert.Equal(message, Assert.Single(reading.Findings).Message);
    }

    private static void Check(Declaration declaration)
    {
        string text = CanonicalText.Write(declaration);
        CatalogReading reading = CatalogReader.Read(declaration.Name.FullName, text);

        Assert.Empty(reading.Findings.Select(finding => $"{finding.Message} in {text}"));
        Assert.Equal(declaration, reading.Declaration);
        Assert.Equal(text, CanonicalText.Write(reading.Declaration!));
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<ConfigValues> Values(Vocabulary vocabulary) =>
        vocabulary.Keys.Count == 0 ? Gen.Const(ConfigValues.Empty) : Gen.OneOf([.. vocabulary.Keys.Select(Entry)]).Array[0, vocabulary.Keys.Count].Select(ConfigValues.From);

    private static Gen<KeyValuePair<string, ConfigValue>> Entry(ConfigKey key)
    {
        Gen<ConfigValue> value = key.Kind switch
        {
            ConfigKind.Integer => Gen.Long.Select(ConfigValue.Of),
            ConfigKind.Number => Gen.Double.Where(double.IsFinite).Select(ConfigValue.Of),
            ConfigKind.Boolean => Gen.Bool.Select(ConfigValue.Of),
            ConfigKind.List => (key.ItemKind switch
            {
                ConfigKind.Integer => Gen.Long.Select(ConfigValue.Of),
                ConfigKind.Number => Gen.Double.Where(double.IsFinite).Select(ConfigValue.Of),
                _ => Pick(key.Choices.Count > 0 ? key.Choices.ToArray() : ["full_attention", "sliding_attention"]).Select(ConfigValue.Of),
            }).Array[0, 4].Select(items => ConfigValue.OfList(items)),
            _ when key.Choices.Count > 0 => Pick([.. key.Choices]).Select(ConfigValue.Of),
            _ => Text.Select(ConfigValue.Of),
        };
        return (key.IsNullable ? Gen.Frequency((4, value), (1, Gen.Const(ConfigValue.Null))) : value)
            .Select(v => new KeyValuePair<string, ConfigValue>(key.Name, v));
    }
}
