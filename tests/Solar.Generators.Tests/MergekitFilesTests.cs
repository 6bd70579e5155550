using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>mergekit's files among a project's additional files are declarations like any other.</summary>
public class MergekitFilesTests
{
    private const string Models = """
        using Solar;
        namespace Paper;
        [Llama(NumHiddenLayers = 4), Weights("org/one")] public partial class One;
        [Llama(NumHiddenLayers = 4), Weights("org/two")] public partial class Two;
        """;

    private const string Mergekit = """
        merge_method: slerp
        base_model: org/one
        models: [{ model: org/one }, { model: org/two }]
        parameters: { t: [{ filter: mlp, value: [0, 1] }, { value: 0.5 }] }
        dtype: float32
        x-solar: { namespace: Paper, name: Arc }
        """;

    [Fact]
    public void File_GivesWhatTheAttributesGive()
    {
        TestRun left = TestProgram.Of(Models + """

            [Slerp(typeof(One), typeof(Two), T = 0.5, Dtype = Dtype.Float32, TokenizerSource = typeof(One)), MergeParameter("t", 0, 1, Filter = "mlp")]
            public partial class Arc;
            """).Run();
        TestRun right = TestProgram.Of(Models).With([("arc.mergekit.yml", Mergekit)]).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        right.AssertCompiles();
    }

    [Fact]
    public void MistakeInAFile_IsReportedWhereItStands()
    {
        TestRun run = TestProgram.Of(Models).With([("arc.mergekit.yml", Mergekit.Replace("slerp", "slerpp", System.StringComparison.Ordinal))]).Run();

        Diagnostic diagnostic = Assert.Single(run.Reported);
        Assert.Equal("SOLAR007", diagnostic.Id);
        Assert.Equal(("arc.mergekit.yml", 14), (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.SourceSpan.Start));
        run.AssertCompiles();
    }

    [Fact]
    public void ModelThatTheProgramLacks_IsReportedWhereItStands()
    {
        TestRun run = TestProgram.Of(Models).With([("arc.mergekit.yml", Mergekit.Replace("model: org/two", "model: org/three", System.StringComparison.Ordinal))]).Run();

        Diagnostic diagnostic = Assert.Single(run.Reported);
        Assert.Equal("SOLAR005", diagnostic.Id);
        Assert.Equal((2, 38), (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Location.GetLineSpan().StartLinePosition.Character));
    }
}
