using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Specs;

namespace Solar.Compiler.Tests.Joining;

/// <summary>Short words for writing programs in tests.</summary>
internal static class Programs
{
    public static ReadDeclaration Llama(string name, int layers = 32, params (string Key, ConfigValue Value)[] keys) =>
        Read(new ModelDeclaration(Name(name), DeclarationShape.Public)
        {
            Architecture = new ArchitectureDeclaration("llama", ConfigValues.From(
                keys.Select(k => new KeyValuePair<string, ConfigValue>(k.Key, k.Value))
                    .Append(new("num_hidden_layers", ConfigValue.Of((long)layers))))),
        });

    public static ReadDeclaration Mistral(string name, int layers = 32, params (string Key, ConfigValue Value)[] keys) =>
        Read(((ModelDeclaration)Llama(name, layers, keys).Declaration!) with
        {
            Architecture = new ArchitectureDeclaration("mistral", ((ModelDeclaration)Llama(name, layers, keys).Declaration!).Architecture!.Values),
        });

    public static ReadDeclaration InitializedFrom(this ReadDeclaration read, string source) =>
        Read(((ModelDeclaration)read.Declaration!) with { InitializeFrom = Reference(source) });

    public static ReadDeclaration Expecting(this ReadDeclaration read, long? layers = null, long? parameters = null) =>
        Read(((ModelDeclaration)read.Declaration!) with { Expect = new Expectation(layers, parameters) });

    public static ReadDeclaration Recipe(string name, Recipe recipe) =>
        Read(new ModelDeclaration(Name(name), DeclarationShape.Public) { Recipe = recipe });

    public static ReadDeclaration Upscale(string name, string source, long dropTop, long dropBottom) =>
        Recipe(name, new UpscaleRecipe(Source(source), dropTop, dropBottom));

    public static ReadDeclaration Layers(string name, string source, params string[] ranges) =>
        Recipe(name, new LayersRecipe(Source(source), ranges.ToEquatableArray()));

    public static ReadDeclaration Pretrain(string name, string model, string[] data, params (string Key, ConfigValue Value)[] keys) =>
        Read(new StageDeclaration(Name(name), DeclarationShape.Public)
        {
            Model = Reference(model),
            Data = data.Select(Reference).ToEquatableArray(),
            Options = ConfigValues.From(keys.Select(k => new KeyValuePair<string, ConfigValue>(k.Key, k.Value))),
        });

    public static ReadDeclaration Average(string name, params string[] models) =>
        Read(new MergeDeclaration(Name(name), DeclarationShape.Public) { Inputs = models.Select(model => new MergeInput(Reference(model))).ToEquatableArray() });

    public static ReadDeclaration Text(string name, string path = "text.txt") =>
        Read(new DatasetDeclaration(Name(name), DeclarationShape.Public) { Path = path });

    public static SourceRecipe Source(string name) => new(Reference(name));

    public static NameReference Reference(string name) => new(name, EquatableArray.Of("Paper"));

    public static JoinedProgram Join(params ReadDeclaration[] declarations) => ProgramJoiner.Join(declarations, []);

    /// <summary>Each finding as <c>ID declaration/element: message</c>.</summary>
    public static string[] Messages(this JoinedProgram program) =>
        [.. program.Findings.Select(f => $"{f.Rule.Id} {f.Where.Declaration}/{f.Where.Element}: {f.Message}")];

    private static DeclarationName Name(string name) => new("Paper", name);

    public static ReadDeclaration Read(Declaration declaration) => new(declaration.Name, declaration.Shape, declaration);
}
