using System;
using System.IO;
using System.Linq;
using Solar.Lab.Compilation;
using Solar.Runtime;
using Xunit;
using static TorchSharp.torch.nn;

namespace Solar.Lab.Tests.Compilation;

public sealed class InProcessCompilerTests : IDisposable
{
    private const string Config = """
        {
          "model_type": "llama", "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 3,
          "num_attention_heads": 2, "vocab_size": 20, "max_position_embeddings": 32
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-compile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ConfigAndRecipe_BecomeTypesThatRun()
    {
        CompiledProgram program = new InProcessCompiler().Compile(Source(Config, "\"Upscale(Base, dropTop: 1, dropBottom: 1)\""));

        object description = program.Invoke(Method(nameof(DescribeAndRun)), ["Grown"])!;

        Assert.Equal([0, 1, 1, 2], ((ModelDescription)description).LayerMap);
        Assert.Equal("Upscale(Base, dropTop: 1, dropBottom: 1)", ((ModelDescription)description).Recipe);
        Assert.Equal(3, ((ModelDescription)description).SourceLayerCount);
    }

    [Fact]
    public void SameProgramTwice_GivesTheSameTypes()
    {
        string recipe = "\"Upscale(Base, dropTop: 0, dropBottom: 1)\"";
        CompiledProgram first = new InProcessCompiler().Compile(Source(Config, recipe));
        CompiledProgram second = new InProcessCompiler().Compile(Source(Config, recipe));

        Assert.Equal(first.Hash, second.Hash);
        Assert.Same(first["Grown"], second["Grown"]);
    }

    [Fact]
    public void OtherRecipe_HasAnotherHashAndAnotherFileInTheCache()
    {
        string cache = Path.Combine(_folder, "cache");
        var compiler = new InProcessCompiler(cache);

        CompiledProgram one = compiler.Compile(Source(Config, "{ layers: Base, ranges: [\"0..3\", \"2..3\"] }"));
        CompiledProgram other = compiler.Compile(Source(Config, "{ layers: Base, ranges: [\"0..3\", \"1..3\"] }"));

        Assert.NotEqual(one.Hash, other.Hash);
        Assert.Equal(2, Directory.GetFiles(cache, "*.dll").Length);
        Assert.Empty(Directory.GetFiles(cache, "*.tmp"));
    }

    [Fact]
    public void CacheThatCannotBeWritten_CostsNothingButTime()
    {
        string file = Path.Combine(_folder, "a-file");
        File.WriteAllText(file, "not a folder");

        CompiledProgram program = new InProcessCompiler(Path.Combine(file, "cache"))
            .Compile(Source(Config, "{ layers: Base, ranges: [\"0..3\", \"0..3\"] }"));

        Assert.Equal("Grown", program["Grown"].Name);
    }

    [Fact]
    public void BrokenRecipe_NamesRuleAndPlace()
    {
        DeclarationException exception = Assert.Throws<DeclarationException>(
            () => new InProcessCompiler().Compile(Source(Config, "{ upscale: Base, drop_top: 3, drop_bottom: 1 }")));

        Assert.Equal("recipe(3,37): SOLAR204: dropTop 3 leaves no layer of the 3 of 'Base': expected 0 to 2", exception.Message);
        Assert.Equal("SOLAR204", Assert.Single(exception.Findings).Rule.Id);
    }

    [Fact]
    public void UnknownKeyOfAConfig_IsNamedWithItsPlace()
    {
        string config = Config.Replace("\"hidden_size\"", "\"hidden_sizes\"", StringComparison.Ordinal);

        DeclarationException exception = Assert.Throws<DeclarationException>(
            () => new InProcessCompiler().Compile(Source(config, "{ layers: Base, ranges: [\"0..3\"] }")));

        Assert.Contains("config.json(2,26): SOLAR002: 'hidden_sizes' is no key of 'llama'; did you mean 'hidden_size'?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderWithoutAConfig_IsRefused()
    {
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => new ProgramSource().AddCheckpoint("Base", _folder));

        Assert.Contains("has no config.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NameThatWasNotDeclared_IsRefused()
    {
        CompiledProgram program = new InProcessCompiler().Compile(Source(Config, "{ layers: Base, ranges: [\"0..3\", \"2..3\"] }"));

        Assert.Equal("The program declares no 'Grow'. (Parameter 'name')", Assert.Throws<ArgumentException>(() => program["Grow"]).Message);
    }

    private ProgramSource Source(string config, string recipe)
    {
        string checkpoint = Path.Combine(_folder, "checkpoint");
        Directory.CreateDirectory(checkpoint);
        File.WriteAllText(Path.Combine(checkpoint, "config.json"), config);
        return new ProgramSource().AddCheckpoint("Base", checkpoint)
            .AddYaml("recipe", $"namespace: {ProgramSource.Namespace}\nmodels:\n  Grown: {recipe}\n");
    }

    private static System.Reflection.MethodInfo Method(string name) =>
        typeof(InProcessCompilerTests).GetMethod(name, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static ModelDescription DescribeAndRun<TModel>()
        where TModel : Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel model = TModel.Create();
        using TorchSharp.torch.Tensor ids = TorchSharp.torch.ones([1, 5], dtype: TorchSharp.torch.ScalarType.Int64);
        using TorchSharp.torch.Tensor logits = model.forward(ids);
        Assert.Equal([1, 5, 20], logits.shape);
        Assert.Equal(TModel.Description.ParameterCount, model.parameters().Sum(parameter => parameter.numel()));
        return TModel.Description;
    }
}
