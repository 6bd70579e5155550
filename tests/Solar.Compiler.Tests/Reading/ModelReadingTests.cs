using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class ModelReadingTests
{
    [Fact]
    public void Architecture_GivesTheWrittenKeysInTheKindOfTheVocabulary()
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>("""
            namespace: Paper
            models:
              SolarBase: { llama: { hidden_size: 4_096, rope_theta: 1e4, rms_norm_eps: 1e-05, tie_word_embeddings: True, torch_dtype: bfloat16, pad_token_id: ~ } }
            """);

        Assert.Equal("Paper.SolarBase", model.Name.FullName);
        Assert.Equal(DeclarationShape.Public, model.Shape);
        Assert.Equal("llama", model.Architecture!.Family);
        Assert.Equal(
            [
                new("dtype", ConfigValue.Of("bfloat16")), new("hidden_size", ConfigValue.Of(4096L)), new("pad_token_id", ConfigValue.Null),
                new("rms_norm_eps", ConfigValue.Of(1e-5)), new("rope_theta", ConfigValue.Of(10000.0)), new("tie_word_embeddings", ConfigValue.Of(true)),
            ],
            model.Architecture.Values.Entries);
    }

    [Theory]
    [InlineData("rope_scaling: { rope_type: llama3, factor: 8, original_max_position_embeddings: 16 }")]
    [InlineData("rope_scaling: { type: llama3, factor: 8.0, original_max_position_embeddings: 16 }")]
    [InlineData("rope_parameters: { rope_type: llama3, factor: 8.0, original_max_position_embeddings: 16 }")]
    public void RopeScaling_MeansTheSameInEverySpelling(string scaling)
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>($"models: {{ A: {{ llama: {{ {scaling} }} }} }}");

        Assert.Equal(
            [
                new("rope_scaling.factor", ConfigValue.Of(8.0)), new("rope_scaling.original_max_position_embeddings", ConfigValue.Of(16L)),
                new("rope_scaling.rope_type", ConfigValue.Of("llama3")),
            ],
            model.Architecture!.Values.Entries);
    }

    [Theory]
    [InlineData("rope_parameters: { rope_type: default, rope_theta: 500000.0 }, rope_scaling: null")]
    [InlineData("rope_theta: 500000")]
    public void RopeTheta_MeansTheSameWhereverItStands(string keys)
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>($"models: {{ A: {{ llama: {{ {keys} }} }} }}");

        Assert.Equal([new ConfigEntry("rope_theta", ConfigValue.Of(500000.0))], model.Architecture!.Values.Entries);
    }

    [Theory]
    [InlineData("weights: org/name, revision: v0.1")]
    [InlineData("weights: { location: org/name, revision: v0.1 }")]
    public void Weights_MayNameARevision(string weights)
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>($"models: {{ A: {{ llama: {{}}, {weights} }} }}");

        Assert.Equal(new WeightsDeclaration("org/name", "v0.1"), model.Weights);
        Assert.Equal(new ArchitectureDeclaration("llama", ConfigValues.Empty), model.Architecture);
    }

    [Fact]
    public void OtherKeys_AreRead()
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>("""
            namespace: A.B
            using: [C, D.E]
            models:
              X:
                llama:
                initialize_from: Other.Y
                weights: ../weights
                expect: { num_hidden_layers: 48, parameters: 10_731_524_096 }
                accessibility: internal
            """);

        Assert.Equal(new NameReference("Other.Y", EquatableArray.Of("A.B", "A")) { Usings = EquatableArray.Of("C", "D.E") }, model.InitializeFrom);
        Assert.Equal(new WeightsDeclaration("../weights", null), model.Weights);
        Assert.Equal(new Expectation(48, 10_731_524_096), model.Expect);
        Assert.Equal("internal", model.Shape.Accessibility);
    }

    [Fact]
    public void GlobalName_IsFull()
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>("namespace: A\nmodels: { X: { llama: {}, initialize_from: global::B.Y } }");

        Assert.Equal(NameReference.Full("B.Y"), model.InitializeFrom);
    }

    [Fact]
    public void BrokenModel_IsAStubWithItsName()
    {
        YamlProgram program = Yaml.Check(
            "namespace: P\nmodels:\n  X: { llama: { {|SOLAR002:hiden_size|}: 8 }, accessibility: internal }\n  Y: { mistral: }",
            "'hiden_size' is no key of 'llama'; did you mean 'hidden_size'?");

        ReadDeclaration stub = program.Declarations[0].Read;
        Assert.Null(stub.Declaration);
        Assert.Equal(("P.X", "internal"), (stub.Name.FullName, stub.Shape.Accessibility));
        Assert.NotNull(program.Declarations[1].Read.Declaration);
    }

    [Theory]
    [InlineData("llama: { {|SOLAR002:HiddenSize|}: 8 }", "'HiddenSize' is no key of 'llama'; did you mean 'hidden_size'?")]
    [InlineData("llama: { {|SOLAR002:zzz|}: 8 }", "'zzz' is no key of 'llama'")]
    [InlineData("llama: { rope_scaling: { rope_type: linear, {|SOLAR002:factr|}: 8 } }", "'factr' is no key of 'rope_scaling'; did you mean 'factor'?")]
    [InlineData("llama: { hidden_size: 8, {|SOLAR003:hidden_size|}: 8 }", "'hidden_size' is written twice")]
    [InlineData("llama: { dtype: float32, {|SOLAR003:torch_dtype|}: float32 }", "'torch_dtype' is written twice")]
    [InlineData("llama: { hidden_size: {|SOLAR007:\"8\"|} }", "'8' is no value of 'hidden_size': expected a whole number")]
    [InlineData("llama: { hidden_size: {|SOLAR007:8.5|} }", "'8.5' is no value of 'hidden_size': expected a whole number")]
    [InlineData("llama: { {|SOLAR007:hidden_size|}: }", "'null' is no value of 'hidden_size': expected a whole number")]
    [InlineData("llama: { hidden_size: {|SOLAR007:[8, 9]|} }", "'a list' is no value of 'hidden_size': expected a whole number")]
    [InlineData("llama: { hidden_size: {|SOLAR007:{ a: b }|} }", "'a mapping' is no value of 'hidden_size': expected a whole number")]
    [InlineData("llama: { vocab_size: {|SOLAR007:99999999999999999999|} }", "'99999999999999999999' is no value of 'vocab_size': expected a whole number of at most 64 bits")]
    [InlineData("llama: { head_dim: {|SOLAR007:wide|} }", "'wide' is no value of 'head_dim': expected a whole number or null")]
    [InlineData("llama: { rope_theta: {|SOLAR007:1e999|} }", "'1e999' is no value of 'rope_theta': expected a number")]
    [InlineData("llama: { rope_theta: {|SOLAR007:.nan|} }", "'.nan' is no value of 'rope_theta': expected a number")]
    [InlineData("llama: { mlp_bias: {|SOLAR007:yes|} }", "'yes' is no value of 'mlp_bias': expected true or false")]
    [InlineData("llama: { hidden_act: {|SOLAR007:silo|} }", "'silo' is no value of 'hidden_act': expected one of 'silu', 'gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh', 'quick_gelu', 'relu'; did you mean 'silu'?")]
    [InlineData("llama: { rope_scaling: {|SOLAR007:linear|} }", "'linear' is no value of 'rope_scaling': expected a mapping or null")]
    [InlineData("llama: {|SOLAR007:7B|}", "'7B' is no value of 'llama': expected the keys of its config.json, or nothing")]
    [InlineData("{|SOLAR002:lama|}: {}", "'lama' is no key of 'model'; did you mean 'llama'?")]
    [InlineData("llama: {}, {|SOLAR002:initialise_from|}: Y", "'initialise_from' is no key of 'llama'; did you mean 'initialize_from'?")]
    [InlineData("llama: {}, {|SOLAR009:mistral|}: {}", "'X' is declared by 'llama' and 'mistral': write one of them")]
    [InlineData("llama: {}, {|SOLAR003:llama|}: {}", "'llama' is written twice")]
    [InlineData("llama: {}, initialize_from: {|SOLAR007:3 Y|}", "'3 Y' is no value of 'initialize_from': expected the name of a model, stage or merge")]
    [InlineData("llama: {}, weights: {|SOLAR007:\"\"|}", "'' is no value of 'weights': expected a folder, or org/name in the local Hugging Face cache")]
    [InlineData("llama: {}, {|SOLAR011:weights|}: { revision: main }", "'weights' needs 'location'")]
    [InlineData("llama: {}, revision: a, weights: { location: b, {|SOLAR003:revision|}: c }", "'revision' is written twice")]
    [InlineData("llama: {}, {|SOLAR011:revision|}: main", "'revision' needs 'weights'")]
    [InlineData("llama: {}, expect: {|SOLAR007:48|}", "'48' is no value of 'expect': expected a mapping of num_hidden_layers, parameters or both")]
    [InlineData("llama: {}, expect: { {|SOLAR002:layers|}: 48 }", "'layers' is no key of 'expect'; known are 'num_hidden_layers' and 'parameters'")]
    [InlineData("llama: {}, expect: { num_hidden_layers: {|SOLAR007:many|} }", "'many' is no value of 'num_hidden_layers': expected a whole number")]
    [InlineData("llama: {}, accessibility: {|SOLAR007:private|}", "'private' is no value of 'accessibility': expected 'public' or 'internal'")]
    public void WrongKeyOrValue_IsMarkedItself(string model, string message) => Yaml.Check($"models:\n  X: {{ {model} }}\n", message);

    [Fact]
    public void ModelWithoutAWord_IsMarkedByItsName() => Yaml.Check(
        "models:\n  {|SOLAR009:X|}: { weights: org/name }\n",
        "'X' is declared by no word: a model needs a family such as 'llama', a recipe such as 'upscale', or 'from_config'");

    [Fact]
    public void ModelWithNothing_IsMarkedByItsName() => Yaml.Check(
        "models:\n  {|SOLAR007:X|}:\n",
        "'null' is no value of 'X': expected an architecture such as { llama: { … } }, or a recipe");

    [Fact]
    public void Elements_StandWhereTheyAreWritten()
    {
        const string Text = """
            models:
              X:
                "llama": { hidden_size:  4096, 'rope_scaling': { type: "linear", factor: 2 } } # comment
                initialize_from: Y
                weights: { location: 'org/name' }
                expect: { parameters: 12 }
            """;

        Assert.Equal("X", Yaml.At(Text, ""));
        Assert.Equal("\"llama\"", Yaml.At(Text, "llama"));
        Assert.Equal("4096", Yaml.At(Text, "llama.hidden_size"));
        Assert.Equal("hidden_size", Yaml.At(Text, "llama.hidden_size#key"));
        Assert.Equal("{ type: \"linear\", factor: 2 }", Yaml.At(Text, "llama.rope_scaling"));
        Assert.Equal("\"linear\"", Yaml.At(Text, "llama.rope_scaling.rope_type"));
        Assert.Equal("type", Yaml.At(Text, "llama.rope_scaling.rope_type#key"));
        Assert.Equal("Y", Yaml.At(Text, "initialize_from"));
        Assert.Equal("'org/name'", Yaml.At(Text, "weights.location"));
        Assert.Equal("expect", Yaml.At(Text, "expect"));
        Assert.Equal("12", Yaml.At(Text, "expect.parameters"));
    }

    [Fact]
    public void MovedLines_ChangeNoDeclaration()
    {
        const string Text = "namespace: P\nmodels:\n  X: { llama: { hidden_size: 8 }, weights: a/b }\n";

        Assert.Equal(
            Yaml.Read(Text).Declarations.Select(d => d.Read),
            Yaml.Read("# moved\n\n" + Text.Replace(": {", ":  {", System.StringComparison.Ordinal)).Declarations.Select(d => d.Read));
    }
}
