using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Compiler.Tests.Joining;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Canonical texts: what they look like, and that the reader reads them back.</summary>
public sealed class CanonicalTextTests
{
    public static TheoryData<string, string> Entries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CatalogEntry entry in new[] { SamplePrograms.Solar(), SamplePrograms.Llama3Rope(), SamplePrograms.LayerRanges(), SamplePrograms.Recipes(), SamplePrograms.Pipeline() }
                .SelectMany(program => SourceEmitter.CatalogEntries(program)).Distinct())
            {
                data.Add(entry.Name, entry.Canonical);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void CatalogEntry_ReadsBackToTheSameText(string name, string canonical)
    {
        CatalogReading reading = CatalogReader.Read(name, canonical);

        Assert.Empty(reading.Findings);
        Assert.Equal(canonical, CanonicalText.Write(reading.Declaration!));
    }

    [Fact]
    public void Model_HasItsWordsInAFixedOrder() => Assert.Equal(
        """{"mistral": {"num_hidden_layers": 2, "rope_scaling": {"factor": 2, "rope_type": "linear"}, "sliding_window": null}"""
        + """, "weights": "org/a \"quoted\" name", "revision": "main", "initialize_from": "Paper.Other", "expect": {"parameters": 7}}""",
        CanonicalText.Write(
            (ModelDeclaration)Programs.Mistral(
                "X", 2, ("sliding_window", ConfigValue.Null), ("rope_scaling.rope_type", ConfigValue.Of("linear")), ("rope_scaling.factor", ConfigValue.Of(2.0)))
                .Declaration! with
            {
                Weights = new WeightsDeclaration("org/a \"quoted\" name", "main"),
                InitializeFrom = NameReference.Full("Paper.Other"),
                Expect = new Expectation(null, 7),
            }));

    [Fact]
    public void NestedRecipe_IsANodeWithinANode() => Assert.Equal(
        """{"upscale": {"layers": "Paper.Base", "ranges": ["0..4", "^2.."]}, "drop_top": 1, "drop_bottom": 0}""",
        CanonicalText.Write(Programs.Recipe(
            "X", new UpscaleRecipe(new LayersRecipe(new SourceRecipe(NameReference.Full("Paper.Base")), EquatableArray.Of("0..4", "^2..")), 1, 0)).Declaration!));

    [Fact]
    public void WrittenNames_BecomeWhatTheyMean()
    {
        JoinedProgram program = SamplePrograms.Pipeline();

        string[] canonical = [.. SourceEmitter.CatalogEntries(program).Select(entry => entry.Canonical)];

        Assert.Contains("""{"average": ["Paper.TunedA", "Paper.TunedB"]}""", canonical);
        Assert.Contains("""{"align_tune": "Paper.Merged", "data": ["Paper.Preferences"], "max_length": 64}""", canonical);
    }
}
