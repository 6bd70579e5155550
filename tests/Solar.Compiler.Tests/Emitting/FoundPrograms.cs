using System.IO;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Programs over a checkpoint that is found, as <c>--base DIR</c> makes them: its config.json is the declaration.</summary>
internal static class FoundPrograms
{
    /// <summary>Full name of the model that is found.</summary>
    public const string Base = "Found.Tiny";

    /// <summary>Full name of what is made from it.</summary>
    public const string Grown = "Found.Grown";

    /// <summary>The model of a folder and, with a recipe, one that is made from it.</summary>
    public static JoinedProgram Of(string directory, Recipe? recipe = null)
    {
        ConfigReading config = ConfigJsonReader.Read("config.json", File.ReadAllText(Path.Combine(directory, "config.json")));
        var found = new ModelDeclaration(new DeclarationName("Found", "Tiny"), DeclarationShape.Public) { Architecture = config.Architecture };
        var grown = new ModelDeclaration(new DeclarationName("Found", "Grown"), DeclarationShape.Public) { Recipe = recipe };
        ModelDeclaration[] models = recipe is null ? [found] : [found, grown];

        JoinedProgram program = ProgramJoiner.Join(models.Select(model => new ReadDeclaration(model.Name, model.Shape, model)), []);
        Assert.Empty(program.Broken);
        return program;
    }

    /// <summary>Depth up-scaling of the found model.</summary>
    public static Recipe Upscale(int dropTop, int dropBottom) => new UpscaleRecipe(new SourceRecipe(NameReference.Full(Base)), dropTop, dropBottom);

    /// <summary>Layer ranges of the found model.</summary>
    public static Recipe Layers(params string[] ranges) => new LayersRecipe(new SourceRecipe(NameReference.Full(Base)), ranges.ToEquatableArray());
}
